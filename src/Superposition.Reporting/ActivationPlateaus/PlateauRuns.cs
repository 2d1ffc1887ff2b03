using System.Collections.Immutable;
using Superposition.Experiments.ActivationPlateaus;

namespace Superposition.Reporting.ActivationPlateaus;

/// <summary>The measured cells of the experiment, seeds gathered into series; of trained networks those with the learning rate that training loss chooses.</summary>
internal sealed class PlateauRuns
{
    /// <summary>Up to this noise, in windows 1 − 2θ, the shape of the curve tells θ and σ apart.</summary>
    public const double ResolvedUpTo = 0.4;

    public PlateauRuns(ActivationPlateausSpec spec, ImmutableArray<ActivationPlateausRecord> records)
    {
        Spec = spec;
        Series =
        [
            .. from record in records
               where record.Failure is null
               group record by (record.Arm, record.Dimension, record.Theta, record.Depth, record.Noise, record.LearningRate) into cells
               let loss = cells.Average(cell => cell.FinalLoss)
               group (Cells: cells, Loss: loss) by (cells.Key.Arm, cells.Key.Dimension, cells.Key.Theta, cells.Key.Depth, cells.Key.Noise) into rates
               orderby rates.Key.Arm, rates.Key.Dimension, rates.Key.Theta, rates.Key.Depth, rates.Key.Noise
               // A rate under which a seed diverged has fewer cells, and is not chosen.
               let most = rates.Max(rate => rate.Cells.Count())
               select new PlateauSeries([.. rates.Where(rate => rate.Cells.Count() == most).MinBy(rate => rate.Loss).Cells.OrderBy(cell => cell.Seed)]),
        ];
    }

    /// <summary>The spec.</summary>
    public ActivationPlateausSpec Spec { get; }

    /// <summary>Every kind and setting with at least one record.</summary>
    public ImmutableArray<PlateauSeries> Series { get; }

    /// <summary>The layers that correct.</summary>
    public ImmutableArray<PlateauSeries> Corrected => Of(PlateauArm.Corrected);

    /// <summary>What does not correct, nor was trained to: the controls of the corrected layers.</summary>
    public ImmutableArray<PlateauSeries> Controls => Of(PlateauArm.Uncorrected, PlateauArm.Linear, PlateauArm.UntrainedLayer, PlateauArm.Rectified);

    /// <summary>The corrected layers whose θ and σ the curve tells apart.</summary>
    public ImmutableArray<PlateauSeries> Resolved => [.. Corrected.Where(series => series.NoiseInWindows <= ResolvedUpTo)];

    /// <summary>The series of some kinds.</summary>
    public ImmutableArray<PlateauSeries> Of(params PlateauArm[] arms) => [.. Series.Where(series => arms.Contains(series.Arm))];

    /// <summary>θ fitted over θ, and σ fitted over σ predicted, once a seed and layer.</summary>
    public static IEnumerable<(double Theta, double Sigma)> Recovered(IEnumerable<PlateauSeries> series) =>
        series.SelectMany(s => s.Records).SelectMany(record => record is { Plateaus.Fit: { } fit, PredictedSigma: { } sigma, Theta: { } theta } ? [(fit.Theta / theta, fit.Sigma / sigma)] : ((double, double)[])[]);

    /// <summary>The largest distance between a layer's mean curve over seeds and its prediction.</summary>
    public static double DistanceFromPrediction(PlateauSeries series) =>
        Enumerable.Range(0, series.Records[0].PredictedCurve.Length).Max(i => Math.Abs(series.Records.Average(record => record.Plateaus.Target!.Mean[i]) - series.Records[0].PredictedCurve[i]));
}
