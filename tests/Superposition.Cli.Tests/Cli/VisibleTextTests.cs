using Superposition.Cli;

namespace Superposition.Tests.Cli;

/// <summary>Nothing from a file reaches the terminal as it is.</summary>
public class VisibleTextTests
{
    [Fact]
    public void What_a_terminal_would_obey_is_replaced_and_the_rest_stays()
    {
        Assert.Equal("\uFFFD[2J\uFFFD\uFFFD", VisibleText.Of("\u001b[2J\u0007\u202e"));
        Assert.Equal("ε ≤ ¼\n\tline", VisibleText.Of("ε ≤ ¼\n\tline"));
        Assert.Equal("one two", VisibleText.OneLine(" one\r\ntwo\n"));
        Assert.True(VisibleText.IsHiddenIn("a\tb"));
        Assert.False(VisibleText.IsHiddenIn("größe 3"));
    }

    [Fact]
    public async Task A_question_with_escape_sequences_is_shown_without_them()
    {
        using var folder = new TemporaryFolder();
        var spec = folder.Write(
            "tiny.json",
            TinySpecs.Constructions.Replace("Is it small?", "Red \\u001b[31m\\u001b]0;title\\u0007?", StringComparison.Ordinal));
        var run = (await CommandLine.Run("run", spec, "--smoke", "--out", folder["run"])).IsDone();
        Assert.Contains("Red \uFFFD[31m", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u0007', (await CommandLine.Run("report", folder["run"])).IsDone().Output);
    }
}
