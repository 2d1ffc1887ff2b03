using System.Globalization;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>The runs that lie in one folder.</summary>
internal static class RunList
{
    /// <summary>Where runs go when nothing else is said.</summary>
    public const string Root = "runs";

    /// <summary>The folders of runs, with the newest last.</summary>
    public static IEnumerable<string> Folders(string root) =>
        from folder in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : []
        where File.Exists(Path.Combine(folder, "run.json"))
        orderby File.GetLastWriteTimeUtc(Path.Combine(folder, "run.json"))
        select folder;

    /// <summary>The numbers of the folders of one experiment.</summary>
    public static IEnumerable<int> Numbers(string root, string experiment) =>
        from folder in Directory.Exists(root) ? Directory.EnumerateDirectories(root, $"{experiment}-*") : []
        let number = Path.GetFileName(folder)[(experiment.Length + 1)..]
        where number.Length < 9 && number.All(char.IsAsciiDigit)
        select int.Parse(number, CultureInfo.InvariantCulture);

    /// <summary>The newest run of an experiment that is not finished; if all are, the newest; null when there is none.</summary>
    public static string? LastOf(string experiment)
    {
        var runs = from number in Numbers(Root, experiment).OrderDescending()
                   let folder = Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"{experiment}-{number}"))
                   where RunFolder.ReadManifest(folder) is not null
                   select folder;
        return runs.FirstOrDefault(folder =>
            RunFolder.ReadManifest(folder)!.State is not (RunState.Finished or RunState.FinishedWithFailures)) ?? runs.FirstOrDefault();
    }
}
