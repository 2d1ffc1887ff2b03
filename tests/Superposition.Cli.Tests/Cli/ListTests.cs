namespace Superposition.Tests.Cli;

public class ListTests
{
    [Fact]
    public async Task Runs_are_listed_with_their_state()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no runs", (await CommandLine.Run("list", folder.Path)).IsDone().Output, StringComparison.Ordinal);
        (await CommandLine.Run("run", folder.Write("small.json", TinySpecs.Constructions), "--out", folder["one"])).IsDone();
        Directory.CreateDirectory(folder["two"]);
        folder.Write("two/run.json", "{ half");
        Directory.CreateDirectory(folder["three"]);
        folder.Write(
            "three/run.json", File.ReadAllText(folder["one/run.json"]).Replace("\"finished\"", "\"running\"", StringComparison.Ordinal));
        var table = (await CommandLine.Run("list", folder.Path)).IsDone().Output;
        Assert.Matches("one +finished +10/10 ", table);
        Assert.Matches(@"two +unreadable\s", table);
        Assert.Matches("three +killed, --resume continues +10/10", table);
    }
}
