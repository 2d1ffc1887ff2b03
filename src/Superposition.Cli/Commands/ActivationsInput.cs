using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Tasks;

namespace Superposition.Cli.Commands;

/// <summary>Activations with labels: out of a file, or of a network.</summary>
internal static class ActivationsInput
{
    /// <summary>Reads activations; null when the file is something else, such as a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelsPath">The file with the labels, where they stand in another: arrays, CSV or TSV.</param>
    /// <exception cref="NetworkFileException">
    /// One of the files is damaged, or something in it does not fit; the message begins with its path.
    /// </exception>
    public static StoredActivations? Load(string path, string? labelsPath)
    {
        using var stream = OpenRead(path);
        var file = About(path, () => ArrayFiles.Open(stream));
        if (!About(path, () => StoredActivations.IsIn(file)))
        {
            return labelsPath is null
                ? null
                : throw new NetworkFileException(
                    $"{path}: This is no file of activations, expected an array \"activations\" with --labels.");
        }

        var axes = About(path, () => ActivationLabels.AxesOf(file));
        var labels = labelsPath is null ? null : About(labelsPath, () => Labels(labelsPath, axes));
        return About(path, () => StoredActivations.Read(file, labels));
    }

    /// <summary>
    /// A network's activations on inputs, with labels and the features as raw input: the AND of every pair for networks of pairs, otherwise
    /// the task's functions.
    /// </summary>
    /// <param name="site">Where in which network.</param>
    /// <param name="task">The network's task.</param>
    /// <param name="sample">The inputs.</param>
    /// <param name="untrained">The same place before training, where it is known.</param>
    public static StoredActivations Of(NetworkSite site, StudyTask task, InputSample sample, NetworkSite? untrained = null) =>
        task.Boolean is PairAnds
            ? Of(site, PairAnds.All(task.Features), sample, untrained)
            : Of(site, task.Boolean!, [.. Enumerable.Range(0, task.Outputs).Select(task.NameOfOutput)], sample, untrained);

    /// <summary>A network's activations on inputs, with the AND of every pair as labels and the features as raw input.</summary>
    public static StoredActivations Of(NetworkSite site, PairAnds pairs, InputSample sample, NetworkSite? untrained = null) =>
        Of(site, pairs, [.. FeatureProbing.Names(pairs)], sample, untrained);

    /// <summary>
    /// A number for each input, the same for equal ones, which must not be divided between fitting and testing; null where no two are
    /// equal.
    /// </summary>
    public static ImmutableArray<long>? GroupsOf(InputSample sample)
    {
        var inputs = sample.Batches(checked((int)sample.Count)).Single();
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var groups = Enumerable.Range(0, inputs.Count).Select(i =>
        {
            var active = string.Join(',', inputs[i].ToArray());
            known.TryAdd(active, known.Count);
            return known[active];
        }).ToImmutableArray();
        return known.Count == groups.Length ? null : groups;
    }

    private static StoredActivations Of(
        NetworkSite site, IBooleanTargets functions, ImmutableArray<string> names, InputSample sample, NetworkSite? untrained)
    {
        var inputs = sample.Batches(checked((int)sample.Count)).Single();
        using var labels = TargetBatch.Of(inputs, functions).On.Places.ToDense(functions.Count);
        return new StoredActivations(
            site.Activations(inputs), labels.alias(), names, inputs.ToDense(functions.Features), untrained?.Activations(inputs));
    }

    private static ActivationLabels Labels(string path, ActivationAxes axes)
    {
        using var stream = OpenRead(path);
        return ActivationLabels.Read(LabelTable.IsText(stream) ? LabelTable.Read(stream) : ArrayFiles.Open(stream), axes);
    }

    /// <summary>Reads something out of a file; the message of what is wrong begins with its path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads from it.</param>
    public static T From<T>(string path, Func<Stream, T> read)
    {
        using var stream = OpenRead(path);
        return About(path, () => read(stream));
    }

    private static FileStream OpenRead(string path) => File.Exists(path) && new FileInfo(path).Length > 0
        ? File.OpenRead(path)
        : throw new NetworkFileException(
            $"{path}: {(File.Exists(path) ? "The file is empty or no regular file." : "There is no such file.")}");

    private static T About<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (NetworkFileException e)
        {
            throw new NetworkFileException($"{path}: {e.Message}", e);
        }
    }
}
