using System.Collections.Immutable;
using Superposition.Checkpoints;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>What of a run is as the run wrote it: every record, network and trace against its hash.</summary>
/// <param name="Records">The records.</param>
/// <param name="Ledger">What is known of the cells.</param>
/// <param name="Sound">Cells of which everything is sound.</param>
/// <param name="Findings">What is not as it was written, each in a few words.</param>
/// <param name="Files">Networks and traces that were checked.</param>
/// <param name="Edited">Networks and traces whose bytes are not those that were written, by their paths in the folder of the run.</param>
internal sealed record RunInspection(
    CheckedRecords Records, CellLedger Ledger, IReadOnlyList<CellRows> Sound, IReadOnlyList<string> Findings, int Files,
    IReadOnlyList<string> Edited)
{
    /// <summary>What is put behind the name of a file that is kept although it is not what the run wrote.</summary>
    public const string Damaged = ".damaged";

    /// <summary>Checks a run, without changing anything.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="manifest">Its head.</param>
    /// <param name="cells">The names of the cells of its grid.</param>
    /// <param name="cancellation">Stops it.</param>
    public static RunInspection Of(RunPaths run, RunManifest manifest, IReadOnlySet<string> cells, CancellationToken cancellation)
    {
        var ledger = CellLedger.Read(run.Timings, manifest.Contents);
        var records = CheckedRecords.Of(run.Results, ledger, cells);
        var findings = new List<string>([.. ledger.Findings, .. records.Findings]);
        var (edited, sound, files) = (new List<string>(), new List<CellRows>(), 0);
        foreach (var cell in records.Sound)
        {
            var isSound = true;
            foreach (var (name, hash) in cell.Content.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                files++;
                if (!File.Exists(run.In(name)))
                {
                    findings.Add($"{run.In(name)}: this file of {cell.Cell} is missing");
                    isSound = false;
                }
                else if (NetworkFile.HashOf(run.In(name)) != hash)
                {
                    findings.Add($"{run.In(name)}: this is not the file of {cell.Cell} that the run wrote");
                    edited.Add(name);
                    isSound = false;
                }
            }

            if (isSound)
            {
                sound.Add(cell);
            }
        }

        var written = records.Sound.Select(cell => cell.Cell).ToHashSet(StringComparer.Ordinal);
        findings.AddRange(manifest.Contents.Where(content => !written.Contains(content.Cell)).Select(content =>
            $"{run.Results}: the record of {content.Cell} is missing"));
        return new RunInspection(records, ledger, sound, findings, files, edited);
    }

    /// <summary>Files among the networks and metrics of a run that no cell of it wrote, each in a few words.</summary>
    public IEnumerable<string> Foreign(RunPaths run, RunManifest manifest)
    {
        var known = Ledger.All.SelectMany(content => content.Files.Keys).Concat(manifest.Files).ToHashSet(StringComparer.Ordinal);
        return from folder in (string[])["networks", "metrics"]
               where Directory.Exists(run.In(folder))
               from path in Directory.EnumerateFiles(run.In(folder)).Order(StringComparer.Ordinal)
               where !known.Contains($"{folder}/{Path.GetFileName(path)}") && !AtomicFile.IsPartial(path)
               select $"{path}: no cell of this run wrote this file";
    }

    /// <summary>
    /// Keeps what is damaged under another name, so that its cells can be computed again and nothing of anybody's is overwritten.
    /// </summary>
    /// <returns>The names of what was kept, by their paths in the folder of the run.</returns>
    public ImmutableArray<string> SetAside(RunPaths run)
    {
        foreach (var name in Edited)
        {
            AtomicFile.Move(run.In(name), run.In(name) + Damaged);
        }

        if (Records.Findings.Count > 0)
        {
            RunFolder.Write(run.Results + Damaged, File.ReadAllBytes(run.Results));
        }

        if (Ledger.Findings.Count > 0)
        {
            RunFolder.Write(run.Timings + Damaged, File.ReadAllBytes(run.Timings));
        }

        Ledger.Mend();
        return
        [
            .. Edited.Select(name => name + Damaged),
            .. Records.Findings.Count > 0 ? (string[])[RunPaths.ResultsName + Damaged] : [],
            .. Ledger.Findings.Count > 0 ? (string[])[RunPaths.TimingsName + Damaged] : [],
        ];
    }
}
