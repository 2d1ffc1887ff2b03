using System.Diagnostics;
using Superposition.Checkpoints;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>A point of a curve that is still being drawn: a line of <c>checkpoints/CELL/live.jsonl</c>.</summary>
/// <param name="Done">The share of the cell that is done, 0 … 1.</param>
/// <param name="Step">Training steps done.</param>
/// <param name="Loss">The loss of that step.</param>
/// <param name="Epsilon">ε as it was measured last.</param>
internal sealed record LivePoint(double Done, long Step, double? Loss, double? Epsilon);

/// <summary>
/// Writes down the progress of a cell, for whoever watches its run from another process. The file lies next to the state of the cell's
/// training and goes with it when the cell has its rows. Watching is not worth a run: what cannot be written is left out.
/// </summary>
/// <param name="folder">The cell's folder.</param>
internal sealed class LiveLog(string folder)
{
    /// <summary>The name of the file in the folder of a cell's checkpoints.</summary>
    public const string FileName = "live.jsonl";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private long written;

    /// <summary>Notes that the cell has been begun.</summary>
    public void Begin() => Write(new LivePoint(0, 0, null, null));

    /// <summary>Notes a step, if the last one noted is long enough ago.</summary>
    public void Note(CellProgress progress)
    {
        if (Stopwatch.GetElapsedTime(written) >= Pause)
        {
            Write(new LivePoint(progress.Done, progress.Steps, Finite(progress.Loss), Finite(progress.Epsilon)));
        }
    }

    /// <summary>Takes the log of a cell away.</summary>
    /// <param name="folder">The cell's folder.</param>
    public static void Forget(string folder)
    {
        if (Path.Combine(folder, FileName) is var path && File.Exists(path))
        {
            AtomicFile.Delete(path);
        }
    }

    private void Write(LivePoint point)
    {
        written = Stopwatch.GetTimestamp();
        try
        {
            AtomicFile.CreateFolder(folder);
            File.AppendAllBytes(Path.Combine(folder, FileName), CellKeeper.JsonLine(point));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, say: keeping the cell will tell.
        }
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
