using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Superposition.Studies;

namespace Superposition.Reporting.Views;

/// <summary>What the names of coordinates and measures are called in figures and tables.</summary>
internal static partial class Quantities
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["neurons"] = "neurons d",
        ["features"] = "features m",
        ["active"] = "active features s",
        ["dimension"] = "dimension d₀",
        ["readOff"] = "read-off",
        ["epsilon"] = "ε",
        ["certified"] = "certified ε",
        ["certified.upper"] = "certified ε",
        ["certified.lower"] = "certified ε, lower end",
        ["rms"] = "root-mean-square error",
        ["loss"] = "training loss",
        ["learningRate"] = "learning rate",
        ["errors.threshold"] = "threshold errors",
        ["snapshots"] = "weights of the first layer",
        ["snapshots.steps"] = "step",
        ["curve.steps"] = "steps",
        ["curve.loss"] = "training loss",
        ["curve.epsilon"] = "ε",
        ["curve.rms"] = "root-mean-square error",
        ["curve.wrong"] = "threshold errors",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Symbols = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["neurons"] = "d",
        ["features"] = "m",
        ["active"] = "s",
        ["dimension"] = "d₀",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Widths = FrozenSet.ToFrozenSet(["neurons", "features", "dimension"], StringComparer.Ordinal);

    /// <summary>What a name is called: "neurons d", "rms none", "learning rate".</summary>
    public static string Label(string name)
    {
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        var parts = name.Split('.');
        return string.Join(", ",
            parts.Select(part => Known.GetValueOrDefault(part)
                ?? Hump().Replace(part, match => $" {match.Value.ToLowerInvariant()}").Replace('-', ' ')));
    }

    /// <summary>What follows "one for each": "network", "value of d".</summary>
    public static string Each(string coordinate) =>
        Symbols.TryGetValue(coordinate, out var symbol) ? $"value of {symbol}" : Label(coordinate);

    /// <summary>A value with what it is a value of: "d = 64", "learning rate 0.003"; a text stands for itself.</summary>
    public static string Value(string coordinate, StudyValue value) =>
        value is StudyValue.Text text ? text.Value : Symbols.TryGetValue(coordinate, out var symbol)
            ? $"{symbol} = {value}"
            : $"{Label(coordinate)} {value}";

    /// <summary>A selection in words: "signs or subset, d = 64 or d = 128"; every row where it is empty.</summary>
    public static string Rows(RowSelection selection) => selection.Of.IsEmpty
        ? "every row"
        : string.Join(", ", StudyRow.InOrder(selection.Of.Keys)
            .Select(name => string.Join(" or ", selection.Of[name].Select(value => Value(name, value)))));

    /// <summary>Whether a coordinate counts widths, which double from one value to the next.</summary>
    public static bool IsWidth(string coordinate) => Widths.Contains(coordinate);

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hump();
}
