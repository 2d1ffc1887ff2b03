using System.Globalization;
using System.Text;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Checkpoints;

/// <summary>
/// What a network's outputs are, as text: "pairs" for the ANDs of all pairs in lexicographic order, or a list such as "0-1,0-5,3-4".
/// </summary>
internal static class OutputNames
{
    private const string AllPairs = "pairs";

    // 33.5 million pairs in 270 MB. A structured read-off of d·m numbers stands for C(m, 2) outputs, so the size of the file is no bound
    // on them.
    private const int MaxFeatures = 8192;

    public static string Write(PairAnds outputs)
    {
        if (outputs.AreAll)
        {
            return outputs.Features <= MaxFeatures
                ? AllPairs
                : throw new NetworkFileException(
                    $"The outputs are all pairs of {outputs.Features} features, expected at most {MaxFeatures} features.");
        }

        var text = new StringBuilder();
        foreach (var (first, second) in outputs.Pairs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : ",")}{first}-{second}");
        }

        return text.ToString();
    }

    /// <param name="text">The text.</param>
    /// <param name="features">m, the number of features.</param>
    /// <param name="rows">How many outputs the network has; null when its read-off is structured and this text decides.</param>
    public static PairAnds Parse(string text, int features, int? rows)
    {
        if (text == AllPairs)
        {
            var count = (long)features * (features - 1) / 2;
            if (features is < 2 or > MaxFeatures)
            {
                throw Wrong(text, $"that for 2 to {MaxFeatures} features only, and the network has {features}");
            }

            if (rows is not null && rows != count)
            {
                throw Wrong(text, $"a list, because the network has {rows} outputs and all pairs of {features} features are {count}");
            }

            return PairAnds.All(features);
        }

        var pairs = new List<(int First, int Second)>();
        foreach (var range in text.AsSpan().Split(','))
        {
            var item = text.AsSpan()[range];
            var dash = item.IndexOf('-');
            if (dash < 0
                || !int.TryParse(item[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(item[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var second)
                || first >= second || second >= features)
            {
                throw Wrong(
                    text, $"\"{AllPairs}\" or a list of pairs k-l with k < l < {features}; {Quotation.Of(item.ToString())} is not such "
                    + "a pair");
            }

            if (pairs.Count > 0 && pairs[^1].CompareTo((first, second)) >= 0)
            {
                throw Wrong(text, $"pairs in increasing order; {first}-{second} comes after {pairs[^1].First}-{pairs[^1].Second}");
            }

            pairs.Add((first, second));
        }

        return rows is null || rows == pairs.Count
            ? PairAnds.Of(features, pairs)
            : throw Wrong(text, $"{rows} pairs, one for each row of readout.weight, and not {pairs.Count}");
    }

    private static NetworkFileException Wrong(string found, string expected) => NetworkManifest.Wrong("outputs", found, expected);
}
