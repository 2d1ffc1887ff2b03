using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>Every feature is active independently with one probability.</summary>
[Description("Every feature is active independently of the others, with one probability.")]
public sealed record BernoulliSpec : InputsSpec
{
    /// <summary>p, the probability that a feature is active.</summary>
    [Description("p, the probability that a feature is active.")]
    public required double Probability { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. base.Problems(path), .. SpecRules.Between($"{path}.probability", Probability, 1e-9, 1 - 1e-9)];

    /// <inheritdoc/>
    public override InputDistribution Draw(TaskTargets targets, Seed seed) => BernoulliInputs.Alike(Features, Probability, Values);
}

/// <summary>Every feature is active independently with a probability of its own.</summary>
[Description("Every feature is active independently of the others, each with a probability of its own.")]
public sealed record ProbabilitiesSpec : InputsSpec
{
    /// <summary>The probability that each feature is active, 0 … 1, one number for each of the m features.</summary>
    [Description("The probabilities of all features, in their order.")]
    public required ImmutableArray<double> Each { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. Each.Length == Features
            ? (SpecProblem[])[]
            : [new SpecProblem($"{path}.each", $"a list of {Each.Length:N0} probabilities", $"{Features:N0}, one for each feature")],
        .. Each.SelectMany((p, i) => SpecRules.Between(FormattableString.Invariant($"{path}.each[{i}]"), p, 0.0, 1.0)),
    ];

    /// <inheritdoc/>
    public override InputDistribution Draw(TaskTargets targets, Seed seed) => BernoulliInputs.Each(Each, Values);
}

/// <summary>Probabilities that fall as a power of the feature's rank.</summary>
[Description("Every feature is active independently of the others; the i-th (from 1) with probability largest · i^(−exponent).")]
public sealed record ZipfSpec : InputsSpec
{
    /// <summary>The probability of the first feature, the largest, above 0 and at most 1.</summary>
    [Description("The probability of the first feature.")]
    public required double Largest { get; init; }

    /// <summary>The exponent with which probabilities fall along ranks, 0 to 20; 1 is Zipf's law.</summary>
    [Description("The exponent; 1 is Zipf's law.")]
    public required double Exponent { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. base.Problems(path), .. SpecRules.Between($"{path}.largest", Largest, 1e-9, 1.0),
            .. SpecRules.Between($"{path}.exponent", Exponent, 0.0, 20.0)];

    /// <inheritdoc/>
    public override InputDistribution Draw(TaskTargets targets, Seed seed) =>
        BernoulliInputs.Each([.. Enumerable.Range(1, Features).Select(rank => Largest * Math.Pow(rank, -Exponent))], Values);
}
