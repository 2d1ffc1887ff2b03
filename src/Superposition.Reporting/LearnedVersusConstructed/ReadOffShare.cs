using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Measurement;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedVersusConstructed;

/// <summary>The way from a construction with its analytic read-off, over a trained read-off on its layer, to a network trained whole under the same objective.</summary>
/// <param name="Construction">The construction whose layer is frozen.</param>
/// <param name="Objective">The objective.</param>
/// <param name="Neurons">d.</param>
/// <param name="Measure">Which error: "ε" or "rms".</param>
/// <param name="Analytic">The error at the start.</param>
/// <param name="ReadOff">The error with the read-off trained.</param>
/// <param name="Whole">The error with everything trained.</param>
/// <param name="Share">
/// The per cent of the way that the read-off goes, a share of each seed's own way; null when the way is nothing beyond its interval. Above 100 the
/// trained read-off on the frozen layer is better than the network trained whole.
/// </param>
internal sealed record ReadOffShare(string Construction, string Objective, int Neurons, string Measure, Estimate Analytic, Estimate ReadOff, Estimate Whole, Estimate? Share)
{
    /// <summary>All that the records allow, by objective, width and measure.</summary>
    public static IEnumerable<ReadOffShare> Of(Comparison comparison)
    {
        var layer = comparison.Spec.Scientific.FrozenLayer;
        var measures = new (string Name, Func<ErrorReport, double> Value)[] { ("ε", errors => errors.Epsilon), ("rms", errors => errors.Rms) };
        return from objective in comparison.Objectives
               let arms = (Analytic: comparison.Of(Arm.Analytic).FirstOrDefault(series => series.Construction == layer), ReadOff: comparison.Of(Arm.TrainedReadOff, objective), Whole: comparison.Of(Arm.Trained, objective))
               where arms is { Analytic: not null, ReadOff: not null, Whole: not null }
               from d in comparison.Widths
               from measure in measures
               let share = Between(layer, objective, d, measure.Name, arms.Analytic.Of(d, measure.Value), arms.ReadOff.Of(d, measure.Value), arms.Whole.Of(d, measure.Value))
               where share is not null
               select share;
    }

    private static ReadOffShare? Between(string construction, string objective, int neurons, string measure, PerSeed analytic, PerSeed readOff, PerSeed whole)
    {
        if (analytic.Estimate is not { } start || readOff.Estimate is not { } middle || whole.Estimate is not { } end)
        {
            return null;
        }

        var way = analytic.With(whole, (a, w) => a - w);
        var share = way.Estimate is { Low: > 0 } ? analytic.With(readOff, (a, r) => a - r).With(way, (part, all) => 100 * part / all).Estimate : null;
        return new ReadOffShare(construction, objective, neurons, measure, start, middle, end, share);
    }
}
