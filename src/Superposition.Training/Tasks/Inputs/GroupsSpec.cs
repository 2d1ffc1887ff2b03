using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Relaxations;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>Features in groups that are active together more often than by chance.</summary>
[Description("Exactly s features are active; features form groups of equal size, and each further active feature is taken from the "
    + "group of the first with probability ρ.")]
public sealed record GroupsSpec : InputsSpec
{
    /// <summary>s, the number of active features.</summary>
    [Description("s, the number of active features.")]
    public required int Active { get; init; }

    /// <summary>The number of features of a group, a divisor of m.</summary>
    [Description("The number of features of a group; it divides the number of features.")]
    public required int GroupSize { get; init; }

    /// <summary>ρ, from 0 (independent) to 1 (all active features from one group).</summary>
    [Description("ρ, from 0 (independent) to 1 (all active features from one group).")]
    public required double Correlation { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.active", Active, 1, Math.Max(1, Features), "the number of features"),
        .. GroupSize >= Active && GroupSize >= 1 && GroupSize <= Features && Features % GroupSize == 0 ? (SpecProblem[])[]
            : [new SpecProblem(
                $"{path}.groupSize", FormattableString.Invariant($"{GroupSize}"),
                FormattableString.Invariant($"at least the {Active} active features, and a divisor of the {Features} features"))],
        .. SpecRules.Between($"{path}.correlation", Correlation, 0.0, 1.0),
    ];

    /// <inheritdoc/>
    public override InputDistribution Draw(TaskTargets targets, Seed seed) => new Groups(this);

    private sealed class Groups(GroupsSpec spec) : InputDistribution(spec.Values)
    {
        public override SparseInputs Space { get; } = new(spec.Features, spec.Active, Sparsity.Exactly);

        public override string Description =>
            Words(FormattableString.Invariant($"{Space}, in groups of {spec.GroupSize} with correlation {spec.Correlation}"));

        public override SparseVectors Draw(Random random, int inputs) =>
            WithValues(CorrelatedFeatures.Draw(spec.Features, spec.Active, spec.GroupSize, spec.Correlation, inputs, random), random);
    }
}
