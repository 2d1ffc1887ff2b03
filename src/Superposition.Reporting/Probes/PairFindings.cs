using System.Collections.Immutable;
using Superposition.Probing;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Probes;

/// <summary>What probing one network for pairs of features found.</summary>
public static class PairFindings
{
    /// <summary>Sentences, figures and tables.</summary>
    /// <param name="report">The verdicts with their evidence.</param>
    /// <param name="pairs">The pairs in their order, and which of them outputs ask for.</param>
    /// <param name="features">m, the number of features.</param>
    /// <param name="settings">How was probed.</param>
    public static Findings Of(ProbingReport report, ImmutableArray<ProbedPair> pairs, int features, ProbeSettings settings)
    {
        var note =
            $"{Numbers.Count(report.Inputs)} inputs{(report.AllInputs ? ", all of the set" : "")}, false-discovery rate "
            + $"{Numbers.Percent(settings.FalseDiscoveryRate)}";
        return new Findings(
            new Answer(Headline(pairs), [.. Points(report, pairs, settings)]),
            [PairCharts.Map(note, features, [("", pairs)]), .. pairs.Any(PairCharts.Moves)
                ? [PairCharts.Effects($"{note}; each point is a pair", [("", pairs)])]
                : (Figures.Chart[])[]],
            [Evidence(pairs), .. UseTables.Of(report), .. MetricTable(report, pairs) is { } metrics ? [metrics] : (Table[])[],
                EveryPair(pairs)]);
    }

    /// <summary>How many pairs got which verdict, by whether an output asks for them.</summary>
    public static string Headline(IReadOnlyCollection<ProbedPair> pairs)
    {
        string Group(string name, ProbedPair[] own) => own.Length == 0
            ? ""
            : $"Of {Numbers.Of(own.Length, "pair")} {name}, "
                + $"{Sentence.List(own.GroupBy(pair => pair.Verdict).OrderBy(group => group.Key).Select(Counted))}.";
        string[] groups =
        [
            Group("that outputs ask for", [.. pairs.Where(pair => pair.IsTarget)]),
            Group("that no output asks for", [.. pairs.Where(pair => !pair.IsTarget)]),
        ];
        return string.Join(' ', groups.Where(text => text.Length > 0));
    }

    private static string Counted(IGrouping<Verdict, ProbedPair> group) => group.Key == Verdict.CannotBeJudged
        ? $"{group.Count()} cannot be judged"
        : $"{group.Count()} {(group.Count() == 1 ? "is" : "are")} {Words(group.Key)}";

    /// <summary>A verdict as text prints it, for example "readable but unused".</summary>
    public static string Words(Verdict verdict) => verdict switch
    {
        Verdict.ReadableButUnused => "readable but unused",
        Verdict.WeaklyReadable => "weakly readable",
        Verdict.CannotBeJudged => "cannot be judged",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<AnswerPoint> Points(ProbingReport report, ImmutableArray<ProbedPair> pairs, ProbeSettings settings)
    {
        if (pairs.Where(pair => pair.Verdict == Verdict.Used).ToArray() is { Length: > 0 } used)
        {
            var everywhere = used.Count(pair => pair.InContexts!.Material == pair.InContexts.Contexts);
            var least = used.MinBy(pair => pair.InContexts!.Share)!;
            yield return new AnswerPoint(
                "Used",
                $"{everywhere} of {used.Length} in every "
                    + $"context{(everywhere == used.Length ? ""
                        : $", {least.First}∧{least.Second} in the smallest share, {Contexts(least.InContexts!)}")}. "
                    + $"The largest effect of one is {Numbers.Percent(used.Max(pair => pair.LargestEffect))} of an output's range.");
        }

        if (pairs.Where(pair =>
            pair.Verdict is Verdict.ReadableButUnused or Verdict.WeaklyReadable or Verdict.Absent).ToArray() is { Length: > 0 } unused)
        {
            var proved = unused.Count(pair => pair.IsProved);
            yield return new AnswerPoint(
                "Not used",
                $"Removing the pair moves no output by {Numbers.Percent(settings.ImmaterialShare)} of its range or more than "
                    + $"interference does. {Certainty(unused, proved)}");
        }

        foreach (var group in pairs.Where(pair => pair.Note is not null).GroupBy(pair => pair.Verdict))
        {
            var (example, words) = (group.First(), Words(group.Key));
            yield return new AnswerPoint(
                Sentence.Capital(words),
                $"{Numbers.Of(group.Count(), "pair")}. For example {example.First}∧{example.Second}: {example.Note}.");
        }

        if (!report.Controls.IsEmpty)
        {
            yield return new AnswerPoint(
                "Control labels",
                $"{report.Controls.Count(control => control.Verdict == Verdict.Absent)} of {report.Controls.Length} labels of no "
                + "meaning, judged by the same rules, are absent.");
        }

