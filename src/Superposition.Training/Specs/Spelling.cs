namespace Superposition.Specs;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
public static class Spelling
{
    /// <summary>
    /// "; did you mean "neurons"?" when a known word is close to the given one, otherwise an empty text. Ends a sentence either way with
    /// its mark.
    /// </summary>
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
                   orderby distance, candidate.Length descending
                   select candidate;
        return near.FirstOrDefault();
    }

    /// <summary>
    /// How many letters have to be inserted, dropped, replaced or swapped with their neighbour (optimal string alignment distance).
    /// </summary>
    private static int Distance(string first, string second)
    {
        if (first.Length > 100)
        {
            return int.MaxValue;
        }

        var distance = new int[first.Length + 1, second.Length + 1];
        for (var i = 0; i <= first.Length; i++)
        {
            for (var j = 0; j <= second.Length; j++)
            {
                distance[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(distance[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1),
                        Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[first.Length, second.Length];
    }
}
