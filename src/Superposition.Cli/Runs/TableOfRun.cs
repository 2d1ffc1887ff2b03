using System.Text;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>The table of a run that is not to be changed.</summary>
internal static class TableOfRun
{
    /// <summary>Reads the rows of a run, in the order of their file.</summary>
    /// <param name="path">The folder of the run.</param>
    /// <exception cref="CallerException">There is no run of a study in the folder, or a row cannot be read.</exception>
    public static StudyTable Read(string path)
    {
        var paths = new RunPaths(path);
        if (!File.Exists(paths.Manifest))
        {
            throw new CallerException($"{path}: there is no run.json here, expected the folder of a run.");
        }

        var study = RunFolder.ReadManifest(path)?.Spec
            ?? throw new CallerException(
                $"{path}: the run's head cannot be read, expected run.json of a study, which has tasks and networks.");

        try
        {
            // A row that is being written, or was cut off by a kill, has no line feed yet.
            var lines = new LineTail(paths.Results).ReadNew().Select(line => Encoding.UTF8.GetString(line).TrimEnd('\n'));
            return StudyTable.Parse(lines, study.CoordinateNames, paths.Results);
        }
        catch (FormatException e)
        {
            throw new CallerException(e.Message, e);
        }
    }
}
