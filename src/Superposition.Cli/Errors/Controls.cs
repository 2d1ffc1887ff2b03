using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;

namespace Superposition.Cli.Errors;

/// <summary>What stands next to every measured network, on the same inputs: what any claim of computation has to beat.</summary>
internal static class Controls
{
    /// <summary>Beyond this the moments of the activations take longer than everything else.</summary>
    public const int MaxNeuronsToRefit = 1024;

    // All pairs of 256 features. With more, the rows of linear read-offs would take more than a gigabyte.
    private const long MaxWeights = 256L * 256 * 255 / 2;

    // Linear programs up to this size take seconds.
    private const int MaxInputsOfPrograms = 6000;
    private const int MaxNeuronsOfPrograms = 600;
    private const int MaxPrograms = 32;

    /// <summary>Whether there is room for linear read-offs of all outputs.</summary>
    public static bool Fit(IBooleanTargets targets) => (long)targets.Features * targets.Count <= MaxWeights;

    /// <summary>
    /// Networks without a hidden layer: zero, and the linear read-offs with the smallest mean square and (for pairs) the smallest worst
    /// error. Where the network's inputs are in superposition these read the same state.
    /// </summary>
    public static IEnumerable<MeasuredNetwork> WithoutLayer(
        IBooleanTargets targets, InputSample sample, Seed seed, ReluNetwork? network = null)
    {
        if (!Fit(targets))
        {
            yield break;
        }

        using var zero = ZeroNetwork.Of(targets.Features, targets.Count);
        yield return new MeasuredNetwork(MeasuredNetwork.Zero, OutputErrors.Measure(zero, targets, sample));
        var numbers = network?.Encoding is { } encoding ? (int)encoding.shape[0] : targets.Features;
        using var linear = LeastSquares.LinearControl(targets, FitSample(sample, numbers, seed), network?.Encoding);
        yield return new MeasuredNetwork(MeasuredNetwork.Linear, OutputErrors.Measure(linear, targets, sample));
        if (targets is PairAnds pairs)
        {
            using var minimax = LinearAnd.Of(pairs, network?.Encoding);
            yield return new MeasuredNetwork(MeasuredNetwork.LinearMinimax, OutputErrors.Measure(minimax, targets, sample));
        }
    }

    /// <summary>Fitted read-offs on a network's own layer, and least squares on an untrained layer of the same width.</summary>
    public static IEnumerable<MeasuredNetwork> WithLayer(ReluNetwork network, IBooleanTargets targets, InputSample sample, Seed seed)
    {
        if (network.Layers.Count == 0 || network.ReadOff.Inputs > MaxNeuronsToRefit || !Fit(targets))
        {
            yield break;
        }

        var fit = FitSample(sample, network.ReadOff.Inputs, seed);
        using var refitted = LeastSquares.Refit(network, targets, fit);
        yield return new MeasuredNetwork(MeasuredNetwork.Refitted, OutputErrors.Measure(refitted, targets, sample));
        if (sample.IsAll && sample.Count <= MaxInputsOfPrograms && network.ReadOff.Inputs <= MaxNeuronsOfPrograms
            && targets.Count <= MaxPrograms)
        {
            using var minimax =
                LayerRepresentation.Decide(network, targets, sample, ReadOffForm.Affine, Environment.ProcessorCount).Refit(network);
            yield return new MeasuredNetwork("its layer, minimax", OutputErrors.Measure(minimax, targets, sample));
        }

        using var untrained = UntrainedNetwork.OneLayer(sample.Space, network.Neurons, targets.Count, seed.For("untrained"));
        using var untrainedRefitted = LeastSquares.Refit(untrained, targets, fit);
        yield return new MeasuredNetwork("untrained, least squares", OutputErrors.Measure(untrainedRefitted, targets, sample));
    }

    /// <summary>
    /// Networks for real functions: zero, the features themselves under the best linear read-off, a neuron for each of the first d
    /// features where every feature has an output, and the network's own layer refitted.
    /// </summary>
    public static IEnumerable<MeasuredNetwork> OfReal(ReluNetwork network, IRealTargets targets, RealSample sample, Seed seed)
    {
        if ((long)targets.Features * targets.Count > MaxWeights)
        {
            yield break;
        }

        var fit = sample with { Count = Math.Max(20_000, 4 * Math.Max(network.Neurons, targets.Features)), Seed = seed.For("fit") };
        foreach (var (name, make) in ((string, Func<ReluNetwork?>)[])
        [
            (MeasuredNetwork.Refitted, () => network.Layers.Count == 0 || network.ReadOff.Inputs > MaxNeuronsToRefit ? null
                : network.WithReadOff(LeastSquares.Fit(network.Activations, network.ReadOff.Inputs, targets, fit))),
            (MeasuredNetwork.Zero, () => ZeroNetwork.Of(targets.Features, targets.Count)),
            (MeasuredNetwork.Linear, () => RealControls.Linear(targets, fit)),
            ("naive, as many neurons", () => targets.Count != targets.Features ? null
                : RealControls.Naive(targets.Features, Math.Min(network.Neurons, targets.Features))),
        ])
        {
            if (make() is { } control)
            {
                using (control)
                {
                    yield return new MeasuredNetwork(name, RealErrors.Measure(control, targets, sample));
                }
            }
        }
    }

    /// <summary>
    /// The inputs that a read-off of d numbers is fitted on: all if all are measured, otherwise others than those it is measured on.
    /// </summary>
    private static InputSample FitSample(InputSample sample, int numbers, Seed seed) =>
        sample.IsAll ? sample : InputSample.AllUpTo(sample.Space, Math.Max(20_000, 4 * numbers), seed.For("fit"));
}
