using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>Inputs with exactly s active features, all equally probable.</summary>
[Description("Exactly s features are active, every choice with the same probability.")]
public sealed record ExactlyActiveSpec : SparseSetSpec
{
    private protected override Sparsity Sparsity => Sparsity.Exactly;
}

/// <summary>Inputs with at most s active features, all equally probable.</summary>
[Description("At most s features are active, every input with the same probability.")]
public sealed record AtMostActiveSpec : SparseSetSpec
{
    private protected override Sparsity Sparsity => Sparsity.AtMost;
}

/// <summary>A set of s-sparse inputs.</summary>
public abstract record SparseSetSpec : InputsSpec
{
    /// <summary>s, the number of active features.</summary>
    [Description("s, the number of active features.")]
    public required int Active { get; init; }

    private protected abstract Sparsity Sparsity { get; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. base.Problems(path), .. SpecRules.Between($"{path}.active", Active, 1, Math.Max(1, Features), "the number of features")];

    /// <inheritdoc/>
    public override InputDistribution Draw(TaskTargets targets, Seed seed) =>
        new SparseSet(new SparseInputs(Features, Active, Sparsity), Values);

    private sealed class SparseSet(SparseInputs space, ValuesSpec? values) : InputDistribution(values)
    {
        public override SparseInputs Space => space;

        public override string Description => Words($"{space}");

        public override SparseVectors Draw(Random random, int inputs) => WithValues(space.Draw(random, inputs), random);

        public override InputSample Sample(int most, Seed seed) =>
            AreReal ? base.Sample(most, seed) : InputSample.AllUpTo(space, most, seed);

        internal override ITrainingTask Batches(TaskTargets targets) =>
            targets.Boolean is { } functions && !AreReal ? new BooleanTask(space, functions) : base.Batches(targets);
    }
}
