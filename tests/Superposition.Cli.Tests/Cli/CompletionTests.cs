using System.Diagnostics;

namespace Superposition.Tests.Cli;

/// <summary>Scripts that complete command lines, run by the shells themselves where these are installed.</summary>
public class CompletionTests
{
    [Fact]
    public async Task The_program_suggests_commands_options_and_kinds()
    {
        Assert.Contains("measure", await Suggest("superposition mea"));
        Assert.Contains("--active", await Suggest("superposition measure x --ac"));
        Assert.Contains("subset", await Suggest("superposition construct su"));
        Assert.Contains("zsh", await Suggest("superposition completion "));
        Assert.DoesNotContain("sweep-task", await Suggest("superposition sw"));
    }

    [SkippableTheory]
    [InlineData(
        "bash", "--norc", "-c",
        "source completion; COMP_LINE='superposition mea' COMP_POINT=17 COMP_WORDS=(superposition mea) COMP_CWORD=1; _superposition; "
        + "echo \"${COMPREPLY[@]}\"")]
    [InlineData(
        "zsh", "-f", "-c",
        "compdef() { : }; source completion; compadd() { print -r -- $suggestions }; _files() { : }; words=(superposition mea) "
        + "CURRENT=2; _superposition")]
    [InlineData("fish", "--no-config", "-c", "source completion; complete --do-complete 'superposition mea'")]
    [InlineData(
        "pwsh", "-NoProfile", "-Command",
        ". ./completion.ps1; ([System.Management.Automation.CommandCompletion]::CompleteInput('superposition mea', 17, "
        + "$null)).CompletionMatches.CompletionText")]
    public async Task A_shell_completes_with_its_script(string shell, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Skip.If(FindOnPath(shell) is null, $"{shell} is not installed here.");
        var script = (await CommandLine.Run("completion", shell == "pwsh" ? "powershell" : shell)).IsDone().Output;
        folder.Write(shell == "pwsh" ? "completion.ps1" : "completion", script);
        var program = folder.Write(
            "superposition", $"#!/bin/sh\nexec dotnet \"{Path.Combine(AppContext.BaseDirectory, "superposition.dll")}\" \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo(shell, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            UseShellExecute = false
        };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var completed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Contains("measure", completed.Split((char[])[' ', '\n', '\t', '\r']));
    }

    private static async Task<string[]> Suggest(string line) =>
        (await CommandLine.Run($"[suggest:{line.Length}]", line)).IsDone().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string? FindOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder =>
            Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
