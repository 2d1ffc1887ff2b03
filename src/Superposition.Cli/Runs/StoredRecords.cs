using System.IO.Compression;
using Superposition.Checkpoints;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// The records of a run in one compressed file, without its networks: enough to draw its report again. They stand next to the spec of an
/// experiment.
/// </summary>
internal static class StoredRecords
{
    /// <summary>What the file is called in the folder of an experiment.</summary>
    public const string Name = "records.zip";

    // More than any run here has written; a file of another origin cannot fill the disk.
    private const long MaxBytes = 1L << 30;

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs the records of a finished run into one compressed file.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="CallerException">It is not finished, or its records are not those that it wrote.</exception>
    public static void Pack(RunPaths run, string file)
    {
        var manifest = RunFolder.RequireManifest(run.Path);
        if (manifest.State is not (RunState.Finished or RunState.FinishedWithFailures))
        {
            throw new CallerException($"{run.Path}: this run is {RunFolder.StateInWords(run.Path, manifest)}, expected a finished one.");
        }

        if (Records(run, manifest).Findings is [var finding, ..])
        {
            throw new CallerException($"{finding}; expected the records that the run wrote.");
        }

        AtomicFile.Write(file, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var path in (string[])[run.Manifest, run.Results])
            {
                var entry = archive.CreateEntry(Path.GetFileName(path), CompressionLevel.SmallestSize);
                entry.LastWriteTime = NoTime;
                using var part = entry.Open();
                part.Write(File.ReadAllBytes(path));
            }
        });
    }

    /// <summary>Draws the report of packed records.</summary>
    /// <param name="file">The file.</param>
    /// <param name="target">The folder that the report is written to.</param>
    /// <returns>The answer in a sentence or two.</returns>
    /// <exception cref="CallerException">It is not such a file, or its records are not those that the run wrote.</exception>
    public static string Draw(string file, RunPaths target)
    {
        using var folder = Unpack(file);
        var run = new RunPaths(folder.Path);
        var manifest = RunFolder.ReadManifest(run.Path) ?? throw NoRecords(file, "run.json cannot be read as that of a run");
        var records = Records(run, manifest);
        if (records.Findings is [var finding, ..])
        {
            // The records lie in a folder of their own for a moment, whose name says nothing to anybody.
            var found = finding.Replace(run.Results, Path.GetFileName(run.Results), StringComparison.Ordinal);
            throw new CallerException($"{file}: {found}; expected the records that the run wrote.");
        }

        var report = ReportFolder.Draw(manifest, records.Sound, file);
        AtomicFile.CreateFolder(target.Path);
        ReportFolder.Write(target, report);
        return report.Headline;
    }

    /// <summary>The records, with a finding for each cell whose rows are missing: half of a run would be judged as a whole.</summary>
    private static CheckedRecords Records(RunPaths run, RunManifest manifest)
    {
        var records = CheckedRecords.Of(
            run.Results, CellLedger.Read(run.Timings, manifest.Contents),
            manifest.Spec.GridCells().Select(cell => cell.Id).ToHashSet(StringComparer.Ordinal));
        var written = records.Sound.Select(cell => cell.Cell).ToHashSet(StringComparer.Ordinal);
        var missing = manifest.Contents.Where(content => !written.Contains(content.Cell))
            .Select(content => $"{run.Results}: the record of {content.Cell} is missing");
        return records with { Findings = [.. records.Findings, .. missing] };
    }

    private static CallerException NoRecords(string file, string reason) =>
        new($"{file}: these are no records of a run ({reason}), expected a file of `export RUN --records FILE`.");

    private static Unpacked Unpack(string file)
    {
        var folder = new Unpacked(Directory.CreateTempSubdirectory("superposition-records-").FullName);
        try
        {
            using var archive = ZipFile.OpenRead(file);
            var run = new RunPaths(folder.Path);
            foreach (var path in (string[])[run.Manifest, run.Results])
            {
                var entry = archive.GetEntry(Path.GetFileName(path)) is { Length: <= MaxBytes } found
                    ? found
                    : throw new InvalidDataException($"{Path.GetFileName(path)} is missing or too large");
                entry.ExtractToFile(path);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            folder.Dispose();
            throw NoRecords(file, e.Message.TrimEnd('.'));
        }
    }

    private sealed record Unpacked(string Path) : IDisposable
    {
        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
