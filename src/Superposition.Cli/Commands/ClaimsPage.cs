using System.Globalization;
using System.Text;
using Superposition.Verification;

namespace Superposition.Cli.Commands;

/// <summary>Measured claims as a page in Markdown: a summary a subject, then every row with its statement and source.</summary>
internal static class ClaimsPage
{
    /// <summary>The page as Markdown.</summary>
    /// <param name="results">The claims, in order.</param>
    /// <param name="seeds">From how many seeds each was measured.</param>
    /// <param name="command">The command that gives the page.</param>
    /// <param name="leftOut">How many claims take long and were left out.</param>
    public static string Of(IReadOnlyList<ClaimResult> results, int seeds, string command, int leftOut)
    {
        var page = new StringBuilder();
        void Line(string text = "") => page.Append(text).Append('\n');
        Line("# The theory, claim by claim");
        Line();
        Line($"{results.Count(result => result.Holds)} of {Wording.Count(results.Count, "claim")} hold, each measured from "
            + $"{Wording.Count(seeds, "seed")}. This page is what `{command}` "
            + $"writes.{(leftOut > 0 ? $" {Wording.Count(leftOut, "claim")} that take long are measured with `--full` and not on it."
                : "")}");
        Line();
        Line("*Measured* is the mean over seeds, with the smallest and the largest in brackets. A bound (≤, ≥) or an exact number (=) "
            + "holds when every seed keeps it; a number with a tolerance (±) when the mean is within it.");
        Line();
        Line("| subject | rows | hold |");
        Line("| --- | --- | --- |");
        foreach (var subject in results.GroupBy(result => result.Claim.Subject))
        {
            Line($"| {subject.Key} | {subject.Count()} | {subject.Count(result => result.Holds)} |");
        }

        foreach (var subject in results.GroupBy(result => result.Claim.Subject))
        {
            Line();
            Line($"## {subject.Key}");
            Line();
            Line("| claim | predicted | measured | verdict | source |");
            Line("| --- | --- | --- | --- | --- |");
            foreach (var result in subject)
            {
                Line($"| {Cell(result.Claim.Statement)} (`{result.Claim.Id}`) | {Expected(result.Claim)} | {Measured(result)} | "
                    + $"{(result.Holds ? "holds" : "**fails**")} | {Cell(result.Claim.Source)} |");
            }
        }

        return page.ToString();
    }

    private static string Expected(Claim claim) => claim.Relation switch
    {
        Relation.AtMost => $"≤ {Number(claim.Predicted)}",
        Relation.AtLeast => $"≥ {Number(claim.Predicted)}",
        Relation.Exactly => $"= {Number(claim.Predicted)}",
        _ => $"{Number(claim.Predicted)} ± {claim.Within.ToString("G2", CultureInfo.InvariantCulture)}",
    };

    private static string Measured(ClaimResult result) => result.Measured is [var only]
        ? Number(only)
        : $"{Number(result.Measured.Average())} [{Number(result.Measured.Min())}, {Number(result.Measured.Max())}]";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
