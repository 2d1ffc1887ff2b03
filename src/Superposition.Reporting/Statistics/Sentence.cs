namespace Superposition.Reporting.Statistics;

/// <summary>How sentences are put together.</summary>
internal static class Sentence
{
    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length <= 1 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>The text with a capital letter at its beginning.</summary>
    public static string Capital(string text) => text.Length > 0 && char.IsAsciiLetterLower(text[0])
        ? $"{char.ToUpperInvariant(text[0])}{text[1..]}"
        : text;
}
