using System.Globalization;
using System.Text;

namespace Superposition.Checkpoints;

/// <summary>
/// The few Python literals that the header of an .npy array is made of, as numpy reads them: dictionaries, tuples, lists, strings in either
/// quotes, True, False and whole numbers, with the L that Python 2 wrote after long ones. Values are <see cref="Dictionary{TKey,
/// TValue}"/>, <see cref="List{T}"/>, string, bool and long.
/// </summary>
internal ref struct PythonLiteral
{
    private const int MaxNested = 16;

    private readonly ReadOnlySpan<char> text;
    private int place;
    private int nested;

    private PythonLiteral(ReadOnlySpan<char> text) => this.text = text;

    /// <summary>Reads a dictionary with strings as keys; null when the text is something else.</summary>
    public static Dictionary<string, object>? Dictionary(string text)
    {
        var literal = new PythonLiteral(text);
        return literal.Value() is Dictionary<string, object> dictionary && literal.Next() == '\0' ? dictionary : null;
    }

    /// <summary>The next character that is no white space, '\0' at the end.</summary>
    private char Next()
    {
        while (place < text.Length && char.IsWhiteSpace(text[place]))
        {
            place++;
        }

        return place < text.Length ? text[place] : '\0';
    }

    private bool Take(char character)
    {
        var isThere = Next() == character && character != '\0';
        place += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>The next value, or null when there is none that is understood.</summary>
    private object? Value()
    {
        if (++nested > MaxNested)
        {
            return null;
        }

        object? value = Next() switch
        {
            '{' => Entries(),
            '(' => Items(')'),
            '[' => Items(']'),
            '\'' or '"' => Text(),
            >= '0' and <= '9' or '-' => Number(),
            _ => Word(),
        };
        nested--;
        return value;
    }

    private Dictionary<string, object>? Entries()
    {
        place++;
        var entries = new Dictionary<string, object>(StringComparer.Ordinal);
        while (!Take('}'))
        {
            if (Next() is not ('\'' or '"') || Text() is not { } key || !Take(':') || Value() is not { } value
                || !entries.TryAdd(key, value) || !(Take(',') || Next() == '}'))
            {
                return null;
            }
        }

        return entries;
    }

    private List<object>? Items(char end)
    {
        place++;
        var items = new List<object>();
        while (!Take(end))
        {
            if (Value() is not { } item || !(Take(',') || Next() == end))
            {
                return null;
            }

            items.Add(item);
        }

        return items;
    }

    private string? Text()
    {
        var quote = text[place++];
        var value = new StringBuilder();
        for (; place < text.Length; place++)
        {
            if (text[place] == quote)
            {
                place++;
                return value.ToString();
            }

            place += text[place] == '\\' && place + 1 < text.Length ? 1 : 0;
            value.Append(text[place]);
        }

        return null;
    }

    private long? Number()
    {
        var start = place;
        place += text[place] == '-' ? 1 : 0;
        while (place < text.Length && char.IsAsciiDigit(text[place]))
        {
            place++;
        }

        var digits = text[start..place];
        place += place < text.Length && text[place] is 'L' or 'l' ? 1 : 0;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private bool? Word()
    {
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (text[place..].StartsWith(word, StringComparison.Ordinal))
            {
                place += word.Length;
                return value;
            }
        }

        return null;
    }
}
