using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Checkpoints;

/// <summary>Where a network's weights came from.</summary>
public enum NetworkOrigin
{
    /// <summary>Its weights come from a formula of this project, with a seed where they are random.</summary>
    Constructed,

    /// <summary>Its weights come from training by this project.</summary>
    Trained,

    /// <summary>From another program's file.</summary>
    Imported,
}

/// <summary>What a network file says about its network besides the weights. All of it is kept as strings in the file's metadata.</summary>
public sealed record NetworkManifest
{
    private const string FormatKey = "format", TaskKey = "task", OriginKey = "origin", FeaturesKey = "features", ActiveKey =
        "active", SparsityKey = "sparsity";
    private const string OutputsKey = "outputs", StartKey = "start", InputsKey = "inputs", SpecKey = "spec", SeedKey =
        "seed", VersionKey = "version";

    /// <summary>The value of <c>format</c> in the files of this version.</summary>
    public const string Format = "superposition/1";

    private static readonly ImmutableArray<string> OriginNames = ["constructed", "trained", "imported"];
    private static readonly ImmutableArray<string> SparsityNames = ["exactly", "at-most"];

    /// <summary>What the network is for, for example "universal-and"; null when that is not known.</summary>
    public string? Task { get; init; }

    /// <summary>Where the weights came from.</summary>
    public required NetworkOrigin Origin { get; init; }

    /// <summary>The sparse inputs that the network was made for; null when that is not known.</summary>
    public SparseInputs? Inputs { get; init; }

    /// <summary>What the outputs are, in their order; null when that is not known.</summary>
    public PairAnds? Outputs { get; init; }

    /// <summary>
    /// What the outputs are where they are not ANDs of pairs, with every text in it; null when that is not known, or <see cref="Outputs"/>
    /// says it.
    /// </summary>
    public TargetsSpec? Targets { get; init; }

    /// <summary>How inputs are drawn, where <see cref="Inputs"/> does not say all of it.</summary>
    public InputsSpec? Distribution { get; init; }

    /// <summary>
    /// The construction that training started from, for example "sign"; null when it started from random weights, or did not happen.
    /// </summary>
    public string? Start { get; init; }

    /// <summary>What the network was made by, as its maker writes it: opaque here.</summary>
    public string? Spec { get; init; }

    /// <summary>The seed of the run that made it.</summary>
    public Seed? Seed { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public string? Version { get; init; } = typeof(NetworkManifest).Assembly.GetName().Version?.ToString(3);

    /// <summary>The same with a task: its functions with everything that was drawn written out, and its inputs.</summary>
    public NetworkManifest For(StudyTask task)
    {
        var pairs = task.Boolean as PairAnds;
        return this with
        {
            Task = pairs is null ? "own-task" : "universal-and",
            Inputs = task.Inputs.Space,
            Outputs = pairs,
            Targets = pairs is null ? task.Targets.Spec : null,
            Distribution = task.Spec.Inputs is SparseSetSpec { Values: null } ? null : task.Spec.Inputs,
        };
    }

    /// <summary>Whether a file's metadata says that it is in this format.</summary>
    /// <exception cref="NetworkFileException">It is in another version of it.</exception>
    internal static bool IsOurs(IReadOnlyDictionary<string, string> strings)
    {
        var format = strings.GetValueOrDefault(FormatKey, "");
        return format == Format || (format.StartsWith("superposition", StringComparison.OrdinalIgnoreCase)
            ? throw Wrong(FormatKey, format, $"\"{Format}\", the one version that this program knows")
            : false);
    }

    /// <summary>The metadata strings.</summary>
    internal Dictionary<string, string> ToStrings(int features)
    {
        var strings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatKey] = Format,
            [OriginKey] = OriginNames[(int)Origin],
            [FeaturesKey] = features.ToString(CultureInfo.InvariantCulture),
        };
        AddUnlessNull(TaskKey, Task);
        AddUnlessNull(ActiveKey, Inputs?.Active.ToString(CultureInfo.InvariantCulture));
        AddUnlessNull(SparsityKey, Inputs is null ? null : SparsityNames[(int)Inputs.Sparsity]);
        AddUnlessNull(
            OutputsKey, Outputs is not null
            ? OutputNames.Write(Outputs)
            : Targets is null
            ? null
            : JsonSerializer.Serialize(Targets, SpecJson.Line));
        AddUnlessNull(InputsKey, Distribution is null ? null : JsonSerializer.Serialize(Distribution, SpecJson.Line));
        AddUnlessNull(StartKey, Start);
        AddUnlessNull(SpecKey, Spec);
        AddUnlessNull(SeedKey, Seed?.ToString());
        AddUnlessNull(VersionKey, Version);
        return strings;

