using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Checkpoints.Foreign;

/// <summary>
/// Networks out of other programs' files. A map says which arrays are which parts; without one the names do (<see cref="NamingSchemes"/>),
/// and shapes decide what stands transposed. The first note says what was taken for what, and what was ignored.
/// </summary>
public static class ForeignNetworks
{
    /// <summary>Makes a network of the arrays in a foreign file; the caller disposes it.</summary>
    /// <param name="file">The arrays; matrices and biases of any float or integer type become float32.</param>
    /// <param name="reading">What the caller knows besides.</param>
    /// <exception cref="NetworkFileException">
    /// The arrays are not those of a network, or do not fit each other, or the file holds several networks.
    /// </exception>
    public static StoredNetwork Import(IArrayFile file, ForeignReading reading)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        var placed = Place(file, reading, notes);
        var network = placed.Build();
        try
        {
            var manifest = NetworkManifest.IsOurs(file.Metadata)
                ? NetworkManifest.Parse(file.Metadata, network.Features, network.Outputs)
                : new NetworkManifest
                {
                    Origin = NetworkOrigin.Imported,
                    Outputs = reading.KnowsOutputs
                    ? null
                    : Outputs(network.Features, network.Outputs, notes),
                    Version = null
                };
            return new StoredNetwork(network, manifest, notes.ToImmutable());
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Whether the names of a file's arrays are those of a network as other programs write it.</summary>
    internal static bool IsIn(IArrayFile file) => NamingSchemes.Drafts(file.Arrays).Any();

    /// <summary>How many networks a foreign file holds along a leading axis of all its arrays; null when there is no such axis.</summary>
    /// <exception cref="NetworkFileException">The arrays are not those of a network.</exception>
    public static long? Instances(IArrayFile file, ForeignReading reading) =>
        Draft(file, reading).Select(draft => file.Arrays[draft.Matrices.First().Array].Shape).Where(shape =>
            shape.Length == 3).Select(shape => (long?)shape[0]).FirstOrDefault();

    private static PlacedDraft Place(IArrayFile file, ForeignReading reading, ImmutableArray<string>.Builder notes)
    {
        var drafts = Draft(file, reading);
        NetworkFileException? first = null;
        foreach (var draft in drafts)
        {
            try
            {
                return PlacedDraft.Fit(draft, file, reading, notes);
            }
            catch (NetworkFileException e)
            {
                // Another reading of the names may fit. When none does, the most likely one says why.
                first ??= e;
            }
        }

        throw first!;
    }

    private static NetworkDraft[] Draft(IArrayFile file, ForeignReading reading)
    {
        if (reading.Map.IsWhole)
        {
            var mapped = NetworkDraft.Of(reading.Map, file.Arrays);
            return mapped.Matrices.Any()
                ? [mapped]
                : throw new NetworkFileException("The map names no matrix, expected layers.0.weight or readout.weight.");
        }

        if (reading.Map.Arrays.Values.FirstOrDefault(name => !file.Arrays.ContainsKey(name)) is { } missing)
        {
            throw new NetworkFileException($"The map names the array {Quotation.Of(missing)}, found {Quotation.List(file.Arrays.Keys)}.");
        }

        var drafts = NamingSchemes.Drafts(file.Arrays).Select(draft => draft.With(reading.Map)).ToArray();
        if (drafts.Length == 0)
        {
            throw new NetworkFileException(
                $"No network was found in the arrays {Quotation.List(file.Arrays.Keys)}, expected names such as W_in and W_out, "
                    + "fc1.weight and fc2.weight, layers.0.weight and readout.weight, or --map "
                    + "layers.0.weight=NAME,layers.0.bias=NAME,readout.weight=NAME.");
        }

        Leftovers.Refuse(file.Arrays, drafts[0]);
        return drafts;
    }

    /// <summary>As many outputs as pairs can hardly be anything but the pairs, unless there are as many as features, too.</summary>
    private static PairAnds? Outputs(long features, long outputs, ImmutableArray<string>.Builder notes)
    {
        if (outputs != features * (features - 1) / 2 || outputs == features)
        {
            return null;
        }

        notes.Add($"The file does not say what its {outputs} outputs are: taken as the ANDs of all pairs of {features} features in "
            + "lexicographic order.");
        return PairAnds.All((int)features);
    }
}
