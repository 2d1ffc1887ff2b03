using System.Diagnostics;
using Superposition.Checkpoints;
using Superposition.Training;

namespace Superposition.Cli.Runs;

/// <summary>
/// The state of the trainings in one cell: the last two of each in the cell's folder under <c>checkpoints/</c>, until the cell has its
/// record. A damaged state is renamed, so that it can be examined, and the one before it is used.
/// </summary>
/// <param name="folder">The cell's folder.</param>
/// <param name="pause">How long after one save the next is due.</param>
/// <param name="report">Is told, in a sentence, of a state that could not be used.</param>
/// <param name="training">The training's name.</param>
internal sealed class CellCheckpoint(string folder, TimeSpan pause, Action<string> report, string training = "training") : ITrainingStore
{
    private const string State = ".state", Previous = State + ".previous";

    private static readonly string[] Endings = [State, Previous, State + RunInspection.Damaged, Previous + RunInspection.Damaged];

    private readonly string newest = Path.Combine(folder, training + State);
    private readonly string previous = Path.Combine(folder, training + Previous);
    private long saved = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public bool IsDue => Stopwatch.GetElapsedTime(saved) >= pause;

    /// <inheritdoc/>
    public bool TakeUp(Action<Stream> resume) => TakeUp(newest, resume) || TakeUp(previous, resume);

    /// <inheritdoc/>
    public void Save(Action<Stream> write)
    {
        AtomicFile.CreateFolder(folder);
        if (File.Exists(newest))
        {
            AtomicFile.Move(newest, previous);
        }

        AtomicFile.Write(newest, write);
        saved = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public ITrainingStore For(string part) => new CellCheckpoint(folder, pause, report, $"{training}-{part}");

    /// <summary>Takes away the states in a cell's folder, and the folder unless something else lies in it.</summary>
    public static void Forget(string folder)
    {
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            if (AtomicFile.IsPartial(file) || Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            {
                AtomicFile.Delete(file);
            }
        }

        AtomicFile.DeleteEmptyFolder(folder);
    }

    private bool TakeUp(string path, Action<Stream> resume)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var state = File.OpenRead(path);
            resume(state);
            return true;
        }
        catch (InvalidDataException e)
        {
            AtomicFile.Move(path, path + RunInspection.Damaged);
            report($"{path}: this training state cannot be used ({e.Message}); it is kept as "
                + $"{Path.GetFileName(path)}{RunInspection.Damaged}, and training resumes from "
                + $"{(path == newest && File.Exists(previous) ? "the state before it" : "its first step")}.");
            return false;
        }
    }
}
