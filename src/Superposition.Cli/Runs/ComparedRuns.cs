using Superposition.Cli.Errors;
using Superposition.Reporting.Statistics;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>Compares the tables of two runs.</summary>
internal static class ComparedRuns
{
    private const int MaxLines = 40;

    /// <summary>Whether both paths are folders of runs.</summary>
    public static bool Are(string first, string second) => new[] { first, second }.All(path => File.Exists(new RunPaths(path).Manifest));

    /// <summary>Compares them and says how they differ.</summary>
    /// <exception cref="CallerException">One of them is not the run of a study, or they have no row in common.</exception>
    public static int Show(Screen screen, string first, string second, bool json)
    {
        var comparison = TableComparison.Of(TableOfRun.Read(first), TableOfRun.Read(second));
        if (comparison.Differences.IsEmpty && comparison.Equal == 0)
        {
            throw new CallerException(
                $"{first} and {second} have no row in common, expected runs whose specs share points of their grids and seeds.");
        }

        var inOrder = comparison.Differences.OrderByDescending(Distance).ToArray();
        if (json)
        {
            screen.Json(new Compared(
                comparison.Equal, comparison.Tolerance, comparison.OnlyFirst, comparison.OnlySecond,
                [.. inOrder.Select(one =>
                    new Line(Place(one), one.Measure, one.First, one.Second, one.Difference.Value, one.Difference.Low, one.Difference.High,
                        one.Difference.Seeds))]));
            return ExitCode.Done;
        }

        if (inOrder.Length > 0)
        {
            var table = ErrorTables.NewTable(["rows", "measure", "A", "B", "B − A", "seeds"], names: 2);
            foreach (var one in inOrder.Take(MaxLines))
            {
                ErrorTables.AddRow(
                    table,
                    [Place(one), one.Measure, Numbers.Scientific(one.First), Numbers.Scientific(one.Second),
                        Numbers.PlusMinus(one.Difference), $"{one.Difference.Seeds}"]);
            }

            screen.Draw(table);
            screen.Line("Means over the seeds that both runs have; differences paired by seed, ± half their 95 % interval (Student t), "
                + "the clearest first.");
        }

        screen.Line($"{Wording.Count(comparison.Equal, "number")} equal to the last bit; {Wording.Count(inOrder.Length, "measure")} "
            + "that differ at some point"
            + (inOrder.Length > MaxLines ? $", the clearest {MaxLines} shown (--json gives all)." : "."));
        var kinds = new[] { first, second }.Select(run =>
            ComputingKind.Of(RunFolder.RequireManifest(run))).Distinct(StringComparer.Ordinal).ToArray();
        screen.Line($"Every number agrees within {(comparison.Tolerance == 0 ? "0" : Numbers.Scientific(comparison.Tolerance))} of the "
            + "larger of the two (of 1, where both are smaller)"
            + (kinds is [var a, var b] ? $": A was computed with {a}, B with {b}." : "."));
        if (comparison.OnlyFirst + comparison.OnlySecond > 0)
        {
            screen.Line($"Not compared: {Wording.Count(comparison.OnlyFirst, "row")} of {first} alone, "
                + $"{Wording.Count(comparison.OnlySecond, "row")} of {second} alone.");
        }

        return ExitCode.Done;
    }

    /// <summary>How clear a difference is: in units of half its interval; without one, after all others by its size.</summary>
    private static (bool, double) Distance(MeasureDifference one)
    {
        var half = (one.Difference.High - one.Difference.Low) / 2;
        return (half > 0, half > 0 ? Math.Abs(one.Difference.Value) / half : Math.Abs(one.Difference.Value));
    }

    private static string Place(MeasureDifference one) =>
        string.Join(", ", StudyRow.InOrder(one.Point.Keys).Where(name => name != "task").Select(name => $"{name} {one.Point[name]}"));

    private sealed record Compared(int Equal, double Tolerance, int OnlyFirst, int OnlySecond, IReadOnlyList<Line> Differences);

    private sealed record Line(string Rows, string Measure, double First, double Second, double Difference, double Low, double High,
        int Seeds);
}
