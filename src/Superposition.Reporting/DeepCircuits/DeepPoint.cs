using System.Collections.Immutable;
using Superposition.DeepCircuits;
using Superposition.Experiments.DeepCircuits;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.DeepCircuits;

/// <summary>A network that was run layer by layer in several arms.</summary>
/// <param name="Part">Fused or alternating.</param>
/// <param name="Features">m.</param>
/// <param name="Units">n.</param>
/// <param name="SubsetNeurons">Neurons of its universal-AND layers, for an alternation.</param>
/// <param name="Depth">L.</param>
internal sealed record DeepSize(DeepPart Part, int Features, int Units, int? SubsetNeurons, int Depth)
{
    /// <summary>In a few words, for panels: "m = 8,192, n = 5,120".</summary>
    public string Title => $"m = {Numbers.Count(Features)}, n = {Numbers.Count(Units)}{(SubsetNeurons is { } neurons ? $", {Numbers.Count(neurons)} subsets" : "")}";
}

/// <summary>One arm of a size, over seeds.</summary>
/// <param name="Size">The size.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Records">Its measured cells, one a seed.</param>
internal sealed record DeepPoint(DeepSize Size, DeepArm Arm, ImmutableArray<DeepCircuitsRecord> Records)
{
    /// <summary>Inputs looked at, a seed.</summary>
    public int Inputs => Records[0].Inputs;

    /// <summary>The largest error in any layer.</summary>
    public PerSeed Epsilon => PerSeed.Of(Records, record => record.Seed, record => record.Epsilon!.Value);

    /// <summary>Threshold errors of all layers, summed over the seeds.</summary>
    public long ThresholdErrors => Records.Sum(record => record.Layers.Sum(layer => layer.ThresholdErrors));

    /// <summary>The largest error of any feature on any input, in any layer of any seed.</summary>
    public double Largest => Records.Max(record => record.Epsilon!.Value);

    /// <summary>Layers of gates after which no seed had made a threshold error.</summary>
    public int LayersWithoutErrors => Records.Min(record => record.Layers.TakeWhile(layer => layer.ThresholdErrors == 0).Count()) - 1;

    /// <summary>A number of one layer, over the seeds.</summary>
    /// <param name="layer">0 for the circuit's inputs.</param>
    /// <param name="value">The number; seeds where it is null are left out.</param>
    public PerSeed At(int layer, Func<LayerReport, double?> value) =>
        PerSeed.Of(Records.Where(record => value(record.Layers[layer]) is not null), record => record.Seed, record => value(record.Layers[layer])!.Value);

    /// <summary>Rms error per root of active features at the last layer over that at an early one: 1 when errors neither drift nor fade.</summary>
    public PerSeed Drift => PerSeed.Of(Records, record => record.Seed, record => Relative(record.Layers[^1]) / Relative(record.Layers[Math.Min(EarlyLayer, Size.Depth)]));

    /// <summary>By what factor the rms error grows from layer to layer, from the first layer of gates to the last.</summary>
    public PerSeed Growth => PerSeed.Of(Records, record => record.Seed, record => Math.Pow(record.Layers[^1].Rms / record.Layers[1].Rms, 1.0 / (Size.Depth - 1)));

    /// <summary>The layer that later ones are held against: what the inputs' own code does has faded by then.</summary>
    public const int EarlyLayer = 4;

    private static double Relative(LayerReport layer) => layer.Rms / Math.Sqrt(layer.MeanActive);
}
