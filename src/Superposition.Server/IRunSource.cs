namespace Superposition.Server;

/// <summary>
/// Where the server has runs from. It is asked by names; a name that it does not know gives null, whatever the name is. What is taken away
/// while it is read throws <see cref="FileNotFoundException"/> or <see cref="DirectoryNotFoundException"/>, which the server answers like a
/// name that nothing has.
/// </summary>
public interface IRunSource
{
    /// <summary>All runs, the newest first.</summary>
    IReadOnlyList<RunSummary> Runs();

    /// <summary>One run with its cells, table and files.</summary>
    RunDetail? Run(string run);

    /// <summary>One cell with its rows and curves.</summary>
    CellDetail? Cell(string run, string cell);

    /// <summary>A file of a run that may be shown: a figure, a network, the report, the table, a log.</summary>
    /// <param name="run">The run.</param>
    /// <param name="file">Its name in the run's folder, with slashes.</param>
    ServedFile? File(string run, string file);

    /// <summary>The page on which a network of a run computes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="file">The network's file in the run's folder, with slashes.</param>
    ExplorerView? Explorer(string run, string file);

    /// <summary>Follows the curves of cells in flight.</summary>
    ILiveCurves Follow(string run);

    /// <summary>Asks a run of another process to stop, by the name of its folder; it keeps what is finished.</summary>
    /// <returns>What was done, or why nothing was; null where there is no such run.</returns>
    string? Stop(string run);

    /// <summary>Resumes a run that is not running.</summary>
    /// <returns>What was done, or why nothing was; null where there is no such run.</returns>
    string? Resume(string run);
}

/// <summary>Points of curves that are still being drawn.</summary>
public interface ILiveCurves
{
    /// <summary>Points that are new since the last time, all of them at first.</summary>
    IReadOnlyList<CurvePoint> Read();
}

/// <summary>A file that the server sends, opened when it is sent.</summary>
/// <param name="Open">Opens it.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record ServedFile(Func<Stream> Open, string ContentType);
