using System.Collections.Immutable;

namespace Superposition.Probing;

/// <summary>
/// How often one number alone would have called a feature "something the network uses", where the truth is known: right on features that
/// outputs ask for, misled on features that none asks for and on control labels.
/// </summary>
/// <param name="Key">A name of the number for tables, for example "auc".</param>
/// <param name="Metric">The number and the bar it is held to, in words.</param>
/// <param name="OnUsed">The share of used features that it calls used.</param>
/// <param name="OnUnused">The share of unused features that it calls used: how often it misleads.</param>
/// <param name="OnControls">The share of control labels that it calls used.</param>
public sealed record MetricCalls(string Key, string Metric, double OnUsed, double OnUnused, double OnControls)
{
    private static readonly ImmutableArray<(string Key, string Metric, Func<FeatureVerdict, bool> Calls)> Metrics =
    [
        ("auc-in-sample", "in-sample AUC ≥ 0.95", v => v.Readability!.InSample.Auc >= 0.95),
        ("auc", "held-out AUC ≥ 0.95", v => v.Readability!.HeldOut.Auc >= 0.95),
        ("selectivity", "selectivity: in-sample AUC 0.1 above control labels", v => v.Readability!.Selectivity >= 0.1),
        ("r2", "held-out R² > 0 (better than the mean)", v => v.Readability!.HeldOut.R2 > 0),
        ("r2-above-input", "held-out R² above the raw input's", v =>
            v.Readability!.RawInput is { } raw && v.Readability!.HeldOut.R2 > raw.R2),
        ("r2-above-untrained", "held-out R² above the untrained layer's", v =>
            v.Readability!.Untrained is { } untrained && v.Readability!.HeldOut.R2 > untrained.R2),
        ("epsilon-below-quarter", "held-out ε < ¼", v => v.Readability!.HeldOut.Epsilon < 0.25),
        ("epsilon-below-half", "held-out ε < ½", v => v.Readability!.HeldOut.Epsilon < 0.5),
        ("r2-beyond-input", "R² beyond the raw input, p ≤ 0.05", v => v.Readability!.BeyondInputP <= 0.05),
        ("mean-ablation", "mean ablation of the probe direction, p ≤ 0.05", v => v.Use.MeanAblation.P <= 0.05),
        ("projection", "projection of the probe direction, p ≤ 0.05", v => v.Use.Projection.P <= 0.05),
        ("erasure", "concept erasure, p ≤ 0.05", v => v.Use.Erasure.P <= 0.05),
        ("interchange", "interchange along the probe direction, p ≤ 0.05", v => v.Use.Interchange.P <= 0.05),
        ("path-gradient", "path gradient along the probe direction, p ≤ 0.05", v => v.Use.PathGradient.P <= 0.05),
        ("steering", "steering of the strongest output, p ≤ 0.05", v => v.Use.Steering?.P <= 0.05),
        ("row-space", "probe direction inside the row space (above rank/d)", v => v.Use.ProbeRowSpaceShare > v.Use.RowSpaceExpected),
        ("removal", "interaction removed, p ≤ 0.05", v => v.Use.Removal.P <= 0.05),
        ("removal-isotropic", "interaction removed, p ≤ 0.05 for isotropic directions", v => v.Use.Removal.IsotropicP <= 0.05),
        ("verdict", "the verdict: used", v => v.Verdict == Verdict.Used),
    ];

    /// <summary>The calls of every metric.</summary>
    /// <param name="report">Verdicts with their evidence.</param>
    /// <param name="used">Places of features that outputs ask for.</param>
    /// <param name="unused">Places of features that no output asks for.</param>
    public static ImmutableArray<MetricCalls> Of(ProbingReport report, IReadOnlyCollection<int> used, IReadOnlyCollection<int> unused) =>
    [
        .. Metrics.Select(metric => new MetricCalls(
            metric.Key, metric.Metric, Share(used.Select(i => report.Features[i]), metric.Calls), Share(
                unused.Select(i => report.Features[i]), metric.Calls), Share(report.Controls, metric.Calls))),
    ];

    private static double Share(IEnumerable<FeatureVerdict> features, Func<FeatureVerdict, bool> calls) =>
        features.Where(v => v.Readability is not null).Select(v => calls(v) ? 1.0 : 0.0).DefaultIfEmpty(0).Average();
}
