using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Comparisons;

/// <summary>What comparing two networks found.</summary>
public static class ComparisonFindings
{
    private static readonly Ink InkOfA = Palette.Series(0);
    private static readonly Ink InkOfB = Palette.Series(1);

    /// <summary>Sentences, figures and tables.</summary>
    /// <param name="compared">The two networks.</param>
    /// <param name="inputs">Which inputs were looked at, in words.</param>
    public static Findings Of(NetworkComparison compared, string inputs)
    {
        AnswerPoint?[] points = [Families(compared), ReadOffs(compared), Line(compared)];
        return new Findings(
            new Answer($"ε is {Numbers.Short(compared.A.Errors.Epsilon)} for A and {Numbers.Short(compared.B.Errors.Epsilon)} for B; the root mean square error {Numbers.Short(compared.A.Errors.Rms)} and {Numbers.Short(compared.B.Errors.Rms)}.", [.. points.OfType<AnswerPoint>()]),
            [.. Charts(compared, inputs)],
            [ReadOffTable(compared), .. compared.A.Evidence is null && compared.B.Evidence is null ? (Table[])[] : [EvidenceTable(compared)]]);
    }

    private static AnswerPoint? Families(NetworkComparison compared)
    {
        string?[] sentences = [Sentence("A", compared.A.Evidence), Sentence("B", compared.B.Evidence)];
        return sentences.OfType<string>().Any() ? new AnswerPoint("Construction", string.Join(" ", sentences.OfType<string>())) : null;

        static string? Sentence(string name, ConstructionEvidence? evidence) => evidence is null
            ? null
            : $"{name} is called {Name(evidence.Family)} ({Numbers.Percent(evidence.Agreement)} of its neurons agree; two levels explain {Numbers.Percent(evidence.TwoLevelShare)} of a neuron's weights{(evidence.ProductR2 is { } r2 ? $", products of weights {Numbers.Percent(r2)} of its read-off" : "")}).";
    }

    private static AnswerPoint? ReadOffs(NetworkComparison compared) => compared.A.OthersReadOff is not { } a || compared.B.OthersReadOff is not { } b
        ? null
        : new AnswerPoint("Exchanged read-offs", $"A's layer under B's read-off has an rms error of {Numbers.Short(a.Rms)}, B's under A's {Numbers.Short(b.Rms)}; answering 0 has {Numbers.Short(Math.Sqrt(Zero(compared.A.Errors)))}.");

    private static AnswerPoint? Line(NetworkComparison compared) => compared.Straight is not { } straight || compared.Aligned is not { } aligned
        ? null
        : new AnswerPoint("On the line between them", $"The mean squared error rises by {Numbers.Scientific(straight.Barrier)} above the straight line between its ends, by {Numbers.Scientific(aligned.Barrier)} after neurons were matched; answering 0 has {Numbers.Scientific(Zero(compared.A.Errors))}.");

