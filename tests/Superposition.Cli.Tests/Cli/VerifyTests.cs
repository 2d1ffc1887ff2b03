using System.Text.Json;
using Superposition.Reproduction;
using Superposition.Verification;

namespace Superposition.Tests.Cli;

public class VerifyTests
{
    [Fact]
    public async Task Every_quick_claim_of_a_subject_is_measured_and_holds()
    {
        var outcome = (await CommandLine.Run("verify", "T7", "--json")).IsDone();
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(
            Claims.All.Where(claim => claim.Subject == "T7" && !claim.IsSlow).Select(claim =>
                claim.Id), json.RootElement.GetProperty("claims").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        Assert.All(json.RootElement.GetProperty("claims").EnumerateArray(), row => Assert.True(row.GetProperty("holds").GetBoolean()));
    }

    [Fact]
    public async Task A_claim_is_told_with_prediction_measurement_and_verdict()
    {
        var outcome = (await CommandLine.Run("verify", "circuit-moebius", "--seeds", "2")).IsDone();
        Assert.Contains("circuit-moebius", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("holds", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 claim hold", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_are_written_as_a_page_with_the_command_that_gives_it()
    {
        var page = (await CommandLine.Run("verify", "circuit-moebius", "high-fan-in-signal-negative", "--seeds", "2", "--markdown"))
            .IsDone().Output;
        Assert.Contains(
            "`superposition verify circuit-moebius high-fan-in-signal-negative --seeds 2 --markdown`", page, StringComparison.Ordinal);
        Assert.Contains("2 of 2 claims hold, each measured from 2 seeds", page, StringComparison.Ordinal);
        Assert.Contains("| T6 | 1 | 1 |", page, StringComparison.Ordinal);
        Assert.Contains("(`circuit-moebius`) | ≤ 0 | 0 [0, 0] | holds |", page, StringComparison.Ordinal);
        Assert.All(page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)), line =>
            Assert.EndsWith(" |", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("verify", "T99", "T1, ")]
    [InlineData("reproduce", "rt99", "construction-quantiles")]
    public async Task Unknown_names_are_refused_with_what_there_is(string command, string name, string known)
    {
        var outcome = await CommandLine.Run(command, name);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(name, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(known, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_and_published_results_have_names_of_their_own()
    {
        Assert.Equal(Claims.All.Length, Claims.All.Select(claim => claim.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            PublishedResults.All.Length, PublishedResults.All.Select(result => result.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Claims.All, claim => Assert.True(claim.Statement.Length > 20 && claim.Source.Length > 3, claim.Id));
    }

    [Fact]
    public void A_number_that_is_not_finite_never_holds()
    {
        foreach (var relation in Enum.GetValues<Relation>())
        {
            var claim = Claims.All[0] with { Relation = relation, Predicted = 1, Tolerance = 1, Measure = _ => double.NaN };
            Assert.False(claim.Check(default, 1).Holds);
        }
    }
}
