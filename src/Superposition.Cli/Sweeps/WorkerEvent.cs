using System.Diagnostics;
using System.Text.Json;
using Superposition.Cli.Runs;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Sweeps;

/// <summary>What a worker's process tells the sweep that began it, a line of JSON on standard output.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Done">The share of it that is done.</param>
/// <param name="Note">A few words such as the loss.</param>
/// <param name="Steps">Training steps.</param>
/// <param name="Seconds">How long the cell took.</param>
/// <param name="Failure">Why it has no result, if it has none.</param>
internal sealed record WorkerEvent(
    WorkerEventKind Kind, string Cell, double Done = 0, string Note = "", long Steps = 0, double Seconds = 0, string? Failure = null)
{
    /// <summary>Reads a line; null when it is something else (a library may print, too).</summary>
    public static WorkerEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerEvent>(line, SpecJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What has happened to a cell.</summary>
internal enum WorkerEventKind
{
    /// <summary>A worker has taken it.</summary>
    Begun,

    /// <summary>The cell that is computed has come further.</summary>
    Moved,

    /// <summary>The cell has ended, with a record or without.</summary>
    Ended,

    /// <summary>The user should know something, which is the event's note.</summary>
    Remark,
}

/// <summary>Tells the sweep of the progress of a worker.</summary>
/// <param name="write">Takes a line.</param>
internal sealed class WorkerReports(Action<string> write) : IRunWatcher
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private string cellInFlight = "";
    private long told;

    /// <inheritdoc/>
    public void Begun(int worker, GridCell cell)
    {
        cellInFlight = cell.Id;
        Tell(new WorkerEvent(WorkerEventKind.Begun, cell.Id));
    }

    /// <inheritdoc/>
    public void Moved(int worker, CellProgress progress)
    {
        if (Stopwatch.GetElapsedTime(told) >= Pause)
        {
            told = Stopwatch.GetTimestamp();
            Tell(new WorkerEvent(WorkerEventKind.Moved, cellInFlight, progress.Done, progress.Note, progress.Steps));
        }
    }

    /// <inheritdoc/>
    public void Ended(int worker, GridCell cell, TimeSpan took, string? failure) =>
        Tell(new WorkerEvent(WorkerEventKind.Ended, cell.Id, Seconds: took.TotalSeconds, Failure: failure));

    /// <inheritdoc/>
    public void Remark(string sentence) => Tell(new WorkerEvent(WorkerEventKind.Remark, cellInFlight, Note: sentence));

    private void Tell(WorkerEvent what)
    {
        try
        {
            write(JsonSerializer.Serialize(what, SpecJson.Line));
        }
        catch (IOException)
        {
            // Nobody listens any more: the sweep was killed, and this worker is about to be told to stop.
        }
    }
}