    private static IEnumerable<Chart> Charts(NetworkComparison compared, string inputs)
    {
        yield return Disturbed("weight-noise", "Root mean square error with noise on every weight", "relative noise, standard deviations", network => network.Noise);
        yield return Disturbed("bits", "Root mean square error with few bits a weight", "bits a weight", network => network.Bits);
        if (!compared.A.PrunedNeurons.IsEmpty && !compared.B.PrunedNeurons.IsEmpty)
        {
            yield return Disturbed("pruned-neurons", "Root mean square error without the least important neurons", "share of neurons silenced", network => network.PrunedNeurons);
        }

        yield return Disturbed("other-sparsity", "Root mean square error at other numbers of active features", "active features", network => network.OtherActive);
        if (compared is { Straight: { } straight, Aligned: { } aligned })
        {
            yield return new Chart
            {
                Name = "interpolation",
                Title = "Mean squared error on the straight line from A to B",
                Note = inputs,
                Caption = "At 0 stands A, at 1 B; all weights, biases and read-offs in between are mixed. Matched: B's neurons are first brought into A's order and scale, which does not change what B computes.",
                X = Axis.Linear("position on the line"),
                Y = Axis.Logarithmic("mean squared error"),
                Columns = 1,
                Panels = [new Panel("", [new Level("answering 0", Palette.Zero, Zero(compared.A.Errors)), Along("as they are", InkOfA with { Dash = Dash.Dashed }, straight), Along("neurons matched", InkOfA, aligned)])],
            };
        }

        Chart Disturbed(string name, string title, string label, Func<ComparedNetwork, ImmutableArray<DisturbedErrors>> values)
        {
            var hasRefit = values(compared.A).All(at => at.Refitted is not null);
            Panel PanelOf(string panel, Func<DisturbedErrors, double> value) => new(
                panel, [new Level("answering 0", Palette.Zero, Math.Sqrt(Zero(compared.A.Errors))), Points("A", InkOfA, values(compared.A), value), Points("B", InkOfB, values(compared.B), value)]);
            return new Chart
            {
                Name = name,
                Title = title,
                Note = inputs,
                Caption = hasRefit ? "Left: with the read-off as it was. Right: after a new least-squares read-off was fitted to the disturbed layer." : "With noise: the draw with the median ε of five. Grey: the answer 0 on the inputs named above.",
                X = Axis.Linear(label),
                Y = Axis.Logarithmic("rms error") with { Cap = 3 },
                Columns = 2,
                Panels = [PanelOf(hasRefit ? "own read-off" : "", at => at.Errors.Rms), .. hasRefit ? [PanelOf("new least-squares read-off", at => at.Refitted!.Rms)] : (Panel[])[]],
            };
        }
    }

    private static Curve Points(string label, Ink ink, ImmutableArray<DisturbedErrors> at, Func<DisturbedErrors, double> value) => new(label, ink, [.. at.OrderBy(point => point.Degree).Select(point => new CurvePoint(point.Degree, value(point)))]);

    private static Curve Along(string label, Ink ink, Interpolation line) => new(label, ink, [.. line.Points.Select(point => new CurvePoint(point.T, point.MeanSquare))]);

    private static Table ReadOffTable(NetworkComparison compared) => new()
    {
        Name = "read-offs",
        Title = "The layers under different read-offs",
        Note = "Products: of the layer's own weights, the constructions' way. The other's: neurons matched and rescaled first.",
        Headers = 2,
        Columns = ["layer of", "read-off", "ε", "rms"],
        Rows =
        [
            .. from network in new[] { ("A", compared.A), ("B", compared.B) }
               from row in new (string Name, ErrorReport? Errors)[]
               {
                   ("its own", network.Item2.Errors), ("least squares", network.Item2.LeastSquares), ("products of its weights", network.Item2.Products), ("the other's", network.Item2.OthersReadOff),
               }
               where row.Errors is not null
               select (ImmutableArray<string>)[network.Item1, row.Name, Numbers.Short(row.Errors!.Epsilon), Numbers.Short(row.Errors.Rms)],
        ],
    };

    private static Table EvidenceTable(NetworkComparison compared) => new()
    {
        Name = "evidence",
        Title = "What each network is like",
        Note = "A construction is named when the levels of the weights and the rule of the read-off agree with it.",
        Headers = 1,
        Columns = ["", "called", "neurons that agree", "levels", "two-level share", "level ratio", "kurtosis", "product R²", "density", "rms coherence"],
        Rows =
        [
            .. from network in new[] { ("A", compared.A.Evidence), ("B", compared.B.Evidence) }
               where network.Item2 is not null
               let e = network.Item2
               select (ImmutableArray<string>)
               [
                   network.Item1, Name(e.Family), Numbers.Percent(e.Agreement), Numbers.Count(e.Levels), Numbers.Short(e.TwoLevelShare), Numbers.Short(e.LevelRatio), Numbers.Short(e.Kurtosis),
                   e.ProductR2 is { } r2 ? Numbers.Short(r2) : "–", Numbers.Short(e.Code.Density), Numbers.Short(e.Code.RmsCoherence),
               ],
        ],
    };

    /// <summary>The mean squared error of the answer 0: the share of pairs that are both active.</summary>
    private static double Zero(ErrorReport errors) => (double)errors["both"].Count / errors.Classes.Sum(c => c.Errors.Count);

    private static string Name(ConstructionFamily family) => FamilyNames.Of(family);
}
