using System.Diagnostics;
using Spectre.Console;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>Progress for a terminal: a bar for the run and one for each worker's cell, with its loss and speed.</summary>
internal sealed class ProgressBars : IRunWatcher
{
    // A task has to have a description that is seen.
    private const string Nothing = "[dim]…[/]";

    private readonly Pace pace;
    private readonly ProgressTask run;
    private readonly WorkerBar[] workers;

    private readonly IAnsiConsole console;

    private ProgressBars(IAnsiConsole console, ProgressContext context, Pace pace, int workers)
    {
        this.console = console;
        this.pace = pace;
        run = context.AddTask(Nothing, maxValue: 1);
        this.workers = [.. Enumerable.Range(0, workers).Select(_ => new WorkerBar(context.AddTask(Nothing, maxValue: 1)))];
        ShowRun();
    }

    /// <summary>Draws bars while something runs; they are gone afterwards.</summary>
    public static T Around<T>(IAnsiConsole console, Pace pace, int workers, Func<IRunWatcher, T> work) =>
        console.Progress().AutoClear(true).AutoRefresh(true)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new ProgressBars(console, context, pace, workers)));

    /// <inheritdoc/>
    public void Begun(int worker, GridCell cell)
    {
        pace.Begun(worker, cell);
        workers[worker].Begin(cell);
        ShowRun();
    }

    /// <inheritdoc/>
    public void Moved(int worker, CellProgress progress)
    {
        if (workers[worker].Move(progress))
        {
            pace.Moved(worker, progress.Done);
            ShowRun();
        }
    }

    /// <inheritdoc/>
    public void Ended(int worker, GridCell cell, TimeSpan took, string? failure)
    {
        pace.Ended(worker);
        workers[worker].End();
        ShowRun();
    }

    /// <inheritdoc/>
    public void Remark(string sentence) => console.WriteLine(VisibleText.Of(sentence));

    private void ShowRun()
    {
        run.Value = pace.Share;
        run.Description = $"[bold]{pace.CellsDone}/{pace.Cells} cells[/]  {Wording.Time(pace.Elapsed)}  {pace.TimeLeft}";
    }

    private sealed class WorkerBar(ProgressTask task)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
        private string name = "";
        private long begun;
        private long shown;

        public void Begin(GridCell cell)
        {
            name = Markup.Escape(VisibleText.Of(cell.Id));
            begun = Stopwatch.GetTimestamp();
            task.Value = 0;
            task.Description = name;
        }

        /// <summary>Shows where the cell stands, ten times a second.</summary>
        public bool Move(CellProgress progress)
        {
            if (Stopwatch.GetElapsedTime(shown) < Pause)
            {
                return false;
            }

            shown = Stopwatch.GetTimestamp();
            task.Value = progress.Done;
            var speed = progress.Steps > 0 ? $"  {progress.Steps / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} steps/s" : "";
            task.Description = $"{name}  [dim]{Markup.Escape(progress.Note)}{speed}[/]";
            return true;
        }

        public void End() => task.Description = Nothing;
    }
}
