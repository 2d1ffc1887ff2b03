using Spectre.Console;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>Progress for a pipe or a file: a plain line when cells are done, at most one in two seconds, and always the last.</summary>
internal sealed class ProgressLines(IAnsiConsole console, Pace pace, int workers) : IRunWatcher
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock order = new();
    private readonly string[] notes = new string[workers];
    private TimeSpan spoken = -Pause;

    /// <inheritdoc/>
    public void Begun(int worker, GridCell cell)
    {
        pace.Begun(worker, cell);
        notes[worker] = "";
    }

    /// <inheritdoc/>
    public void Moved(int worker, CellProgress progress)
    {
        pace.Moved(worker, progress.Done);
        notes[worker] = progress.Note;
    }

    /// <inheritdoc/>
    public void Ended(int worker, GridCell cell, TimeSpan took, string? failure)
    {
        lock (order)
        {
            pace.Ended(worker);
            if (pace.CellsDone < pace.Cells && pace.Elapsed - spoken < Pause)
            {
                return;
            }

            spoken = pace.Elapsed;
            string[] parts = [$"[{pace.CellsDone}/{pace.Cells}] {cell.Id}", failure is null ? notes[worker] : "no result",
                Wording.Time(took), pace.TimeLeft];
            Say(string.Join("  ", parts.Where(part => part.Length > 0)));
        }
    }

    /// <inheritdoc/>
    public void Remark(string sentence)
    {
        lock (order)
        {
            Say(sentence);
        }
    }

    private void Say(string line)
    {
        console.Profile.Out.Writer.WriteLine(VisibleText.Of(line));
        console.Profile.Out.Writer.Flush();
    }
}
