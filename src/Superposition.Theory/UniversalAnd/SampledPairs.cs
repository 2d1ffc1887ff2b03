using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.UniversalAnd;

/// <summary>
/// Some pairs of many features, chosen so that every class of inputs is seen often: the pairs that drawn inputs have active, and others
/// drawn at large. Over all pairs a few inputs take as long, and have so few true ANDs that the root mean square of their errors varies by
/// a third from chance alone.
/// </summary>
/// <param name="Inputs">The drawn inputs.</param>
/// <param name="Pairs">The pairs.</param>
public sealed record SampledPairs(InputSample Inputs, PairAnds Pairs)
{
    /// <summary>Draws inputs of a set, and pairs whose outputs are measured on them.</summary>
    /// <param name="space">The inputs to draw from.</param>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="others">How many pairs besides those that the inputs have active.</param>
    /// <param name="seed">The seed of both.</param>
    public static SampledPairs Draw(SparseInputs space, int inputs, int others, Seed seed)
    {
        var sample = InputSample.AllUpTo(space, inputs, seed.For("measurement"));
        var pairs = PairAnds.Draw(
            space.Features, (int)Math.Min(others, space.Features * (space.Features - 1L) / 2), seed.Stream("pairs")).Pairs.ToHashSet();
        foreach (var input in sample.Batches(1).Select(batch => batch[0].ToArray()))
        {
            pairs.UnionWith(from first in input from second in input where first < second select (first, second));
        }

        return new SampledPairs(sample, PairAnds.Of(space.Features, pairs));
    }

    /// <summary>Errors of a network with a pair read-off.</summary>
    public ErrorReport Measure(ReluNetwork network)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var read = network.WithReadOff(((PairReadOff)network.ReadOff).For(Pairs).ToDense());
        return OutputErrors.Measure(read, Pairs, Inputs);
    }
}
