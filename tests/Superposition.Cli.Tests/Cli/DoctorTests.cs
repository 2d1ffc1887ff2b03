using System.Text.Json;

namespace Superposition.Tests.Cli;

/// <summary>What the machine is asked.</summary>
public class DoctorTests
{
    [Fact]
    public async Task A_machine_on_which_these_tests_run_is_not_broken()
    {
        var outcome = (await CommandLine.Run("doctor", "--json")).IsDone();
        using var findings = JsonDocument.Parse(outcome.Output);
        Assert.Equal(
            ["libtorch", "arithmetic", "processors", "memory", "disk", "figures", "Slurm"],
                findings.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("what").GetString()));
        Assert.All(findings.RootElement.GetProperty("findings").EnumerateArray(), finding =>
            Assert.NotEqual("broken", finding.GetProperty("health").GetString()));
    }
}
