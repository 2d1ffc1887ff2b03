using System.Text.RegularExpressions;

namespace Superposition.Cli.Sweeps;

/// <summary>An option of sbatch that the user adds, without its dashes: "time=2:00:00".</summary>
internal static partial class SlurmOption
{
    // sbatch takes any beginning of an option's name that no other option shares, so that these are refused abbreviated, too.
    private static readonly string[] Ours = ["array", "output", "dependency"];

    /// <summary>Whether a word can be given to sbatch as an option.</summary>
    public static bool IsAllowed(string word) =>
        Form().IsMatch(word) && word.Split('=')[0] is var key && !Ours.Any(name => name.StartsWith(key, StringComparison.Ordinal));

    [GeneratedRegex("^[a-z][a-z-]+(=[^\"'\\\\\\p{Cc}]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
