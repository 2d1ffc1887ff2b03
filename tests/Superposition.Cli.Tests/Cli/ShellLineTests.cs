using System.Diagnostics;
using System.Runtime.Versioning;
using FsCheck.Xunit;
using Superposition.Cli.Runs;
using Superposition.Cli.Sweeps;

namespace Superposition.Tests.Cli;

/// <summary>Names from outside stay names, in a shell and in a batch script.</summary>
[UnsupportedOSPlatform("windows")]
public class ShellLineTests
{
    [Property(MaxTest = 30)]
    public void A_real_shell_reads_the_words_that_were_written(FsCheck.NonEmptyString[] words)
    {
        // A NUL ends a word in the interface of every program; the rest may be anything.
        string[] given = [.. words.Select(word => word.Get.Replace("\0", "", StringComparison.Ordinal)), "plain", "~", "a b", "$(touch x)",
            "-n", "'", "\n#", "é"];
        Assert.Equal(given.Select(Roundtrip), ReadByBash(ShellLine.Of(given)));

        // What is no text in UTF-16 is passed on as a replacement character.
        static string Roundtrip(string word) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(word));
    }

    [Theory, InlineData("array=0-9"), InlineData("arra=0-9"), InlineData("ar=1"), InlineData("out=/etc/x"), InlineData("dep=1"),
        InlineData("time=1\n#SBATCH --array=0-9")]
    [InlineData("comment=\"x"), InlineData("-time=1"), InlineData("Time=1"), InlineData("t=1 2'"), InlineData("")]
    public void Options_of_a_batch_script_that_are_not_the_users_are_refused(string option) => Assert.False(SlurmOption.IsAllowed(option));

    [Theory, InlineData("time=2:00:00"), InlineData("partition=cpu"), InlineData("exclusive"), InlineData("comment=two words"),
        InlineData("account=me"), InlineData("mem-per-cpu=4G")]
    public void Options_of_the_user_are_taken(string option) => Assert.True(SlurmOption.IsAllowed(option));

    [Theory, InlineData("a\nb"), InlineData("inj\ntouch\tPWNED\n#"), InlineData("a\u001b[2Jb"), InlineData("it's"), InlineData("say \"x\""),
        InlineData("`touch x`"), InlineData("a\u202eb")]
    public async Task Folders_with_names_that_are_no_plain_names_are_refused_before_anything_is_written(string name)
    {
        using var folder = new TemporaryFolder();
        var spec = folder.Write("tiny.json", TinySpecs.Constructions);
        (await CommandLine.Run("run", spec, "--smoke", "--out", folder[name])).IsRefusalWith("a control character or a quotation mark");
        Assert.Equal([spec], Directory.GetFileSystemEntries(folder.Path));
    }

    private static string[] ReadByBash(string line)
    {
        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-c", $"printf '%s\\0' {line}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var read = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return read.Split('\0')[..^1];
    }
}
