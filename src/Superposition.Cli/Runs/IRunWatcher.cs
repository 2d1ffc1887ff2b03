using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>Is told of the progress of a run, from the workers' threads.</summary>
internal interface IRunWatcher
{
    /// <summary>A worker has taken a cell.</summary>
    void Begun(int worker, GridCell cell);

    /// <summary>A worker's cell has moved; may come thousands of times a second.</summary>
    void Moved(int worker, CellProgress progress);

    /// <summary>A worker is done with a cell.</summary>
    /// <param name="worker">Which.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="failure">Why it has no result, if it has none.</param>
    void Ended(int worker, GridCell cell, TimeSpan took, string? failure);

    /// <summary>Something the user should know, although the run continues.</summary>
    /// <param name="sentence">What it is.</param>
    void Remark(string sentence);
}
