using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>The ANDs of pairs of features.</summary>
[Description("The ANDs of pairs of features: all of them, a number of random ones, or those that are listed.")]
public sealed record PairsSpec : BooleanTargetsSpec
{
    // 33.5 million pairs in 270 MB.
    private const int MaxFeatures = 8192;

    /// <summary>The number of random pairs; null where pairs are listed or all taken.</summary>
    [Description("How many pairs are drawn with the seed.")]
    public int? Count { get; init; }

    /// <summary>The name that pairs are drawn by.</summary>
    [Description("The name that pairs are drawn by, so that tasks have other draws or the same; \"pairs\" when left out.")]
    public string? DrawnAs { get; init; }

    /// <summary>The pairs, each [k, l] with k &lt; l counted from 0; null where pairs are counted or all taken.</summary>
    [Description("The pairs, as [k, l] with k < l; outputs come in lexicographic order.")]
    public ImmutableArray<ImmutableArray<int>>? List { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsFixed => Count is null;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs)
    {
        var m = inputs.Features;
        return
        [
            .. base.Problems(path, inputs),
            .. SpecRules.Between("inputs.features", m, 2, MaxFeatures, "pairs need two features"),
            .. Count is { } count
                ? SpecRules.Between(
                    $"{path}.count", count, 1, (int)Math.Min(int.MaxValue, Math.Max(1, m * (m - 1L) / 2)), "the number of pairs")
                : [],
            .. Count is not null && List is not null
                ? [new SpecProblem($"{path}.list", "given together with count", "one of the two")]
                : (SpecProblem[])[],
            .. DrawnAs is not null && Count is null
                ? [new SpecProblem($"{path}.drawnAs", "given", "none where pairs are not drawn")]
                : (SpecProblem[])[],
            .. List is null ? [] : FeatureSets.Problems($"{path}.list", List.Value, size: 2, m),
        ];
    }

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var pairs = Count is { } count ? PairAnds.Draw(inputs.Features, count, seed.Stream(DrawnAs ?? "pairs"))
            : List is { } list ? PairAnds.Of(inputs.Features, list.Select(pair => (pair[0], pair[1])))
            : PairAnds.All(inputs.Features);
        return new TaskTargets(
            pairs, output => FormattableString.Invariant($"x{pairs.Pairs[output].First}∧x{pairs.Pairs[output].Second}"))
        {
            Spec = Count is null
                ? this
                : this with
                {
                    Count = null,
                    DrawnAs = null,
                    List = [.. pairs.Pairs.Select(pair => ImmutableArray.Create(pair.First, pair.Second))]
                },
        };
    }
}

/// <summary>Rules for lists of sets of features.</summary>
internal static class FeatureSets
{
    /// <summary>At least one set; each of one size, increasing and below m; none twice unless that is allowed.</summary>
    public static IEnumerable<SpecProblem> Problems(
        string path, ImmutableArray<ImmutableArray<int>> sets, int size, int features, bool mayRepeat = false)
    {
        if (sets.IsEmpty)
        {
            yield return new SpecProblem(path, "an empty list", "at least one set of features");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, set) in sets.Index())
        {
            var text = string.Join(", ", set);
            var place = FormattableString.Invariant($"{path}[{index}]");
            if (set.Length != size || set.Zip(set.Skip(1)).Any(pair => pair.First >= pair.Second) || set[0] < 0 || set[^1] >= features)
            {
                yield return new SpecProblem(
                    place, $"[{text}]", FormattableString.Invariant($"{size} increasing features from 0 to {features - 1}"));
            }
            else if (!seen.Add(text) && !mayRepeat)
            {
                yield return new SpecProblem(place, "there for the second time", "different sets");
            }
        }
    }
}
