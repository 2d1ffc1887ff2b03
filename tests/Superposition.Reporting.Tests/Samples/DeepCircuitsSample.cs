using System.Collections.Immutable;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;
using Superposition.Experiments.DeepCircuits;
using Superposition.Measurement;
using Superposition.Tasks;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>
/// Records of deep circuits made from a few numbers: with correction errors stay, without centring they make threshold errors from layer 2 on, without
/// correction they grow threefold a layer; the smallest width grows as 20 √m, but at one m a seed has none.
/// </summary>
internal static class DeepCircuitsSample
{
    private static readonly GateShares Gates = new() { Copy = 0.9, And = 0.1, Or = 0, Xor = 0 };
    private static readonly FusedDesignSpec Design = new() { ChannelSize = 8, Code = ChannelCodeKind.OverlapReduced, AnyThreshold = 0.62, BothThreshold = 1.5, HalfWindow = 0.1 };

    public static DeepCircuitsSpec Spec(int seeds = 3) => new()
    {
        Question = "How deep?",
        Prediction = "Deep.",
        Active = 3,
        Fused = new FusedRuns { Gates = Gates, Design = Design, ControlInputs = 8, Sizes = [new FusedSize { Features = 1024, Units = 900, Layers = 6, Inputs = 64 }] },
        Widths = new WidthRuns { Gates = Gates, Design = Design, Features = [256, 1024, 4096], Layers = 6, Inputs = 64 },
        Alternating = new AlternatingRuns { Gates = Gates, Sizes = [new AlternatingSize { Features = 64, Units = 256, ChannelSize = 8, SubsetNeurons = 512, Layers = 5, Inputs = 32 }] },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<DeepCircuitsRecord> Records(DeepCircuitsSpec spec) =>
    [
        .. from size in spec.Fused!.Sizes
           from arm in Enum.GetValues<DeepArm>()
           from seed in spec.Seeds
           select Run(DeepPart.Fused, arm, size.Features, size.Units, size.Layers, arm == DeepArm.Corrected ? size.Inputs : 8, null, seed),
        .. from m in spec.Widths!.Features from seed in spec.Seeds select Width(spec.Widths, m, seed),
        .. from size in spec.Alternating!.Sizes
           from arm in new[] { DeepArm.Corrected, DeepArm.Uncorrected }
           from seed in spec.Seeds
           select Run(DeepPart.Alternating, arm, size.Features, size.Units, size.Layers, size.Inputs, size.SubsetNeurons, seed),
    ];

    /// <summary>The largest error in a layer.</summary>
    public static double Largest(DeepArm arm, int layer, ulong seed) => (1 + (0.02 * ((int)seed - 1))) * (arm == DeepArm.Uncorrected ? 0.3 * Math.Pow(3, layer) : arm == DeepArm.Uncentred && layer > 1 ? 0.9 : 0.3);

    private static DeepCircuitsRecord Run(DeepPart part, DeepArm arm, int m, int n, int depth, int inputs, int? subsets, ulong seed)
    {
        LayerReport[] layers = [.. Enumerable.Range(0, depth + 1).Select(layer => Layer(part, arm, m, inputs, layer, Largest(arm, layer, seed)))];
        return new DeepCircuitsRecord
        {
            Cell = $"{part}-{m}-{arm}-{seed}".ToLowerInvariant(),
            Seed = seed,
            Part = part,
            Arm = arm,
            Features = m,
            Depth = depth,
            Inputs = inputs,
            Units = n,
            Relus = 2 * n,
            SubsetNeurons = subsets,
            Epsilon = layers.Max(layer => layer.Epsilon),
            Layers = layers,
        };
    }

    private static LayerReport Layer(DeepPart part, DeepArm arm, int m, int inputs, int layer, double largest)
    {
        ErrorStatistics Errors(long count, double max) => count == 0 ? ErrorStatistics.Empty : new(count, 0.001, max / 8, max / 8, max / 10, max / 5, max / 3, max);
        PoolNoise[] noise = layer == 0 || (part == DeepPart.Alternating && arm == DeepArm.Uncorrected)
            ? []
            : [new PoolNoise(PoolKind.Any, 800, largest / 3, 0, 0.11), new PoolNoise(PoolKind.Both, 100, largest / 2, 0, 0.15)];
        return new LayerReport(layer, 3 - (0.1 * layer), Errors(3L * inputs, largest / 2), Errors(layer == 0 ? 0 : 2L * inputs, largest / 2), Errors((m - 5L) * inputs, largest), largest / 8, largest >= 0.5 ? 17 : 0, 20, [.. noise]);
    }

    private static DeepCircuitsRecord Width(WidthRuns runs, int m, ulong seed)
    {
        var record = new DeepCircuitsRecord { Cell = $"width-m{m}-seed{seed}", Seed = seed, Part = DeepPart.Width, Arm = DeepArm.Corrected, Features = m, Depth = runs.Layers, Inputs = runs.Inputs };
        var units = (int)(20 * Math.Sqrt(m) * (1 + (0.01 * ((int)seed - 1))));
        return m == 256 && seed == 2
            ? record with { Refusal = "Width search: 512 units, twice the 256 features, still make threshold errors." }
            : record with { Units = units, Relus = 2 * units, Epsilon = 0.45 };
    }
}
