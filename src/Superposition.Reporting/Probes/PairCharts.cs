using System.Collections.Immutable;
using Superposition.Probing;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Probes;

/// <summary>Figures of every pair of features of probed networks, a panel a network.</summary>
internal static class PairCharts
{
    /// <summary>The caption of the map of pairs: what stands above its diagonal and what below.</summary>
    public const string MapCaption =
        "Above the diagonal the verdict on the AND of each pair, below it the pairs that an output asks for: a right verdict is a "
        + "mirror image.";

    // An effect below this has no place in the figure.
    private const double MinEffect = 1e-3;

    private static readonly Ink Target = new("#333333", Dash.None, Glyph.Square);

    private static readonly ImmutableArray<(Verdict Verdict, string Label, Ink Ink)> Verdicts =
    [
        (Verdict.Used, "verdict: used", new Ink("#D55E00", Dash.None, Glyph.Square)),
        (Verdict.ReadableButUnused, "verdict: readable but unused", new Ink("#56B4E9", Dash.None, Glyph.Ring)),
        (Verdict.Absent, "verdict: absent", new Ink("#8A8A8A", Dash.None, Glyph.Cross)),
        (Verdict.WeaklyReadable, "verdict: weakly readable", new Ink("#009E73", Dash.None, Glyph.Bar)),
        (Verdict.Undecided, "verdict: undecided", new Ink("#E69F00", Dash.None, Glyph.Diamond)),
        (Verdict.CannotBeJudged, "verdict: cannot be judged", new Ink("#CC79A7", Dash.None, Glyph.Wedge)),
    ];

    /// <summary>How pairs that an output asks for are drawn.</summary>
    public static Ink AskedFor { get; } = new("#D55E00", Dash.None, Glyph.Wedge);

    /// <summary>How all others are drawn.</summary>
    public static Ink NotAskedFor { get; } = new("#0072B2", Dash.None, Glyph.Ring);

    /// <summary>Verdict and truth of every pair.</summary>
    public static Chart Map(string note, int features, IEnumerable<(string Name, ImmutableArray<ProbedPair> Pairs)> networks)
    {
        var end = features - 0.5;
        ImmutableArray<Panel> panels =
        [
            .. networks.Select(network => new Panel(
                network.Name,
                [
                    new Curve("", new Ink("#CCCCCC", Width: 1), [new CurvePoint(-0.5, -0.5), new CurvePoint(end, end)]),
                    .. from verdict in Verdicts
                       let own = network.Pairs.Where(pair => pair.Verdict == verdict.Verdict)
                       where own.Any()
                           || verdict.Verdict is Verdict.Used or Verdict.ReadableButUnused or Verdict.Absent or Verdict.Undecided
                       select new Curve(
                           verdict.Label, verdict.Ink, [.. own.Select(pair => new CurvePoint(pair.First, pair.Second))]),
                    new Curve(
                        "truth: an output asks for it", Target,
                        [.. network.Pairs.Where(pair => pair.IsTarget).Select(pair => new CurvePoint(pair.Second, pair.First))]),
                ])),
        ];
        return new Chart
        {
            Name = "map-of-pairs",
            Title = "Every pair of features: what outputs ask for, and what was found",
            Note = note,
            Caption = MapCaption,
            X = Axis.Linear("feature") with { Least = -0.5, Most = end },
            Y = Axis.Linear("feature") with { Least = -0.5, Most = end },
            Columns = Math.Min(3, panels.Length),
            Panels = panels,
        };
    }

    /// <summary>How well each pair is read, and what removing it does.</summary>
    public static Chart Effects(string note, IEnumerable<(string Name, ImmutableArray<ProbedPair> Pairs)> networks)
    {
        ImmutableArray<Panel> panels =
        [
            .. networks.Select(network => new Panel(network.Name,
            [
                new Curve("no output asks for it", NotAskedFor, Points(network.Pairs, isTarget: false)),
                new Curve("an output asks for it", AskedFor, Points(network.Pairs, isTarget: true)),
            ])),
        ];
        return new Chart
        {
            Name = "read-and-used",
            Title = "How well a probe reads each pair, and what removing the pair does to outputs",
            Note = note,
            Caption =
                "Along x the held-out R² of a least-squares probe (its held-out AUC is close to 1 nearly everywhere and tells nothing "
                + "apart). Up: what removing the pair's interaction from the activations does to the output that it moves most, "
                + "in shares of that output's range, logarithmic. Pairs that move nothing have no point, networks where none moves "
                    + "anything (linear layers: there is no interaction to remove) no panel.",
            X = Axis.Linear("held-out R² of the probe"),
            Y = Axis.Logarithmic("effect of removal"),
            Columns = Math.Min(3, panels.Length),
            Panels = panels,
        };
    }

    /// <summary>Whether removing a pair moves an output enough to be drawn.</summary>
    public static bool Moves(ProbedPair pair) => pair.Effect > MinEffect && pair.Probe is not null;

    private static ImmutableArray<CurvePoint> Points(ImmutableArray<ProbedPair> pairs, bool isTarget) =>
        [.. from pair in pairs where pair.IsTarget == isTarget && Moves(pair) select new CurvePoint(pair.Probe!.R2, pair.Effect)];
}
