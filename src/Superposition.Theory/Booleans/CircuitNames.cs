using System.Collections.Immutable;
using System.Globalization;

namespace Superposition.Booleans;

/// <summary>The names of a circuit's features: given, or made of a word and their index when they are asked for.</summary>
internal sealed class CircuitNames
{
    private readonly ImmutableArray<string> given;
    private readonly int own;
    private readonly Lazy<ImmutableArray<string>> all;

    private CircuitNames(ImmutableArray<string> given, int own, int count)
    {
        (this.given, this.own, Count) = (given, own, count);
        all = new(() => count == given.Length ? given : [.. Enumerable.Range(0, count).Select(NameOf)]);
    }

    /// <summary>m, the number of features.</summary>
    public int Count { get; }

    /// <summary>The names of all m features, in order; made when they are first asked for.</summary>
    public ImmutableArray<string> All => all.Value;

    /// <summary>Names for all features.</summary>
    public static CircuitNames Given(ImmutableArray<string> names) => new(names, names.Length, names.Length);

    /// <summary>The names x0, x1, … for a number of features that have none of their own.</summary>
    public static CircuitNames Numbered(int count) => new([], count, count);

    /// <summary>The same, and idle features after them.</summary>
    public CircuitNames Among(int features) => new(given, own, features);

    private string NameOf(int feature) =>
        feature < given.Length ? given[feature] : string.Create(CultureInfo.InvariantCulture, $"{(feature < own ? "x" : "idle")}{feature}");
}
