using System.Collections.Immutable;
using Superposition.Experiments.ActivationPlateaus;
using Superposition.Plateaus;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ActivationPlateaus;

/// <summary>One kind of network at one setting, over seeds.</summary>
/// <param name="Records">One record a seed, at least one.</param>
internal sealed record PlateauSeries(ImmutableArray<ActivationPlateausRecord> Records)
{
    /// <summary>What kind of network.</summary>
    public PlateauArm Arm => Records[0].Arm;

    /// <summary>d0.</summary>
    public int Dimension => Records[0].Dimension;

    /// <summary>θ of the layer.</summary>
    public double? Theta => Records[0].Theta;

    /// <summary>Layers of a trained network.</summary>
    public int? Depth => Records[0].Depth;

    /// <summary>ν in training.</summary>
    public double? Noise => Records[0].Noise;

    /// <summary>How hard it is to tell θ and σ apart: σ in shares of the window 1 − 2θ; null where nothing is predicted.</summary>
    public double? NoiseInWindows => Records[0].PredictedSigma is { } sigma && Theta is { } theta ? sigma / (1 - (2 * theta)) : null;

    /// <summary>The plateau index of the features' own outputs.</summary>
    public PerSeed Index => Of(record => record.Plateaus.Target?.PlateauIndex);

    /// <summary>The kind in words.</summary>
    public string Kind => Arm switch
    {
        PlateauArm.Corrected => "corrected",
        PlateauArm.Rectified => "half a clip unit",
        PlateauArm.Uncorrected => "correction removed",
        PlateauArm.Linear => "linear",
        PlateauArm.UntrainedLayer => "untrained layer",
        PlateauArm.Trained => "trained",
        PlateauArm.Untrained => "untrained",
        _ => throw new InvalidOperationException($"There are no words for {Arm}."),
    };

    /// <summary>Kind and setting.</summary>
    public string Label => Kind + Setting;

    /// <summary>A number of each seed; seeds that do not have it are left out.</summary>
    public PerSeed Of(Func<ActivationPlateausRecord, double?> value) => PerSeed.Of(Records.Where(record => value(record) is not null), record => record.Seed, record => value(record) ?? 0);

    /// <summary>A response curve, mean and interval over seeds.</summary>
    public Curve Curve(string label, Ink ink, Func<PlateauReport, ResponseCurve?> value)
    {
        ResponseCurve[] curves = [.. Records.Select(record => value(record.Plateaus)).OfType<ResponseCurve>()];
        return new Curve(label, ink, curves.Length == 0 ? [] : [.. curves[0].Steps.Select((step, i) => new CurvePoint(step, Estimate.Of(curves.Select(curve => curve.Mean[i]))!))]);
    }

    private string Setting => Depth is { } depth
        ? $", {Numbers.Of(depth, "layer")}{(Noise is { } noise ? $", ν = {Numbers.Plain(noise)}" : "")}"
        : $", d = {Numbers.Count(Dimension)}{(Theta is { } theta ? $", θ = {Numbers.Plain(theta)}" : "")}";
}