        if (Power.Of([.. report.Features.Select(feature => feature.Readability)], settings) is { } power)
        {
            yield return power;
        }

        yield return Hidden(report, pairs, settings);
    }

    private static string Contexts(ContextCount count) => count.AreAll
        ? $"{count.Material} of all {count.Contexts}"
        : $"{count.Material} of {count.Contexts} drawn, so in {Numbers.Percent(count.Lower)} to {Numbers.Percent(count.Upper)} of all";

    private static AnswerPoint Hidden(ProbingReport report, ImmutableArray<ProbedPair> pairs, ProbeSettings settings) => new(
        "Unused by proof",
        pairs.Any(pair => pair.HiddenAuc is not null)
            ? $"What follows sees {report.ReadDimensions} dimensions of the activations. In the others, which reach no output, a probe "
                + $"reads {pairs.Count(pair => pair.HiddenAuc >= settings.ReadableAuc && pair.HiddenP <= settings.FalseDiscoveryRate)} "
                + $"of {pairs.Length} pairs: what it reads there is unused whatever the inputs."
            : "What follows sees every dimension of the activations, so that nothing is unused by proof.");

    private static Table Evidence(ImmutableArray<ProbedPair> pairs) => new()
    {
        Name = "evidence",
        Title = "What the verdicts rest on",
        Note = "Means over pairs. AUC, R² and ε are of least-squares probes on inputs that they were not fitted on; ε is the largest "
            + "error. Beyond the input: the share of the label that the activations explain and no affine function of the raw input does. "
            + "Effect: of removing the pair's interaction, root mean square over contexts, in shares of an output's range.",
        Headers = 2,
        Columns = ["pairs", "verdict", "number", "AUC", "R²", "ε", "R² of raw input", "R² untrained", "R² beyond input", "effect"],
        Rows =
        [
            .. from pair in pairs
               group pair by (pair.IsTarget, pair.Verdict) into own
               orderby !own.Key.IsTarget, own.Key.Verdict
               select (ImmutableArray<string>)
               [
                   own.Key.IsTarget ? "asked for" : "not asked for", Words(own.Key.Verdict), Numbers.Count(own.Count()), Mean(own, p =>
                       p.Probe?.Auc), Mean(own, p => p.Probe?.R2), Mean(own, p => p.Probe?.Epsilon), Mean(own, p => p.RawInput?.R2),
                   Mean(own, p => p.Untrained?.R2), Mean(own, p => p.BeyondInputR2), Mean(own, p => p.Effect),
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
            Rows =
            [
                .. from calls in MetricCalls.Of(report, used, unused)
                   let shares = new[] { calls.OnUsed, calls.OnUnused, calls.OnControls }
                   select (ImmutableArray<string>)[calls.Metric, .. shares.Select(share => Numbers.Fixed(100 * share, 1))],
            ],
        };
    }

    private static Table EveryPair(ImmutableArray<ProbedPair> pairs) => new()
    {
        Name = "pairs",
        Title = "Every pair",
        Note = "Contexts: in how many of those tried removing the pair is material; effects are root mean square over contexts and "
            + "largest. p-values are adjusted over all pairs: against \"not readable\" and against \"no more than a random step\".",
        IsFolded = true,
        Headers = 2,
        Columns = ["pair", "verdict", "proved", "asked for", "AUC", "R²", "contexts", "effect", "largest", "p readable", "p used", "note"],
        Rows =
        [
            .. pairs.Select(pair => (ImmutableArray<string>)
            [
                $"{pair.First}∧{pair.Second}", Words(pair.Verdict), pair.IsProved ? "yes" : "no", pair.IsTarget ? "yes" : "no",
                Optional(pair.Probe?.Auc), Optional(pair.Probe?.R2),
                $"{pair.InContexts!.Material} of {pair.InContexts.Contexts}", Numbers.Short(pair.Effect), Numbers.Short(pair.LargestEffect),
                Numbers.Scientific(pair.ReadableP), Numbers.Scientific(pair.UsedP), pair.Note ?? "",
            ]),
        ],
    };

    private static string Mean(IEnumerable<ProbedPair> pairs, Func<ProbedPair, double?> value) => Optional(pairs.Average(value));

    private static string Optional(double? value) => value is { } number ? Numbers.Short(number) : "–";

    private static string Certainty(ProbedPair[] unused, int proved)
    {
        if (proved == unused.Length)
        {
            return proved == 1 ? "This is proved: every context was tried." : $"This is proved for all {proved}: every context was tried.";
        }

        var least = Numbers.Percent(1 - unused.Where(pair => !pair.IsProved).Max(pair => pair.InContexts!.Upper));
        var bound = $"it holds in at least {least} of contexts, at 95 % confidence each";
        return proved == 0
            ? $"Contexts or replacements were drawn, so this is not proved: {bound}."
            : $"This is proved for {proved} of {unused.Length}, for which every context was tried; for the others {bound}.";
    }
}
