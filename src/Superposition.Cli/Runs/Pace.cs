using System.Diagnostics;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>How far a run has come and how long it will take, from what its cells cost.</summary>
internal sealed class Pace
{
    private readonly Lock order = new();
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly double total;
    private readonly (double Cost, double Done)[] inFlight;
    private double done;

    public Pace(IReadOnlyList<GridCell> cells, int workers)
    {
        Cells = cells.Count;
        total = cells.Sum(cell => cell.Cost);
        inFlight = new (double, double)[workers];
    }

    /// <summary>The number of cells that this run has to compute.</summary>
    public int Cells { get; }

    /// <summary>The number of those cells that have ended, failed ones included.</summary>
    public int CellsDone { get; private set; }

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(begun);

    /// <summary>The share of the work done, 0 … 1, parts of cells included.</summary>
    public double Share
    {
        get
        {
            lock (order)
            {
                return (done + inFlight.Sum(cell => cell.Cost * cell.Done)) / total;
            }
        }
    }

    /// <summary>The time left, in words; nothing until enough is done to tell.</summary>
    public string TimeLeft => Share is var share && share >= 1
        ? ""
        : Elapsed.TotalSeconds < 1 || share < 0.01
        ? "…"
        : $"{Wording.Time(Elapsed * ((1 - share) / share))} left";

    public void Begun(int worker, GridCell cell)
    {
        lock (order)
        {
            inFlight[worker] = (cell.Cost, 0);
        }
    }

    public void Moved(int worker, double share)
    {
        lock (order)
        {
            inFlight[worker].Done = share;
        }
    }

    public void Ended(int worker)
    {
        lock (order)
        {
            done += inFlight[worker].Cost;
            inFlight[worker] = default;
            CellsDone++;
        }
    }
}
