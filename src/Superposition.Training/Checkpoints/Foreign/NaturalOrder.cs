using System.Text.RegularExpressions;

namespace Superposition.Checkpoints.Foreign;

/// <summary>The order of names in which numbers count as numbers: fc2 before fc10.</summary>
internal sealed partial class NaturalOrder : IComparer<string>
{
    private const int Digits = 20;

    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => string.CompareOrdinal(Padded(x), Padded(y));

    private static string Padded(string? name) => Number().Replace(name ?? "", number => number.Value.PadLeft(Digits, '0'));

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
