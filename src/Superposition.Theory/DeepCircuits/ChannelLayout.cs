using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.ErrorCorrection;

namespace Superposition.DeepCircuits;

/// <summary>
/// Which units of a layer hold which of its features: the superposed code of the state between two layers of a deep circuit.
/// </summary>
public sealed class ChannelLayout
{
    private readonly int[] poolOfFeature;
    private readonly int[] channelOfFeature;

    private ChannelLayout(int features, UnitPool[] pools)
    {
        Pools = [.. pools];
        Units = pools.Sum(pool => pool.Units);
        poolOfFeature = new int[features];
        channelOfFeature = new int[features];
        for (var p = 0; p < pools.Length; p++)
        {
            for (var channel = 0; channel < pools[p].Features.Length; channel++)
            {
                poolOfFeature[pools[p].Features[channel]] = p;
                channelOfFeature[pools[p].Features[channel]] = channel;
            }
        }
    }

    /// <summary>The pools, in the order of their units.</summary>
    public ImmutableArray<UnitPool> Pools { get; }

    /// <summary>m, the number of features held.</summary>
    public int Features => poolOfFeature.Length;

    /// <summary>n, the number of units.</summary>
    public int Units { get; }

    /// <summary>The number of ReLUs that the units are made of.</summary>
    /// <param name="corrects">With error correction or without.</param>
    public int Relus(bool corrects) => Pools.Sum(pool => pool.Units * pool.Terms(corrects).Length);

    /// <summary>The pool that holds a feature, by its place in <see cref="Pools"/>.</summary>
    public int PoolOf(int feature) => poolOfFeature[feature];

    /// <summary>The units of a feature, counted from the first unit of its pool.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="room">q places for a code that is computed.</param>
    public ReadOnlySpan<int> UnitsInPool(int feature, Span<int> room = default) =>
        Pools[poolOfFeature[feature]].Code.UnitsOf(channelOfFeature[feature], room);

    /// <summary>The layout of a circuit's inputs: one pool, each unit full when any of its features is active.</summary>
    public static ChannelLayout OfInputs(ILayeredCircuit circuit, FusedDesign design, Seed seed) => Draw(circuit, next: 0, design, seed);

    /// <summary>The layout of what a layer of gates gives.</summary>
    public static ChannelLayout OfLayer(ILayeredCircuit circuit, int layer, FusedDesign design, Seed seed) =>
        Draw(circuit, layer + 1, design, seed);

    private static ChannelLayout Draw(ILayeredCircuit circuit, int next, FusedDesign design, Seed seed)
    {
        var width = circuit.WidthBefore(next);
        var members = Enumerable.Range(0, width).GroupBy(k =>
            next == 0 ? PoolKind.Any : UnitPool.Of(circuit.Kind(next - 1, k))).ToDictionary(pool => pool.Key, pool => pool.ToArray());
        var apart = design.Code == ChannelCodeKind.OverlapReduced ? Apart(circuit, next) : null;
        var total = members.Sum(pool => Weight(pool.Key, design) * pool.Value.Length);
        var pools = new List<UnitPool>();
        var (first, weightLeft) = (0, total);
        foreach (var (kind, features) in members.OrderBy(pool => pool.Key))
        {
            // What is left is shared among the pools that are left, so that the units add up to n exactly.
            var weight = Weight(kind, design) * features.Length;
            var units = (int)Math.Round((design.Units - first) * weight / weightLeft);
            if (units < design.ChannelSize)
            {
                throw new ArgumentException(
                    $"Fused circuit: {features.Length} gates of a layer get a pool of {units} units; a channel has "
                        + $"{design.ChannelSize}. Expected more units than the {design.Units} given.", nameof(design));
            }

            var code = ChannelCode.Draw(
                design.Code, features.Length, units, design.ChannelSize, seed.For($"channels:{next}:{kind}"),
                apart is null ? null : Within(features, apart));
            pools.Add(new UnitPool(
                kind, features, first, code, Rise(kind, design), kind == PoolKind.One ? ClipWindow.Around(1.5, design.HalfWindow) : null));
            first += code.Units;
            weightLeft -= weight;
        }

        return new ChannelLayout(width, [.. pools]);
    }

    private static double Weight(PoolKind kind, FusedDesign design) => kind == PoolKind.Any ? 1 : design.BothWeight;

    private static ClipWindow Rise(PoolKind kind, FusedDesign design) =>
        ClipWindow.Around(kind == PoolKind.Both ? design.BothThreshold : design.AnyThreshold, design.HalfWindow);

    /// <summary>
    /// For each gate, the gates that should share no unit with it: those that read one of its inputs (an active input would reach a shared
    /// unit twice) and those that it is read together with (one would look like a part of the other).
    /// </summary>
    private static HashSet<int>[] Apart(ILayeredCircuit circuit, int next)
    {
        Span<int> room = stackalloc int[2];
        var apart = new HashSet<int>[circuit.WidthBefore(next)];
        for (var k = 0; k < apart.Length; k++)
        {
            apart[k] = [];
            foreach (var input in next == 0
                ? []
                : circuit.Gate(next - 1, k) is var gate && gate.FanIn == 1
                ? [gate.First]
                : new[] { gate.First, gate.Second })
            {
                foreach (var sibling in circuit.Readers(next - 1, input, room))
                {
                    apart[k].Add(sibling);
                }
            }
        }

        if (next < circuit.Depth)
        {
            for (var k = 0; k < circuit.WidthBefore(next + 1); k++)
            {
                var gate = circuit.Gate(next, k);
                apart[gate.First].Add(gate.Second);
                apart[gate.Second].Add(gate.First);
            }
        }

        return apart;
    }

    /// <summary>The same sets in channel numbers of one pool, without the channel itself and without what other pools hold.</summary>
    private static List<int>[] Within(int[] features, HashSet<int>[] apart)
    {
        var channel = new Dictionary<int, int>();
        for (var c = 0; c < features.Length; c++)
        {
            channel[features[c]] = c;
        }

        return [.. features.Select(feature =>
            apart[feature].Where(other => other != feature && channel.ContainsKey(other)).Select(other => channel[other]).ToList())];
    }
}
