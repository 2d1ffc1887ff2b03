using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Cli.Commands;

/// <summary>Activations with labels: out of a file, or of a network.</summary>
internal static class ActivationsInput
{
    /// <summary>Reads activations; null when the file is something else, such as a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelsPath">The file with the labels, where they stand in another.</param>
    /// <exception cref="NetworkFileException">The file is damaged, or something in it does not fit.</exception>
    public static StoredActivations? Load(string path, string? labelsPath)
    {
        try
        {
            using var stream = Open(path);
            if (!StoredActivations.IsIn(StoredActivations.Open(stream)))
            {
                return labelsPath is null ? null : throw new NetworkFileException("This is no file of activations, expected an array \"activations\" beside --labels.");
            }

            stream.Position = 0;
            var file = StoredActivations.Open(stream);
            if (labelsPath is null)
            {
                return StoredActivations.Read(file, labels: null);
            }

            using var labels = Open(labelsPath);
            return StoredActivations.Read(file, StoredActivations.Open(labels));
        }
        catch (NetworkFileException e)
        {
            throw new NetworkFileException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>A network's activations on inputs, with labels and the features as raw input: the AND of every pair for networks of pairs, otherwise the task's functions.</summary>
    public static StoredActivations Of(NetworkSite site, StudyTask task, InputSample sample) => task.Boolean is PairAnds
        ? Of(site, PairAnds.All(task.Features), sample)
        : Of(site, task.Boolean!, [.. Enumerable.Range(0, task.Outputs).Select(task.NameOfOutput)], sample);

    /// <summary>A network's activations on inputs, with the AND of every pair as labels and the features as raw input.</summary>
    public static StoredActivations Of(NetworkSite site, PairAnds pairs, InputSample sample) =>
        Of(site, pairs, [.. pairs.Pairs.Select(pair => $"{pair.First}∧{pair.Second}")], sample);

    private static StoredActivations Of(NetworkSite site, IBooleanTargets functions, ImmutableArray<string> names, InputSample sample)
    {
        var inputs = sample.Batches(checked((int)sample.Count)).Single();
        using var labels = TargetBatch.Of(inputs, functions).On.Places.ToDense(functions.Count);
        return new StoredActivations(
            site.Activations(inputs), labels.alias(), names, inputs.ToDense(functions.Features));
    }

    private static FileStream Open(string path) => File.Exists(path)
        ? File.OpenRead(path)
        : throw new NetworkFileException("There is no such file.");
}
