using System.Collections.Immutable;
using System.Numerics.Tensors;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// The worst errors under the best read-off for each: every output's ε is the optimum of a linear program over the batch, and the loss is
/// (mean ε^p)^(1/p) over outputs. The read-off of the pass is replaced by the minimax one. The multipliers μ of the program give the
/// derivative, ∂ε/∂h(x) = −μ_x r (the envelope theorem), so that gradient steps on layers and linear programs for read-offs
/// alternate, and no power of errors stands in for the largest. A batch has to be every input. The programs cost more than anything
/// else in training: about 1.5 ms an output at 64 neurons and 529 inputs.
/// </summary>
/// <param name="p">The power over outputs, at least 1: the larger, the more the outputs with the largest ε count.</param>
public sealed class BestReadOffMaximum(double p) : IObjective
{
    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"L{p} of the smallest worst errors");

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass)
    {
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude(pass.Activations.Floats())))
        {
            return double.NaN;
        }

        var fits = Solve(pass);
        var worst = fits.Max(fit => fit.Epsilon);
        using var scope = NewDisposeScope();
        pass.WeightGradient?.zero_();
        pass.BiasGradient?.zero_();
        Write(fits, pass);
        if (!(worst > 0))
        {
            pass.ActivationGradient?.zero_();
            return worst;
        }

        // Relative to the worst, because powers of errors leave the range of numbers.
        var loss = worst * Math.Pow(fits.Average(fit => Math.Pow(fit.Epsilon / worst, p)), 1 / p);
        if (pass.ActivationGradient is { } gradient)
        {
            gradient.copy_(tensor(Slope(fits, pass, loss), pass.Inputs, pass.Neurons));
        }

        return loss;
    }

    private static ImmutableArray<MinimaxFit> Solve(ReadOffPass pass)
    {
        var activations = new InputActivations(pass.Activations.Floats().ToArray(), pass.Neurons, "the inputs of a batch");
        var form = pass.Bias is null ? ReadOffForm.WithoutConstant : ReadOffForm.Affine;
        return MinimaxFit.OfAll(activations, Targets(pass), form, get_num_threads());
    }

    private static BooleanTarget[] Targets(ReadOffPass pass)
    {
        if (!pass.Targets.On.AreBoolean)
        {
            throw new ArgumentException("The smallest worst error is found for boolean targets, found real ones.", nameof(pass));
        }

        var values = Enumerable.Range(0, pass.Outputs).Select(_ => new bool[pass.Inputs]).ToArray();
        for (var i = 0; i < pass.Inputs; i++)
        {
            foreach (var output in pass.Targets.On.Places[i])
            {
                values[output][i] = true;
            }
        }

        return [.. values.Select(value => new BooleanTarget(value))];
    }

    private static void Write(ImmutableArray<MinimaxFit> fits, ReadOffPass pass)
    {
        pass.Weight.copy_(tensor(
            fits.SelectMany(fit => fit.ReadOff.Weights.Select(weight => (float)weight)).ToArray(), pass.Outputs, pass.Neurons));
        pass.Bias?.copy_(tensor(fits.Select(fit => (float)fit.ReadOff.Constant).ToArray()));
    }

    /// <summary>∂loss/∂h, row after row: each output's −μ_x r, weighted by ∂loss/∂ε.</summary>
    private float[] Slope(ImmutableArray<MinimaxFit> fits, ReadOffPass pass, double loss)
    {
        var slope = new double[pass.Inputs * pass.Neurons];
        foreach (var fit in fits)
        {
            var share = Math.Pow(fit.Epsilon / loss, p - 1) / fits.Length;
            for (var i = 0; i < fit.Measure.Inputs.Length; i++)
            {
                var row = slope.AsSpan(fit.Measure.Inputs[i] * pass.Neurons, pass.Neurons);
                TensorPrimitives.MultiplyAdd(fit.ReadOff.Weights.AsSpan(), -share * fit.Measure.Weights[i], row, row);
            }
        }

        return [.. slope.Select(value => (float)value)];
    }
}
