using System.Diagnostics;
using System.Text.RegularExpressions;
using Superposition.Cli;

namespace Superposition.Tests;

/// <summary>What a command said, and its exit code.</summary>
internal sealed partial record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>The caller's input was wrong: exit code 2, one sentence on standard error that holds some words, nothing else.</summary>
    public void IsRefusalWith(params IEnumerable<string> words)
    {
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        IsOneSentence();
    }

    /// <summary>Standard error holds one sentence.</summary>
    public void IsOneSentence()
    {
        Assert.Matches(@"^[^\n]+[.?]\n$", Error);
        Assert.Single(EndOfSentence().Matches(Error));
        Assert.DoesNotMatch(@"(^|\n)\s+at ", Error);
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
    }

    /// <summary>The command did what it was asked to.</summary>
    public Outcome IsDone()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }

    [GeneratedRegex(@"[.?!](?=\s|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndOfSentence();
}

/// <summary>The command line, called as a function or as a process.</summary>
internal static class CommandLine
{
    /// <summary>Calls it as a function: fast.</summary>
    public static async Task<Outcome> Run(CancellationToken cancellation, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program.Run(args, output, error, cancellation: cancellation);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <inheritdoc cref="Run(CancellationToken, string[])"/>
    public static Task<Outcome> Run(params string[] args) => Run(CancellationToken.None, args);

    /// <summary>Starts it as a process of its own, with pipes for both outputs.</summary>
    public static Process Start(string workingDirectory, params string[] args) => StartWith([], workingDirectory, args);

    /// <summary>Starts it as a process of its own, with changes to its environment.</summary>
    public static Process StartWith(Dictionary<string, string> variables, string workingDirectory, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "superposition.dll"), .. args])
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for a process to end.</summary>
    public static async Task<Outcome> End(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }
}
