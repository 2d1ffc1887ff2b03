namespace Superposition.Experiments;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
public static class Spelling
{
    /// <summary>"; did you mean "neurons"?" when a known word is close to the given one, otherwise an empty text. Ends a sentence either way with its mark.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What could have been written.</param>
    public static string Hint(string word, IEnumerable<string> known) =>
        Closest(word, known) is { } closest ? $"; did you mean \"{closest}\"?" : ".";

    /// <summary>The known word within a third of its letters of the given one, or null.</summary>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        var near = from candidate in known
                   let distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())
                   where distance <= Math.Max(1, candidate.Length / 3) && word.Length <= 2 * candidate.Length
                   orderby distance
                   select candidate;
        return near.FirstOrDefault();
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements that turn one word into the other.</summary>
    private static int Distance(string first, string second)
    {
        if (first.Length > 100)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        foreach (var letter in first)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < second.Length; j++)
            {
                var replaced = diagonal + (letter == second[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(diagonal, row[j]) + 1);
            }
        }

        return row[^1];
    }
}
