using System.Globalization;
using System.Text;

namespace Superposition.Cli;

/// <summary>
/// Text from outside (names of files, questions of specs, messages of libraries) as a terminal may show it: a control character or an
/// invisible formatting character, which could move the cursor, change colours or reverse what is read, becomes a replacement character.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text with every character that is not shown replaced; line feeds and tabs stay.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHidden))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            visible.Append(IsHidden(character) ? '\uFFFD' : character);
        }

        return visible.ToString();
    }

    /// <summary>The text as a single line.</summary>
    public static string OneLine(string text) => Of(text.ReplaceLineEndings(" ").Replace('\t', ' ').Trim());

    /// <summary>Whether a name holds characters that a terminal would not show, line feeds and tabs among them.</summary>
    public static bool IsHiddenIn(string name) => name.Any(character => IsHidden(character) || character is '\n' or '\t');

    private static bool IsHidden(char character) => character is not ('\n' or '\t') && char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
