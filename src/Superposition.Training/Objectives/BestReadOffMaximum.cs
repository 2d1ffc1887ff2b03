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
public sealed class BestReadOffMaximum : IObjective
{
    private readonly double p;
    private readonly ImmutableArray<(int Output, int Count)>? groups;

    /// <summary>Makes the objective (mean ε^p)^(1/p) of the outputs' smallest worst errors.</summary>
    /// <param name="p">The power over outputs, at least 1: the larger, the more the outputs with the largest ε count.</param>
    public BestReadOffMaximum(double p) => this.p = p;

    private BestReadOffMaximum(double p, ImmutableArray<(int Output, int Count)> groups)
        : this(p) => this.groups = groups;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"L{p} of the smallest worst errors");

    /// <summary>One program a group of outputs that symmetry maps onto each other: the first of them, which counts for all.</summary>
    public IObjective Under(IReadOnlyList<int> groups) => new BestReadOffMaximum(
        p, [.. groups.Index().GroupBy(output => output.Item).Select(group => (group.First().Index, group.Count()))]);

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass)
    {
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude(pass.Activations.Floats())))
        {
            return double.NaN;
        }

        var solved = groups ?? [.. Enumerable.Range(0, pass.Outputs).Select(output => (output, 1))];
        var fits = Solve(pass, solved);
        var worst = fits.Max(fit => fit.Epsilon);
        using var scope = NewDisposeScope();
        pass.WeightGradient?.zero_();
        pass.BiasGradient?.zero_();
        for (var i = 0; i < fits.Length; i++)
        {
            pass.Weight[solved[i].Output].copy_(tensor(fits[i].ReadOff.Weights.AsSpan().ToArray()));
            pass.Bias?[solved[i].Output].fill_(fits[i].ReadOff.Constant);
        }

        if (!(worst > 0))
        {
            pass.ActivationGradient?.zero_();
            return worst;
        }

        // Relative to the worst, because powers of errors leave the range of numbers.
        var loss = worst * Math.Pow(fits.Zip(solved, (fit, of) => of.Count * Math.Pow(fit.Epsilon / worst, p)).Sum() / pass.Outputs, 1 / p);
        if (pass.ActivationGradient is { } gradient)
        {
            gradient.copy_(tensor(Slope(fits, solved, pass, loss), pass.Inputs, pass.Neurons));
        }

        return loss;
    }

    private static ImmutableArray<MinimaxFit> Solve(ReadOffPass pass, ImmutableArray<(int Output, int Count)> solved)
    {
        var activations = new InputActivations(pass.Activations.Floats().ToArray(), pass.Neurons, "the inputs of a batch");
        var form = pass.Bias is null ? ReadOffForm.WithoutConstant : ReadOffForm.Affine;
        var targets = Targets(pass);
        return MinimaxFit.OfAll(activations, [.. solved.Select(of => targets[of.Output])], form, get_num_threads());
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

    /// <summary>∂loss/∂h, row after row: each output's −μ_x r, weighted by ∂loss/∂ε.</summary>
    private float[] Slope(
        ImmutableArray<MinimaxFit> fits, ImmutableArray<(int Output, int Count)> solved, ReadOffPass pass, double loss)
    {
        var slope = new double[pass.Inputs * pass.Neurons];
        for (var g = 0; g < fits.Length; g++)
        {
            var weights = fits[g].ReadOff.Weights.AsSpan();
            var measure = fits[g].Measure;
            var share = solved[g].Count * Math.Pow(fits[g].Epsilon / loss, p - 1) / pass.Outputs;
            for (var i = 0; i < measure.Inputs.Length; i++)
            {
                var row = slope.AsSpan(measure.Inputs[i] * pass.Neurons, pass.Neurons);
                TensorPrimitives.MultiplyAdd(weights, -share * measure.Weights[i], row, row);
            }
        }

        return [.. slope.Select(value => (float)value)];
    }
}
