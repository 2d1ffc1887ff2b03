using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Measurement;
using Superposition.Reporting.Disturbances;
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
    /// <param name="inputs">The inputs that were measured, in words.</param>
    public static Findings Of(NetworkComparison compared, string inputs)
    {
        AnswerPoint?[] points = [Families(compared), ReadOffs(compared), Line(compared)];
        return new Findings(
            new Answer(
                $"ε is {Numbers.Short(compared.A.Errors.Epsilon)} for A and {Numbers.Short(compared.B.Errors.Epsilon)} for B; the root "
                + $"mean square error {Numbers.Short(compared.A.Errors.Rms)} and {Numbers.Short(compared.B.Errors.Rms)}.",
                [.. points.OfType<AnswerPoint>()]),
            [.. Charts(compared, inputs)],
            [ReadOffTable(compared), .. compared.A.Evidence is null && compared.B.Evidence is null
                ? (Table[])[]
                : [EvidenceTable(compared)]]);
    }

    private static AnswerPoint? Families(NetworkComparison compared)
    {
        string?[] sentences = [Sentence("A", compared.A.Evidence), Sentence("B", compared.B.Evidence)];
        return sentences.OfType<string>().Any() ? new AnswerPoint("Construction", string.Join(" ", sentences.OfType<string>())) : null;

        static string? Sentence(string name, ConstructionEvidence? evidence)
        {
            if (evidence is null)
            {
                return null;
            }

            var products = evidence.ProductR2 is not { } r2 ? ""
                : r2 >= 0 ? $", products of weights {Numbers.Percent(r2)} of its read-off"
                : $", products of weights {Numbers.Percent(-r2)} of its read-off with the wrong sign";
            return $"{name} is called {Name(evidence.Family)} ({Agreeing(evidence)}; two levels explain "
                + $"{Numbers.Percent(evidence.TwoLevelShare)} of a neuron's weights{products}).";
        }

        static string Agreeing(ConstructionEvidence evidence) => evidence.Family switch
        {
            ConstructionFamily.Mixed => $"of its neurons, by their own weights and read-off, {Parts(evidence)}",
            ConstructionFamily.None when evidence.Shares.Any(share => share.Family != ConstructionFamily.None && share.Share >= 0.05) =>
                $"of its neurons, by their own weights and read-off, {Parts(evidence)}{Rank(evidence)}",
            ConstructionFamily.None =>
                $"{Numbers.Percent(evidence.Agreement)} of its neurons are of no family by their own weights and read-off",
            _ => $"{Numbers.Percent(evidence.Agreement)} of its neurons are {Name(evidence.Family)} by their own weights and read-off",
        };

        static string Parts(ConstructionEvidence evidence) => string.Join(
            ", ",
            from share in evidence.Shares
            where share.Share >= 0.05
            select $"{Numbers.Percent(share.Share)} are {Name(share.Family)}");

        static string Rank(ConstructionEvidence evidence) => evidence.RankRatio < 1
            ? $"; its weights have {Numbers.Percent(evidence.RankRatio)} of the rank of shuffled ones"
            : "";
    }

    private static AnswerPoint? ReadOffs(NetworkComparison compared) =>
        compared.A.OthersReadOff is not { } a || compared.B.OthersReadOff is not { } b
        ? null
        : new AnswerPoint(
            "Exchanged read-offs",
            $"A's layer under B's read-off has an rms error of {Numbers.Short(a.Rms)}, B's under A's {Numbers.Short(b.Rms)}; answering "
            + $"0 has {Numbers.Short(Math.Sqrt(Disturbance.MeanSquareOfZero(compared.A.Errors)))}.");

    private static AnswerPoint? Line(NetworkComparison compared) =>
        compared.Straight is not { } straight || compared.Aligned is not { } aligned
        ? null
        : new AnswerPoint(
            "On the line between them",
            $"The mean squared error rises by {Numbers.Scientific(straight.Barrier)} above the straight line between its ends, by "
            + $"{Numbers.Scientific(aligned.Barrier)} after neurons were matched; answering 0 has "
            + $"{Numbers.Scientific(Disturbance.MeanSquareOfZero(compared.A.Errors))}.");

    private static IEnumerable<Chart> Charts(NetworkComparison compared, string inputs)
    {
        yield return Disturbed(Disturbance.Noise, network => network.Noise);
        yield return Disturbed(Disturbance.Bits, network => network.Bits);
        if (!compared.A.PrunedNeurons.IsEmpty && !compared.B.PrunedNeurons.IsEmpty)
        {
            yield return Disturbed(Disturbance.PrunedNeurons, network => network.PrunedNeurons);
        }

        yield return Disturbed(Disturbance.OtherSparsity, network => network.OtherActive);
        if (compared is { Straight: { } straight, Aligned: { } aligned })
        {
            yield return LineBetweenNetworks.Draw(
                "Mean squared error on the straight line from A to B", inputs,
                "At 0 stands A, at 1 B; all weights, biases and read-offs in between are mixed. Matched: B's neurons are first brought "
                    + "into A's order and scale, which does not change what B computes.",
                Disturbance.MeanSquareOfZero(compared.A.Errors), InkOfA, Along(straight), Along(aligned));
        }

        Chart Disturbed(Disturbance disturbance, Func<ComparedNetwork, ImmutableArray<DisturbedErrors>> values)
        {
            IEnumerable<Curve> Curves(Func<DisturbedErrors, double> value) =>
                [Points("A", InkOfA, values(compared.A), value), Points("B", InkOfB, values(compared.B), value)];
            return disturbance.Draw(
                inputs, "With noise: the draw with the median ε of five. Grey: the answer 0 on the inputs named above.",
                Disturbance.MeanSquareOfZero(compared.A.Errors),
                Curves(at => at.Errors.Rms), values(compared.A).All(at => at.Refitted is not null) ? Curves(at => at.Refitted!.Rms) : null);
        }
    }

    private static Curve Points(string label, Ink ink, ImmutableArray<DisturbedErrors> at, Func<DisturbedErrors, double> value) =>
        new(label, ink, [.. at.OrderBy(point => point.Degree).Select(point => new CurvePoint(point.Degree, value(point)))]);

    private static IEnumerable<CurvePoint> Along(Interpolation line) =>
        line.Points.Select(point => new CurvePoint(point.T, point.MeanSquare));

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
                   ("its own", network.Item2.Errors), ("least squares", network.Item2.LeastSquares),
                   ("products of its weights", network.Item2.Products), ("the other's", network.Item2.OthersReadOff),
               }
               where row.Errors is not null
               select (ImmutableArray<string>)[network.Item1, row.Name, Numbers.Short(row.Errors!.Epsilon), Numbers.Short(row.Errors.Rms)],
        ],
    };

    private static Table EvidenceTable(NetworkComparison compared) => new()
    {
        Name = "evidence",
        Title = "What each network is like",
        Note = "A construction is named when enough neurons are of its kind: their weights have its levels, and their read-off follows "
            + "from the products of these weights.",
        Headers = 1,
        Columns = ["", "called", "neurons of this kind", "levels", "two-level share", "level ratio", "kurtosis", "product R²",
            "density", "rms coherence"],
        Rows =
        [
            .. from network in new[] { ("A", compared.A.Evidence), ("B", compared.B.Evidence) }
               where network.Item2 is not null
               let e = network.Item2
               select (ImmutableArray<string>)
               [
                   network.Item1, Name(e.Family), Numbers.Percent(e.Agreement), Numbers.Count(e.Levels), Numbers.Short(e.TwoLevelShare),
                   Numbers.Short(e.LevelRatio), Numbers.Short(e.Kurtosis),
                   e.ProductR2 is { } r2 ? Numbers.Short(r2) : "–", Numbers.Short(e.Code.Density), Numbers.Short(e.Code.RmsCoherence),
               ],
        ],
    };

    private static string Name(ConstructionFamily family) => FamilyNames.Of(family);
}
