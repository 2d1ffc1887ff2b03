using System.Diagnostics;
using Superposition.Checkpoints;
using Superposition.Training;

namespace Superposition.Cli.Runs;

/// <summary>The state of the trainings in one cell: a file for each in the cell's folder under <c>checkpoints/</c>, until the cell has its record.</summary>
/// <param name="folder">The cell's folder.</param>
/// <param name="pause">How long after one save the next is due.</param>
/// <param name="training">The training's name.</param>
internal sealed class CellCheckpoint(string folder, TimeSpan pause, string training = "training") : ITrainingStore
{
    private readonly string path = Path.Combine(folder, $"{training}.state");
    private long saved = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public bool IsDue => Stopwatch.GetElapsedTime(saved) >= pause;

    /// <inheritdoc/>
    public Stream? Open() => File.Exists(path) ? File.OpenRead(path) : null;

    /// <inheritdoc/>
    public void Save(Action<Stream> write)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(path, write);
        saved = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public ITrainingStore For(string part) => new CellCheckpoint(folder, pause, $"{training}-{part}");
}
