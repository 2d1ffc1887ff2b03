using System.Globalization;
using System.Text;

namespace Superposition.Specs;

/// <summary>
/// Text out of a file, made fit to stand in a one-line message: quoted, cut to a length, control characters and broken characters escaped.
/// </summary>
internal static class Quotation
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text.Length > Longest ? text.AsSpan(0, Longest) : text)
        {
            if (char.IsControl(character) || char.IsSurrogate(character)
                || char.GetUnicodeCategory(character) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Format)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                quoted.Append(character);
            }
        }

        return quoted.Append(text.Length > Longest ? "…\"" : "\"").ToString();
    }

    /// <summary>A few names out of many, in order: "a", "b" and 7 more.</summary>
    public static string List(IEnumerable<string> names)
    {
        const int shown = 8;
        var sorted = names.Order(StringComparer.Ordinal).ToArray();
        var text = string.Join(", ", sorted.Take(shown).Select(Of));
        return sorted.Length switch
        {
            0 => "none",
            > shown => $"{text} and {sorted.Length - shown} more",
            _ => text,
        };
    }
}
