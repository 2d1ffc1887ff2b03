using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Cli.Errors;

/// <summary>What stands beside every measured network, on the same inputs: what any claim of computation has to beat.</summary>
internal static class Controls
{
    /// <summary>Beyond this the rows of linear read-offs would take more than a gigabyte.</summary>
    public const int MostFeatures = 256;

    /// <summary>Beyond this the moments of the activations take longer than everything else.</summary>
    public const int MostNeuronsToRefit = 1024;

    /// <summary>Networks without a hidden layer: zero, and the linear read-offs with the smallest mean square and the smallest worst error.</summary>
    public static IEnumerable<MeasuredNetwork> WithoutLayer(PairAnds pairs, InputSample sample, Seed seed)
    {
        if (pairs.Features > MostFeatures)
        {
            yield break;
        }

        using var zero = ZeroNetwork.Of(pairs.Features, pairs.Count);
        yield return new MeasuredNetwork("zero", OutputErrors.Measure(zero, pairs, sample));
        using var linear = LeastSquares.LinearControl(pairs, FitSample(sample, pairs.Features, seed));
        yield return new MeasuredNetwork("linear, least squares", OutputErrors.Measure(linear, pairs, sample));
        using var minimax = LinearAnd.Of(pairs);
        yield return new MeasuredNetwork("linear, minimax", OutputErrors.Measure(minimax, pairs, sample));
    }

    /// <summary>Least squares on a network's own layer, and on an untrained layer of the same width.</summary>
    public static IEnumerable<MeasuredNetwork> WithLayer(ReluNetwork network, PairAnds pairs, InputSample sample, Seed seed)
    {
        if (network.Layers.Count == 0 || network.Layers[^1].Neurons > MostNeuronsToRefit || pairs.Features > MostFeatures)
        {
            yield break;
        }

        var fit = FitSample(sample, network.Layers[^1].Neurons, seed);
        using var refitted = LeastSquares.Refit(network, pairs, fit);
        yield return new MeasuredNetwork("its layer, least squares", OutputErrors.Measure(refitted, pairs, sample));
        using var untrained = UntrainedNetwork.OneLayer(sample.Space, network.Neurons, pairs.Count, seed.For("untrained"));
        using var untrainedRefitted = LeastSquares.Refit(untrained, pairs, fit);
        yield return new MeasuredNetwork("untrained, least squares", OutputErrors.Measure(untrainedRefitted, pairs, sample));
    }

    /// <summary>The inputs that a read-off of d numbers is fitted on: all if all are looked at, otherwise others than those it is measured on.</summary>
    private static InputSample FitSample(InputSample sample, int numbers, Seed seed) =>
        sample.IsAll ? sample : InputSample.AllUpTo(sample.Space, Math.Max(20_000, 4 * numbers), seed.For("fit"));
}
