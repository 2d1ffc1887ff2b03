using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Plateaus;

/// <summary>
/// States to step away from, each with the direction of a feature that is inactive in it, and another state to go to. All tensors have the
/// shape [n, d].
/// </summary>
/// <param name="States">The states.</param>
/// <param name="Features">For each the whole step that a feature makes; null when features are not known.</param>
/// <param name="Own">For each the output that the feature turns on; empty when features are not known.</param>
/// <param name="Others">For each another state.</param>
public sealed record PlateauStates(Tensor States, Tensor? Features, IReadOnlyList<int> Own, Tensor Others) : IDisposable
{
    private const int MaxTries = 1000;

    /// <summary>
    /// States of a network: activations on inputs that lack one of their active features, which is the feature to be added. Its direction
    /// is what adding it changes, φ of a feature where states are Φb; the output of its own is one that it turns on.
    /// </summary>
    /// <param name="site">Where states are taken.</param>
    /// <param name="targets">What the outputs should be.</param>
    /// <param name="space">The inputs.</param>
    /// <param name="count">How many states.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <exception cref="ArgumentException">No feature turns an output on, or targets and network do not fit.</exception>
    public static PlateauStates FromNetwork(NetworkSite site, IBooleanTargets targets, SparseInputs space, int count, Seed seed)
    {
        if (targets.Count != site.Network.Outputs || targets.Features != site.Network.Features || space.Features != targets.Features)
        {
            throw new ArgumentException(
                $"A network from {site.Network.Features} features to {site.Network.Outputs} outputs does not fit {targets.Count} "
                + $"functions of {targets.Features} features, or inputs with {space}.", nameof(targets));
        }

        var random = seed.Stream("states");
        List<int[]> without = [], with = [];
        var own = new List<int>();
        for (var tries = 0; own.Count < count; tries++)
        {
            if (tries > MaxTries && own.Count * MaxTries < tries)
            {
                throw new ArgumentException(
                    $"Among {tries:N0} inputs with {space} there {(own.Count == 1 ? "is" : "are")} {own.Count:N0} where a feature turns "
                    + "an output on.", nameof(space));
            }

            var input = space.Draw(random, 1)[0].ToArray();
            if (input.Length == 0)
            {
                continue;
            }

            var removed = random.Next(input.Length);
            int[] rest = [.. input[..removed], .. input[(removed + 1)..]];
            if (FirstTurnedOn(targets, rest, input) is { } output)
            {
                without.Add(rest);
                with.Add(input);
                own.Add(output);
            }
        }

        using var scope = NewDisposeScope();
        var states_nd = site.Activations(ActiveSets.Of(without));
        return new PlateauStates(
            states_nd.MoveToOuterDisposeScope(), (site.Activations(ActiveSets.Of(with)) - states_nd).MoveToOuterDisposeScope(), own,
            site.Activations(space.Draw(seed.Stream("other-states"), count)).MoveToOuterDisposeScope());
    }

    /// <summary>States whose features are not known: each goes to the one after it in a random order.</summary>
    /// <param name="states_nd">Activations, at least two.</param>
    /// <param name="seed">The seed of the order.</param>
    public static PlateauStates FromActivations(Tensor states_nd, Seed seed)
    {
        if (states_nd.dim() != 2 || states_nd.shape[0] < 2 || !states_nd.isfinite().all().item<bool>())
        {
            throw new ArgumentException(
                $"Plateaus need at least two finite states [n, d], found {Shapes.Describe(states_nd)}.", nameof(states_nd));
        }

        using var scope = NewDisposeScope();
        var order = Enumerable.Range(0, (int)states_nd.shape[0]).Select(i => (long)i).ToArray();
        seed.Stream("order").Shuffle(order);
        var ordered_nd = states_nd.detach().to(float32).index_select(0, tensor(order));
        return new PlateauStates(ordered_nd.MoveToOuterDisposeScope(), null, [], ordered_nd.roll(-1, 0).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        States.Dispose();
        Features?.Dispose();
        Others.Dispose();
    }

    private static int? FirstTurnedOn(IBooleanTargets targets, int[] without, int[] with)
    {
        List<int> before = [], after = [];
        targets.AppendOn(without, before);
        targets.AppendOn(with, after);
        return after.Except(before).Select(output => (int?)output).FirstOrDefault();
    }
}
