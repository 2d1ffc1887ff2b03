using System.Collections.Immutable;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Probing;
using Superposition.Reporting.Statistics;
using Superposition.Reporting.UnusedFeatures;

namespace Superposition.Reporting.Probes;

/// <summary>What probing one network for pairs of features found.</summary>
public static class PairFindings
{
    /// <summary>Sentences, figures and tables.</summary>
    /// <param name="report">The verdicts with their evidence.</param>
    /// <param name="pairs">The pairs in their order, and which of them outputs ask for.</param>
    /// <param name="features">m.</param>
    /// <param name="settings">How was probed.</param>
    public static Findings Of(ProbingReport report, ImmutableArray<ProbedPair> pairs, int features, ProbeSettings settings)
    {
        var note = $"{Numbers.Count(report.Inputs)} inputs{(report.AllInputs ? ", all of the set" : "")}, false-discovery rate {Numbers.Percent(settings.FalseDiscoveryRate)}";
        return new Findings(
            new Answer(Headline(pairs), [new AnswerPoint("Control labels", $"{report.Controls.Count(control => control.Verdict == Verdict.Absent)} of {report.Controls.Length} labels of no meaning, judged by the same rules, are absent."), Hidden(report, pairs, settings)]),
            [PairCharts.Map(note, features, [("", pairs)]), .. pairs.Any(PairCharts.Moves) ? [PairCharts.Effects($"{note}; each point is a pair", [("", pairs)])] : (Figures.Chart[])[]],
            [Evidence(pairs), .. MetricTable(report, pairs) is { } metrics ? [metrics] : (Table[])[], EveryPair(pairs)]);
    }

    /// <summary>How many pairs got which verdict, by whether an output asks for them.</summary>
    public static string Headline(IReadOnlyCollection<ProbedPair> pairs)
    {
        string Group(string name, ProbedPair[] own) => own.Length == 0 ? "" : $"Of {Numbers.Of(own.Length, "pair")} {name}, {Sentence.List(own.GroupBy(pair => pair.Verdict).OrderBy(group => group.Key).Select(group => $"{group.Count()} {(group.Count() == 1 ? "is" : "are")} {Words(group.Key)}"))}.";
        return string.Join(' ', new[] { Group("that outputs ask for", [.. pairs.Where(pair => pair.IsTarget)]), Group("that no output asks for", [.. pairs.Where(pair => !pair.IsTarget)]) }.Where(text => text.Length > 0));
    }

    /// <summary>A verdict in words.</summary>
    public static string Words(Verdict verdict) => verdict == Verdict.ReadableButUnused ? "readable but unused" : verdict.ToString().ToLowerInvariant();

    private static AnswerPoint Hidden(ProbingReport report, ImmutableArray<ProbedPair> pairs, ProbeSettings settings) => new(
        "Unused by proof",
        pairs.All(pair => pair.HiddenAuc is not null)
            ? $"What follows sees {report.ReadDimensions} dimensions of the activations. In the others, which reach no output, a probe reads {pairs.Count(pair => pair.HiddenAuc >= settings.ReadableAuc && pair.HiddenP <= settings.FalseDiscoveryRate)} of {pairs.Length} pairs: what it reads there is unused whatever the inputs."
            : "What follows sees every dimension of the activations, so that nothing is unused by proof.");

    private static Table Evidence(ImmutableArray<ProbedPair> pairs) => new()
    {
        Name = "evidence",
        Title = "What the verdicts rest on",
        Note = "Means over pairs. AUC, R² and ε are of least-squares probes on inputs that they were not fitted on; ε is the largest error. Beyond the input: the share of the label that the activations explain and no affine function of the raw input does. Effect: of removing the pair's interaction, in shares of an output's range.",
        Headers = 2,
        Columns = ["pairs", "verdict", "number", "AUC", "R²", "ε", "R² of raw input", "R² untrained", "R² beyond input", "effect"],
        Rows =
        [
            .. from pair in pairs
               group pair by (pair.IsTarget, pair.Verdict) into own
               orderby !own.Key.IsTarget, own.Key.Verdict
               select (ImmutableArray<string>)
               [
                   own.Key.IsTarget ? "asked for" : "not asked for", Words(own.Key.Verdict), Numbers.Count(own.Count()), Mean(own, p => p.Probe.Auc), Mean(own, p => p.Probe.R2), Mean(own, p => p.Probe.Epsilon), Mean(own, p => p.RawInput.R2),
                   own.All(p => p.Untrained is not null) ? Mean(own, p => p.Untrained!.R2) : "–", Mean(own, p => p.BeyondInputR2), Mean(own, p => p.Effect),
               ],
        ],
    };

    private static Table? MetricTable(ProbingReport report, ImmutableArray<ProbedPair> pairs)
    {
        int[] Places(bool isTarget) => [.. Enumerable.Range(0, pairs.Length).Where(i => pairs[i].IsTarget == isTarget)];
        var (used, unused) = (Places(true), Places(false));
        return used.Length == 0 || unused.Length == 0 ? null : new Table
        {
            Name = "metrics",
            Title = "What single numbers would have called used",
            Note = "In per cent: right on pairs that outputs ask for, misled on all others and on control labels.",
            IsFolded = true,
            Columns = ["number", "on pairs asked for", "on other pairs", "on control labels"],
            Rows = [.. MetricCalls.Of(report, used, unused).Select(calls => (ImmutableArray<string>)[calls.Metric, .. new[] { calls.OnUsed, calls.OnUnused, calls.OnControls }.Select(share => Numbers.Fixed(100 * share, 1))])],
        };
    }

    private static Table EveryPair(ImmutableArray<ProbedPair> pairs) => new()
    {
        Name = "pairs",
        Title = "Every pair",
        Note = "p-values are adjusted over all pairs: against \"not readable\", against \"no more than a random step\" and against \"materially used\".",
        IsFolded = true,
        Headers = 2,
        Columns = ["pair", "verdict", "asked for", "AUC", "R²", "effect", "of strongest", "p readable", "p used", "p unused"],
        Rows =
        [
            .. pairs.Select(pair => (ImmutableArray<string>)
            [
                $"{pair.First}∧{pair.Second}", Words(pair.Verdict), pair.IsTarget ? "yes" : "no", Numbers.Short(pair.Probe.Auc), Numbers.Short(pair.Probe.R2), Numbers.Short(pair.Effect), Numbers.Short(pair.ShareOfStrongest),
                Numbers.Scientific(pair.ReadableP), Numbers.Scientific(pair.UsedP), Numbers.Scientific(pair.UnusedP),
            ]),
        ],
    };

    private static string Mean(IEnumerable<ProbedPair> pairs, Func<ProbedPair, double> value) => Numbers.Short(pairs.Average(value));
}
