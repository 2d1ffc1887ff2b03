using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit.Abstractions;

namespace Superposition.Tests.Fuzzing;

/// <summary>
/// Hostile specs, circuits, networks, activations, records and command lines: exit code 0, 1, 2 or 130, one sentence, no internal error, no
/// hang, no memory beyond what the input deserves, and nothing written by a command that refuses.
/// </summary>
public class HostileInputTests(ITestOutputHelper output)
{
    private const long MaxMemory = 1L << 30;

    // A command that is still at work then is told to stop, as by Ctrl-C.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public Task Five_hundred_hostile_inputs() => Try(first: 0, count: 500);

    [Fact, Trait("Category", "Slow")]
    public Task Twenty_thousand_hostile_inputs() => Try(first: 1000, count: 20_000);

    private async Task Try(int first, int count)
    {
        // SUPERPOSITION_FUZZ=17 or 17-30 tries these cases alone.
        if (Environment.GetEnvironmentVariable("SUPERPOSITION_FUZZ") is { } range)
        {
            int[] ends = [.. range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture))];
            (first, count) = (ends[0], ends[^1] - ends[0] + 1);
        }

        using var corpus = await Corpus.Make();
        var (codes, wrong) = (new SortedDictionary<int, int>(), new List<string>());
        var (slowest, largest) = ((Time: TimeSpan.Zero, Case: ""), (Memory: 0L, Case: ""));
        for (var number = first; number < first + count; number++)
        {
            using var folder = new TemporaryFolder();
            var hostile = HostileCase.Make(folder, corpus, number);
            var before = Files(folder.Path);
            ForgetPeak();
            var (memory, time) = (Environment.WorkingSet, Stopwatch.StartNew());
            using var stop = new CancellationTokenSource(Patience);
            var outcome = await CommandLine.Run(stop.Token, hostile.Arguments);
            codes[outcome.ExitCode] = codes.GetValueOrDefault(outcome.ExitCode) + 1;
            slowest = time.Elapsed > slowest.Time ? (time.Elapsed, $"{number} {hostile}") : slowest;
            memory = Peak() - memory;
            largest = memory > largest.Memory ? (memory, $"{number} {hostile}") : largest;
            if (Complaint(outcome, before, folder.Path) is { } complaint)
            {
                wrong.Add($"{number}: {complaint}: {hostile}\n   {outcome.ExitCode} {outcome.Error.Trim()}");
            }

            if (wrong.Count > 0 && wrong.Count % 50 == 0)
            {
                break;
            }
        }

        output.WriteLine($"{count} cases; exit codes {string.Join(", ", codes.Select(code => $"{code.Key}: {code.Value}"))}");
        output.WriteLine($"slowest: {slowest.Time.TotalSeconds:F1} s, {slowest.Case}\nlargest: {largest.Memory >> 20} MiB, {largest.Case}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(largest.Memory < MaxMemory, $"{largest.Memory >> 20} MiB: {largest.Case}");
    }

    /// <summary>The lines of a complaint; with --json the complaint is the message of an object.</summary>
    private static string[] Sentences(string error)
    {
        if (error.StartsWith('{'))
        {
            using var json = JsonDocument.Parse(error);
            error = json.RootElement.GetProperty("error").GetProperty("message").GetString()!;
        }

        return error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Complaint(Outcome outcome, SortedDictionary<string, string> before, string folder)
    {
        if (outcome.ExitCode is not (0 or 1 or 2 or 130))
        {
            return "exit code";
        }

        string[] lines = Sentences(outcome.Error);
        if (outcome.Error.Contains("should not have happened", StringComparison.Ordinal)
            || outcome.Error.Contains("Exception", StringComparison.Ordinal))
        {
            return "internal error";
        }

        if (outcome.ExitCode == 2 && (lines.Length != 1 || lines[0][^1] is not ('.' or '?')))
        {
            return "not one sentence";
        }

        if (outcome.Error.Any(character => char.IsControl(character) && character != '\n'))
        {
            return "raw text";
        }

        return outcome.ExitCode == 2 && !Files(folder).SequenceEqual(before) ? "something was written" : null;
    }

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Where(entry =>
            !entry.EndsWith("/.lock", StringComparison.Ordinal))
            .ToDictionary(
                entry => entry, entry => File.Exists(entry) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry))) : "",
                StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Linux keeps the largest memory of a process, and forgets it when it is told to.</summary>
    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static long Peak() => OperatingSystem.IsLinux()
        ? 1024 * long.Parse(
            File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(
            [' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
        : Environment.WorkingSet;
}
