using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Superposition.Specs;

/// <summary>Rules that the values of a spec have to keep, each giving the problem in words.</summary>
internal static class SpecRules
{
    public static IEnumerable<SpecProblem> Seeds(ImmutableArray<ulong> seeds) =>
        [.. NotEmpty("seeds", seeds), .. Distinct("seeds", seeds)];

    /// <summary>A list with at least one value, no value twice, each of them keeping a rule.</summary>
    public static IEnumerable<SpecProblem> Each<T>(string path, ImmutableArray<T> values, Func<string, T, IEnumerable<SpecProblem>> rule) =>
        [.. NotEmpty(path, values), .. values.IsDefault ? [] : values.SelectMany((value, i) => rule($"{path}[{i}]", value)),
            .. Distinct(path, values)];

    public static IEnumerable<SpecProblem> Between<T>(string path, T value, T least, T most, string? mostIs = null)
        where T : INumber<T>
    {
        if (!(value >= least && value <= most))
        {
            yield return new SpecProblem(
                path, Text(value), $"a number between {Text(least)} and {Text(most)}{(mostIs is null ? "" : $" ({mostIs})")}");
        }
    }

    public static IEnumerable<SpecProblem> OneOf(string path, string value, IEnumerable<string> known)
    {
        if (!known.Contains(value, StringComparer.Ordinal))
        {
            var hint = Spelling.Closest(value, known) is { } closest ? $"; did you mean \"{closest}\"?" : "";
            yield return new SpecProblem(path, Quotation.Of(value), $"one of {string.Join(", ", known)}{hint}");
        }
    }

    /// <summary>A text that shows something, where there is one.</summary>
    public static IEnumerable<SpecProblem> NotBlank(string path, string? text, string expected)
    {
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            yield return new SpecProblem(path, "empty", expected);
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
        return values.IsDefault ? [] : values.Index().Where(value => !seen.Add(value.Item)).Take(1).Select(value =>
            new SpecProblem($"{path}[{value.Index}]", "there for the second time", "different values"));
    }

    /// <summary>A number as it stands in a complaint.</summary>
    public static string Text<T>(T value)
        where T : INumber<T> => value.ToString(value is int or long ? "N0" : null, CultureInfo.InvariantCulture);
}