        void AddUnlessNull(string key, string? value)
        {
            if (value is not null)
            {
                strings.Add(key, value);
            }
        }
    }

    /// <summary>Understands the metadata strings of a network with m features and, when its rows are stored, g outputs.</summary>
    /// <exception cref="NetworkFileException">A string is missing or wrong, or does not fit the network.</exception>
    internal static NetworkManifest Parse(IReadOnlyDictionary<string, string> strings, int features, int? outputs)
    {
        if (Number(strings, FeaturesKey) is { } stated && stated != (ulong)features)
        {
            throw Wrong(FeaturesKey, strings[FeaturesKey], $"\"{features}\" as in the shapes of the weights");
        }

        var names = strings.GetValueOrDefault(OutputsKey);
        var targets = names is not null && names.StartsWith('{') ? Part<TargetsSpec>(strings, OutputsKey) : null;
        if (outputs is null && !strings.ContainsKey(OutputsKey))
        {
            throw Wrong(OutputsKey, null, "the pairs that the structured read-off reads");
        }

        return new NetworkManifest
        {
            Task = strings.GetValueOrDefault(TaskKey),
            Origin = (NetworkOrigin)(Choice(strings, OriginKey, OriginNames) ?? throw Wrong(OriginKey, null, OneOf(OriginNames))),
            Inputs = ParseInputs(strings, features),
            Outputs = names is null || targets is not null ? null : OutputNames.Parse(names, features, outputs),
            Targets = targets,
            Distribution = Part<InputsSpec>(strings, InputsKey),
            Start = strings.GetValueOrDefault(StartKey),
            Spec = strings.GetValueOrDefault(SpecKey),
            Seed = Number(strings, SeedKey) is { } seed ? new Seed(seed) : null,
            Version = strings.GetValueOrDefault(VersionKey),
        };
    }

    private static T? Part<T>(IReadOnlyDictionary<string, string> strings, string key)
        where T : class
    {
        try
        {
            return strings.TryGetValue(key, out var text) ? TaskSpec.ReadPart<T>(text, key) : null;
        }
        catch (SpecException e)
        {
            throw new NetworkFileException($"The metadata {key}: {e.Message}", e);
        }
    }

    private static SparseInputs? ParseInputs(IReadOnlyDictionary<string, string> strings, int features)
    {
        var active = Number(strings, ActiveKey);
        var sparsity = Choice(strings, SparsityKey, SparsityNames);
        if (active is null != sparsity is null)
        {
            throw Wrong(active is null ? ActiveKey : SparsityKey, null, "both active and sparsity, or neither");
        }

        return active > (ulong)features
            ? throw Wrong(ActiveKey, strings[ActiveKey], $"at most the {features} features")
            : active is null ? null : new SparseInputs(features, (int)active, (Sparsity)sparsity!);
    }

    private static ulong? Number(IReadOnlyDictionary<string, string> strings, string key) => !strings.TryGetValue(key, out var text) ? null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(key, text, "a whole number from 0 to 2^64 − 1");

    private static int? Choice(IReadOnlyDictionary<string, string> strings, string key, ImmutableArray<string> names) =>
        !strings.TryGetValue(key, out var text) ? null
        : names.IndexOf(text) is >= 0 and var place ? place
        : throw Wrong(key, text, OneOf(names));

    private static string OneOf(ImmutableArray<string> names) => $"one of {string.Join(", ", names.Select(name => $"\"{name}\""))}";

    internal static NetworkFileException Wrong(string key, string? found, string expected) =>
        new(found is null
            ? $"The metadata has no {key}, expected {expected}."
            : $"The metadata {key} is {Quotation.Of(found)}, expected {expected}.");
}
