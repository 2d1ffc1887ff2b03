using System.Text.RegularExpressions;

namespace Superposition.Tests.Cli;

/// <summary>
/// The tutorial does what it says: its files are written, its commands run in an empty folder, and the lines that it shows appear, up to
/// their numbers.
/// </summary>
public sealed partial class TutorialTests
{
    [Theory]
    [InlineData("your-task")]
    [InlineData("your-network")]
    [InlineData("your-claim")]
    public async Task What_the_tutorial_shows_is_what_comes(string part)
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(Path.Combine(Places.Repository, "docs", "tutorial", $"{part}.md"));
        foreach (Match block in Block().Matches(text))
        {
            if (block.Groups["file"] is { Length: > 0 } file)
            {
                folder.Write(file.Value, block.Groups["body"].Value);
                continue;
            }

            foreach (var step in block.Groups["body"].Value.Split("$ superposition ", StringSplitOptions.RemoveEmptyEntries))
            {
                var lines = step.Split('\n');
                using var process = CommandLine.Start(folder.Path, lines[0].Split(' '));
                var output = await process.StandardOutput.ReadToEndAsync();
                var error = await process.StandardError.ReadToEndAsync();
                await process.WaitForExitAsync();
                Assert.Equal((0, ""), (process.ExitCode, error));
                Shows(output, lines[1..], lines[0]);
            }
        }
    }

    /// <summary>Shown lines come in order; "…" stands for any lines, and any number for any other.</summary>
    private static void Shows(string output, IEnumerable<string> shown, string command)
    {
        var left = output.Split('\n').Select(Shape).ToArray().AsEnumerable();
        foreach (var line in shown.Where(line => line.Trim() is not ("" or "…")))
        {
            var rest = left.SkipWhile(found => found != Shape(line)).ToArray();
            Assert.True(rest.Length > 0, $"superposition {command}: there is no line \"{line}\" in\n{output}");
            left = rest.Skip(1);
        }
    }

    private static string Shape(string line) =>
        Spaces().Replace(Numbers().Replace(line.Replace("…", "0", StringComparison.Ordinal), "0"), " ").Trim();

    [GeneratedRegex(
        @"```(text (?<file>\S+)|console)\n(?<body>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"[-−]?\d[\d,.]*(e[-+]?\d+)?( (B|KiB|MiB|bytes))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
