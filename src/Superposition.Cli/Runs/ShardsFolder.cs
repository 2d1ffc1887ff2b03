using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Superposition.Checkpoints;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>What the processes of a sweep are to do: <c>shards/plan.json</c>.</summary>
/// <param name="Cells">Cells without a record, in the order in which they are begun.</param>
/// <param name="Workers">Processes; they are numbered from 0.</param>
/// <param name="SaveEvery">Seconds between two saves of the state of training.</param>
/// <param name="Retries">How often cells that are lost are tried again, from now on.</param>
/// <param name="Options">Options of sbatch that the user added, for jobs that are submitted later.</param>
internal sealed record SweepPlan(ImmutableArray<string> Cells, int Workers, double SaveEvery, int Retries, ImmutableArray<string> Options)
{
    /// <summary>
    /// The most expensive cells come first, and whoever is free takes the next one: then no process is left with a long cell when the
    /// others have nothing more to do. Cells of one cost stay in the order of the grid.
    /// </summary>
    public static SweepPlan For(IEnumerable<GridCell> cells, int workers, TimeSpan pause, int retries, IReadOnlyList<string> options) =>
        new([.. cells.OrderByDescending(cell => cell.Cost).Select(cell => cell.Id)], workers, pause.TotalSeconds, retries, [.. options]);
}

/// <summary>
/// The folder <c>shards/</c> of a run: what is to be done, which worker has taken which cell, and in a folder a worker (its shard) records
/// that are not merged yet. A cell belongs to the worker that makes the file <c>taken/CELL</c>, which the file system lets only one do, on
/// network drives too.
/// </summary>
internal sealed class ShardsFolder(string path)
{
    // Workers whose sweep was killed notice it at once, but first save the state of their training.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The path of the folder.</summary>
    public string Path { get; } = path;

    /// <summary>Workers that have a shard.</summary>
    public IEnumerable<int> Workers =>
        from folder in Directory.Exists(Path) ? Directory.EnumerateDirectories(Path) : []
        let name = System.IO.Path.GetFileName(folder)
        where name.Length < 9 && name.All(char.IsAsciiDigit)
        select int.Parse(name, CultureInfo.InvariantCulture);

    /// <summary>Whether a worker is at work.</summary>
    public bool IsAtWork => Workers.Any(worker => LockFile.IsHeld(Lock(worker)));

    public string Lock(int worker) => Shard(worker, ".lock");

    public string Results(int worker) => Shard(worker, "results.jsonl");

    public string Timings(int worker) => Shard(worker, "timings.jsonl");

    /// <summary>Cells that ended with an exception.</summary>
    public string Broken(int worker) => Shard(worker, "broken.jsonl");

    /// <summary>What the process wrote to standard error.</summary>
    public string Log(int worker) => Shard(worker, "log");

    /// <summary>Gives a worker's cell up.</summary>
    public void Lose(int worker, CellRemark remark) => AtomicFile.Append(Broken(worker), CellKeeper.JsonLine(remark));

    /// <summary>Cells that a worker has given up, with the reason.</summary>
    public IEnumerable<CellRemark> LostBy(int worker) =>
        from line in new LineTail(Broken(worker)).ReadNew()
        let remark = CellKeeper.Read<CellRemark>(line)
        where remark is not null
        select remark;

    /// <summary>Records that workers have written.</summary>
    public int CountRecords() => Workers.Sum(worker => new LineTail(Results(worker)).ReadNew().Count());

    /// <summary>
    /// How long it took, from some moment, until workers had written the last record; nothing where they have written none.
    /// </summary>
    public TimeSpan TimeUntilLastRecord(DateTimeOffset begun) =>
        Workers.Select(worker => new FileInfo(Results(worker))).Where(file => file.Exists).Select(file =>
            file.LastWriteTimeUtc - begun.UtcDateTime).Append(TimeSpan.Zero).Max();

    /// <summary>Waits a moment for workers to stop.</summary>
    /// <returns>Whether they have.</returns>
    public bool ComesToRest() => SpinWait.SpinUntil(() => !IsAtWork, Patience);

    /// <summary>Begins a sweep, in the place of what is left of an earlier one.</summary>
    public void Begin(SweepPlan plan)
    {
        Delete();
        AtomicFile.CreateFolder(Taken());
        foreach (var worker in Enumerable.Range(0, plan.Workers))
        {
            AtomicFile.CreateFolder(Shard(worker));
        }

        RunFolder.Write(PlanFile, JsonSerializer.SerializeToUtf8Bytes(plan, SpecJson.Indented));
    }

    /// <summary>What is to be done; null when there is no sweep, or a plan that cannot be read.</summary>
    public SweepPlan? ReadPlan() => File.Exists(PlanFile) ? CellKeeper.Read<SweepPlan>(File.ReadAllBytes(PlanFile)) : null;

    /// <summary>Takes a cell for a worker.</summary>
    /// <returns>
    /// Whether it is the worker's. A cell that was its own before is again: its process was stopped and started anew, as clusters do.
    /// </returns>
    public bool Take(string cell, int worker)
    {
        try
        {
            using var claim = new StreamWriter(new FileStream(Taken(cell), FileMode.CreateNew, FileAccess.Write));
            claim.Write(worker.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (IOException) when (File.Exists(Taken(cell)))
        {
            return TakenBy(cell) == worker;
        }
    }

    /// <summary>The worker that has taken a cell; null when none has.</summary>
    public int? TakenBy(string cell) =>
        File.Exists(Taken(cell))
            && int.TryParse(File.ReadAllText(Taken(cell)), NumberStyles.None, CultureInfo.InvariantCulture, out var worker) ? worker : null;

    /// <summary>Takes away what a sweep wrote, and the folder unless something else lies in it.</summary>
    public void Delete()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        // The plan first: without it, a worker that begins only now has nothing to do.
        Delete([PlanFile, .. Directory.GetFiles(Path).Where(AtomicFile.IsPartial)]);
        foreach (var worker in Workers.ToArray())
        {
            Delete([Lock(worker), Results(worker), Timings(worker), Broken(worker), Log(worker),
                .. Directory.GetFiles(Shard(worker)).Where(IsLeftOver)]);
            AtomicFile.DeleteEmptyFolder(Shard(worker));
        }

        Delete(Directory.Exists(Taken()) ? Directory.GetFiles(Taken()).Where(IsClaim) : []);
        AtomicFile.DeleteEmptyFolder(Taken());
        AtomicFile.DeleteEmptyFolder(Path);
    }

    private static bool IsLeftOver(string file) =>
        AtomicFile.IsPartial(file) || file.EndsWith(RunInspection.Damaged, StringComparison.Ordinal);

    private static bool IsClaim(string file) => new FileInfo(file).Length < 10 && File.ReadAllText(file).All(char.IsAsciiDigit);

    private static void Delete(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            AtomicFile.Delete(file);
        }
    }

    private string PlanFile => System.IO.Path.Combine(Path, "plan.json");

    private string Taken(string cell = "") => System.IO.Path.Combine(Path, "taken", cell);

    private string Shard(int worker, string name = "") => System.IO.Path.Combine(Path, worker.ToString(CultureInfo.InvariantCulture), name);
}
