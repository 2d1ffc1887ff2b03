using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The probe with the smallest worst error on the inputs it is fitted on (a linear program): the one that ε-linear representation speaks
/// of. Its worst error on other inputs says whether that was more than fitting.
/// </summary>
public static class MinimaxProbe
{
    /// <summary>What the probe says on inputs that it was not fitted on, n numbers.</summary>
    /// <param name="activations_nd">Shape [n, d].</param>
    /// <param name="labels">n zeros and ones.</param>
    /// <param name="folds">Which inputs are fitted on and which are told.</param>
    public static double[] HeldOut(Tensor activations_nd, IReadOnlyList<bool> labels, Folds folds)
    {
        using var scope = NewDisposeScope();
        var d = (int)activations_nd.shape[1];
        var values = new double[labels.Count];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            using var step = NewDisposeScope();
            var fitting = folds.Others(fold);
            var a_nd = activations_nd.to(float64);

            // In each neuron's standard deviations, so that the solver meets the same numbers whatever the units.
            var cells = NeuronUnits.Of(
                a_nd.index_select(0, tensor(fitting, int64))).Standardise(a_nd).to(float32).contiguous().data<float>().ToArray();
            var activations = new InputActivations(
                fitting.SelectMany(i => cells[((int)i * d)..(((int)i + 1) * d)]), d, "the inputs that a probe is fitted on");
            var readOff = EpsilonLinear.Decide(
                activations, new BooleanTarget(fitting.Select(i => labels[(int)i])), ReadOffForm.Affine).ReadOff.ReadOff;
            foreach (var i in folds.Members(fold))
            {
                values[i] = readOff.Constant;
                for (var j = 0; j < d; j++)
                {
                    values[i] += readOff.Weights[j] * cells[((int)i * d) + j];
                }
            }
        }

        return values;
    }
}
