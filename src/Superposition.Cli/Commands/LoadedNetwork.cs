using System.Collections.Immutable;
using System.CommandLine;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Cli.Commands;

/// <summary>A network from a file, with the task that it is measured against.</summary>
/// <param name="Path">The file.</param>
/// <param name="Network">The network.</param>
/// <param name="Origin">Where its weights came from.</param>
/// <param name="Task">Its task: what --task says, otherwise what the file says.</param>
/// <param name="Notes">What had to be assumed.</param>
internal sealed record LoadedNetwork(string Path, ReluNetwork Network, NetworkOrigin Origin, StudyTask Task, ImmutableArray<string> Notes)
    : IDisposable
{
    /// <summary>The pairs that its outputs are the ANDs of; null for other functions.</summary>
    public PairAnds? Pairs => Task.Boolean as PairAnds;

    /// <summary>What the classes of inputs are, for tables.</summary>
    public string Classes => Errors.TargetWords.Classes(Task.Targets);

    /// <summary>Reads a network and its task.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parsed">The command's arguments.</param>
    /// <param name="options">Those on inputs and task.</param>
    /// <param name="reading">How a foreign file is read.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="layersAlone">
    /// Whether its layers matter and not what its outputs are: where nobody says it, all pairs of its features are asked about.
    /// </param>
    /// <exception cref="NetworkFileException">The file is no network, or does not say what its outputs are.</exception>
    /// <exception cref="CallerException">The task is not that of the network, or its inputs are not known.</exception>
    public static LoadedNetwork Load(
        string path, ParseResult parsed, InputOptions options, ForeignReading reading, CancellationToken cancellation,
        bool layersAlone = false)
    {
        var (network, manifest, notes) = NetworkFile.Load(path, reading with { KnowsOutputs = options.GivesTask(parsed) });
        try
        {
            var (task, note) = TaskOf(path, network, manifest, parsed, options, cancellation, layersAlone);
            return new LoadedNetwork(path, network, manifest.Origin, task, note is null ? notes : notes.Add(note));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Reads a network with the task that its file names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Draws what is random in the task.</param>
    /// <exception cref="NetworkFileException">The file is no network, or does not say what its task is.</exception>
    public static LoadedNetwork AsStored(string path, Seed seed)
    {
        var (network, manifest, _) = NetworkFile.Load(path);
        try
        {
            return AsStored(path, network, manifest, seed);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>A network with the task that is stored with it.</summary>
    /// <param name="path">Its file, or what it is called.</param>
    /// <param name="network">The network.</param>
    /// <param name="manifest">What its file says.</param>
    /// <param name="seed">Draws what is random in the task.</param>
    /// <exception cref="NetworkFileException">It does not say what its task is.</exception>
    public static LoadedNetwork AsStored(string path, ReluNetwork network, NetworkManifest manifest, Seed seed)
    {
        var (targets, note) = TargetsOf(path, network, manifest, layersAlone: false);
        var inputs = InputsOf(manifest) ?? throw new NetworkFileException($"{path} does not say how many features are active.");
        return new LoadedNetwork(
            path, network, manifest.Origin, Draw(path, new TaskSpec { Inputs = inputs, Targets = targets }, seed), note is null
                ? []
                : [note]);
    }

    /// <summary>The task of a network: what the options say, otherwise what its file says.</summary>
    /// <param name="path">The file, for complaints.</param>
    /// <param name="network">The network.</param>
    /// <param name="manifest">What its file says.</param>
    /// <param name="parsed">The command's arguments.</param>
    /// <param name="options">Those on inputs and task.</param>
    /// <param name="cancellation">Stops the reading of a circuit.</param>
    /// <param name="layersAlone">Whether its layers matter and not what its outputs are.</param>
    /// <returns>The task, and what had to be assumed of it.</returns>
    /// <exception cref="NetworkFileException">Nobody says what its outputs are.</exception>
    /// <exception cref="CallerException">The task is not that of the network, or its inputs are not known.</exception>
    public static (StudyTask Task, string? Note) TaskOf(
        string path, ReluNetwork network, NetworkManifest manifest, ParseResult parsed, InputOptions options,
        CancellationToken cancellation, bool layersAlone = false)
    {
        var given = options.Task(parsed, cancellation);
        var (targets, note) = given is null
            ? TargetsOf(path, network, manifest, layersAlone)
            : (given.Targets, given.Encoding is null ? null : NoteOn(given.Encoding, network));
        var inputs = options.Inputs(parsed, network.Features, given?.Inputs ?? InputsOf(manifest), targets)
            ?? throw new CallerException($"{path} does not say how many features are active, expected --active s.");
        var task = Draw(path, new TaskSpec { Inputs = inputs, Targets = targets, Encoding = given?.Encoding }, options.Seed(parsed));
        return task.Features == network.Features && (task.Outputs == network.Outputs || layersAlone)
            ? (task, note)
            : throw new CallerException(
                $"{path} maps {Wording.Count(network.Features, "feature")} to {Wording.Count(network.Outputs, "output")}, but the task "
                    + $"has {Wording.Count(task.Features, "feature")} and {Wording.Count(task.Outputs, "output")}: expected the task of "
                    + "this network.");
    }

    /// <summary>Errors on its task's inputs.</summary>
    public ErrorReport Measure(ReluNetwork network, InputSample? sample, RealSample? real) => sample is not null
        ? OutputErrors.Measure(network, Task.Boolean!, sample)
        : RealErrors.Measure(network, Task.Targets.Real!, real!);

    /// <summary>Says how a foreign file was read, before anything else is said about it; next to JSON on standard error.</summary>
    public static void Say(Screen screen, bool json, string path, ImmutableArray<string> notes)
    {
        if (notes.IsEmpty)
        {
            return;
        }

        var line = $"{path}: {string.Join(' ', notes)}";
        if (json)
        {
            screen.Warn(line);
        }
        else
        {
            screen.Line(line);
        }
    }

    /// <summary>One line on the network; its path is left out where it was said before.</summary>
    public string Describe() =>
        $"{(Notes.IsEmpty ? $"{Path}: " : "")}{Origin}, {Network.Features} features, {Wording.Count(Network.Layers.Count, "layer")} with "
            + $"{Wording.Count(Network.Neurons, "neuron")}, {Errors.TargetWords.Outputs(Task.Targets)}";

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    /// <summary>What a file says of its outputs; pairs where there are as many outputs as pairs and it says nothing.</summary>
    private static (TargetsSpec Targets, string? Note) TargetsOf(
        string path, ReluNetwork network, NetworkManifest manifest, bool layersAlone)
    {
        if (manifest.Targets is { } targets)
        {
            return (targets, null);
        }

        if (manifest.Outputs is { } pairs)
        {
            return (pairs.AreAll
                ? new PairsSpec()
                : new PairsSpec { List = [.. pairs.Pairs.Select(pair => ImmutableArray.Create(pair.First, pair.Second))] }, null);
        }

        var (m, g) = (network.Features, network.Outputs);
        if (layersAlone)
        {
            return m >= 2
                ? (new PairsSpec(), null)
                : throw new NetworkFileException(
                    $"{path}: the network has one feature, expected two or more: labels are the ANDs of pairs.");
        }

        return m >= 2 && g == (long)m * (m - 1) / 2
            ? (new PairsSpec(),
                $"The file does not say what its outputs are; they are taken for the ANDs of all pairs of {m} features in order.")
            : throw new NetworkFileException($"{path}: the file does not say what its {Wording.Count(g, "output")} of "
                + $"{Wording.Count(m, "feature")} are, expected --task with {TaskText.Forms}.");
    }

    /// <summary>What becomes of the encoding that --task names: a network has its own Φ or none.</summary>
    public static string NoteOn(EncodingSpec encoding, ReluNetwork network)
    {
        var phi = network.Encoding is null
            ? "The network reads the features themselves, so the encoding in --task is not used"
            : "The network has its own Φ, so that in --task is not used";
        return encoding.Noise is not > 0 ? $"{phi}."
            : network.Encoding is null ? $"{phi}, nor is its noise."
            : FormattableString.Invariant($"{phi}; its noise ν = {encoding.Noise} is added in one row of measure and nowhere else.");
    }

    private static StudyTask Draw(string path, TaskSpec spec, Seed seed)
    {
        foreach (var problem in spec.Problems(""))
        {
            throw new CallerException($"{path}: {problem.Path} is {problem.Found}, expected {problem.Expected}.");
        }

        return spec.Draw(seed);
    }

    private static InputsSpec? InputsOf(NetworkManifest manifest) => manifest.Distribution ?? (manifest.Inputs is { } inputs
        ? InputOptions.SetOf(inputs.Features, inputs.Active, inputs.Sparsity)
        : null);
}
