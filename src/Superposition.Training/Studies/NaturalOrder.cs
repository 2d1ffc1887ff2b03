namespace Superposition.Studies;

/// <summary>
/// Texts in the order that people expect: whole numbers within them count as numbers, so that "8 features" precedes "12 features".
/// </summary>
internal static class NaturalOrder
{
    // CompareOptions.NumericOrdering of .NET has no effect where globalization is invariant, as it is here.

    /// <summary>Below 0 where the first text comes first, above 0 where the second does. Only equal texts give 0.</summary>
    public static int Compare(string first, string second)
    {
        var (i, j) = (0, 0);
        while (i < first.Length && j < second.Length)
        {
            if (char.IsAsciiDigit(first[i]) && char.IsAsciiDigit(second[j]))
            {
                var a = Number(first, ref i);
                var b = Number(second, ref j);
                if ((a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.CompareTo(b, StringComparison.Ordinal)) is not 0 and var order)
                {
                    return order;
                }
            }
            else if (first[i++].CompareTo(second[j++]) is not 0 and var order)
            {
                return order;
            }
        }

        var rest = (first.Length - i).CompareTo(second.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(first, second);
    }

    /// <summary>The digits from a place on, without leading zeros.</summary>
    private static ReadOnlySpan<char> Number(string text, ref int place)
    {
        var start = place;
        while (place < text.Length && char.IsAsciiDigit(text[place]))
        {
            place++;
        }

        return text.AsSpan(start, place - start).TrimStart('0');
    }
}
