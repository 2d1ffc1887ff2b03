using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>The ANDs of sets of t features: of all sets, of random ones, or of those that are listed.</summary>
[Description("ANDs of sets of t features: all sets, a number of random ones, or those that are listed.")]
public sealed record AndsSpec : BooleanTargetsSpec
{
    private const int MaxSets = 1 << 22;

    /// <summary>t, the number of features of a set.</summary>
    [Description("t, the number of features of a set.")]
    public required int FanIn { get; init; }

    /// <summary>The number of random sets; null where sets are listed or all taken.</summary>
    [Description("How many sets are drawn with the seed; the same set may come twice.")]
    public int? Count { get; init; }

    /// <summary>The name that sets are drawn by.</summary>
    [Description("The name that sets are drawn by, so that tasks have other draws or the same; \"sets\" when left out.")]
    public string? DrawnAs { get; init; }

    /// <summary>The sets, each of t increasing indices from 0; null where sets are counted or all taken.</summary>
    [Description("The sets, each with increasing features.")]
    public ImmutableArray<ImmutableArray<int>>? List { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsFixed => Count is null;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
    [
        .. base.Problems(path, inputs),
        .. SpecRules.Between($"{path}.fanIn", FanIn, 1, Math.Min(255, inputs.Features), "the number of features"),
        .. Count is { } count ? SpecRules.Between($"{path}.count", count, 1, MaxSets) : [],
        .. Count is null && List is null && FanIn >= 1 && FanIn <= inputs.Features && Combinations.Count(inputs.Features, FanIn) > MaxSets
            ? [new SpecProblem(
                path, FormattableString.Invariant($"all {Combinations.Count(inputs.Features, FanIn):N0} sets"),
                FormattableString.Invariant($"at most {MaxSets:N0}: a count or a list"))]
            : (SpecProblem[])[],
        .. DrawnAs is not null && Count is null
            ? [new SpecProblem($"{path}.drawnAs", "given", "none where sets are not drawn")]
            : (SpecProblem[])[],
        .. Count is not null && List is not null
            ? [new SpecProblem($"{path}.list", "given together with count", "one of the two")]
            : (SpecProblem[])[],
        .. List is null ? [] : FeatureSets.Problems($"{path}.list", List.Value, FanIn, inputs.Features, mayRepeat: true),
    ];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var sets = Count is { } count ? FanInAnds.Draw(inputs.Features, FanIn, count, seed.Stream(DrawnAs ?? "sets"))
            : List is { } list ? FanInAnds.Of(inputs.Features, FanIn, [.. list.Select(set => (IReadOnlyList<int>)set)])
            : FanInAnds.All(inputs.Features, FanIn);
        return new TaskTargets(
            sets, output => string.Join('∧', sets.Sets[output].Select(feature => FormattableString.Invariant($"x{feature}"))))
        {
            Spec = Count is null ? this : this with { Count = null, DrawnAs = null, List = sets.Sets },
        };
    }
}
