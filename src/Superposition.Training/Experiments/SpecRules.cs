using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Superposition.Checkpoints;
using Superposition.Probing;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Experiments;

/// <summary>Rules that the values of a spec have to keep, each giving the problem in words.</summary>
internal static class SpecRules
{
    public static IEnumerable<SpecProblem> Seeds(ImmutableArray<ulong> seeds) =>
        [.. NotEmpty("seeds", seeds), .. Distinct("seeds", seeds)];

    /// <summary>A list with at least one value, no value twice, each of them keeping a rule.</summary>
    public static IEnumerable<SpecProblem> Each<T>(string path, ImmutableArray<T> values, Func<string, T, IEnumerable<SpecProblem>> rule) =>
        [.. NotEmpty(path, values), .. values.IsDefault ? [] : values.SelectMany((value, i) => rule($"{path}[{i}]", value)), .. Distinct(path, values)];

    public static IEnumerable<SpecProblem> Between<T>(string path, T value, T least, T most, string? mostIs = null)
        where T : INumber<T>
    {
        if (!(value >= least && value <= most))
        {
            yield return new SpecProblem(path, Text(value), $"a number between {Text(least)} and {Text(most)}{(mostIs is null ? "" : $" ({mostIs})")}");
        }
    }

    /// <summary>Training settings that make sense.</summary>
    public static IEnumerable<SpecProblem> Training(string path, TrainingSettings training) =>
    [
        .. Between($"{path}.steps", training.Steps, 1, 100_000_000),
        .. training.Batch is { } batch ? Between($"{path}.batch", batch, 1, 1_000_000) : [],
        .. Between($"{path}.weightDecay", training.WeightDecay, 0.0, 10.0),
        .. Between($"{path}.warmUp", training.WarmUp, 0, training.Steps, "the number of steps"),
        .. training.ClipNorm is { } clip ? Between($"{path}.clipNorm", clip, 1e-12, 1e12) : [],
        .. training.AverageDecay is { } decay ? Between($"{path}.averageDecay", decay, 0.0, 1 - 1e-9) : [],
        .. training.EarlyStop is not { } stop ? (SpecProblem[])[] :
        [
            .. Between($"{path}.earlyStop.every", stop.Every, 1, training.Steps, "the number of steps"),
            .. Between($"{path}.earlyStop.inputs", stop.Inputs, 1, 1_000_000),
            .. Between($"{path}.earlyStop.patience", stop.Patience, 1, 1_000_000),
        ],
    ];

    /// <summary>Probe settings that make sense.</summary>
    public static IEnumerable<SpecProblem> Probing(string path, ProbeSettings probing) =>
    [
        .. Between($"{path}.folds", probing.Folds, 2, 100),
        .. Between($"{path}.ridge", probing.Ridge, 0.0, 1e6),
        .. Between($"{path}.controls", probing.Controls, 1, 100_000),
        .. Between($"{path}.randomDirections", probing.RandomDirections, 1, 1_000_000),
        .. Between($"{path}.contexts", probing.Contexts, 2, 10_000),
        .. Between($"{path}.falseDiscoveryRate", probing.FalseDiscoveryRate, 1e-6, 0.5),
        .. Between($"{path}.readableAuc", probing.ReadableAuc, 0.5, 1.0),
        .. Between($"{path}.shareOfStrongest", probing.ShareOfStrongest, 0.0, 1.0),
        .. Between($"{path}.immaterialShare", probing.ImmaterialShare, 1e-6, 1.0),
    ];

    public static IEnumerable<SpecProblem> KnownConstruction(string path, string kind) => OneOf(path, kind, UniversalAndConstructions.All.Select(c => c.Kind));

    /// <summary>A construction that leaves the number of neurons to choose.</summary>
    public static IEnumerable<SpecProblem> ConstructionOfAnyWidth(string path, string kind) => OneOf(path, kind, UniversalAndConstructions.All.Where(c => c.RequiredNeurons(2) is null).Select(c => c.Kind));

    public static IEnumerable<SpecProblem> OneOf(string path, string value, IEnumerable<string> known)
    {
        if (!known.Contains(value, StringComparer.Ordinal))
        {
            var hint = Spelling.Closest(value, known) is { } closest ? $"; did you mean \"{closest}\"?" : "";
            yield return new SpecProblem(path, Quotation.Of(value), $"one of {string.Join(", ", known)}{hint}");
        }
    }

    private static IEnumerable<SpecProblem> NotEmpty<T>(string path, ImmutableArray<T> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            yield return new SpecProblem(path, "an empty list", "at least one value");
        }
    }

    private static IEnumerable<SpecProblem> Distinct<T>(string path, ImmutableArray<T> values)
    {
        var seen = new HashSet<T>();
        return values.IsDefault ? [] : values.Index().Where(value => !seen.Add(value.Item)).Take(1).Select(value => new SpecProblem($"{path}[{value.Index}]", "there for the second time", "different values"));
    }

    private static string Text<T>(T value)
        where T : INumber<T> => value.ToString(value is int or long ? "N0" : null, CultureInfo.InvariantCulture);
}
