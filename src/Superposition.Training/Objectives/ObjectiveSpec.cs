using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Specs;

namespace Superposition.Objectives;

/// <summary>An objective as a spec has it, by its kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MeanSquareSpec), "mse")]
[JsonDerivedType(typeof(BalancedSpec), "balanced-mse")]
[JsonDerivedType(typeof(PowerSpec), "power")]
[JsonDerivedType(typeof(AnnealedPowerSpec), "annealed-power")]
[JsonDerivedType(typeof(CrossEntropySpec), "cross-entropy")]
[JsonDerivedType(typeof(HingeSpec), "hinge")]
[JsonDerivedType(typeof(TailMeanSpec), "cvar")]
[JsonDerivedType(typeof(SoftMaximumSpec), "soft-maximum")]
[JsonDerivedType(typeof(BestReadOffSpec), "best-read-off-mse")]
[JsonDerivedType(typeof(BestReadOffMaximumSpec), "best-read-off-maximum")]
public abstract record ObjectiveSpec
{
    /// <summary>A name that tells objectives apart and is fit for a file, for example "l4".</summary>
    [JsonIgnore]
    public abstract string Id { get; }

    /// <summary>Whether targets have to be boolean functions: losses of the side of ½, classes of inputs, linear programs.</summary>
    [JsonIgnore]
    public virtual bool NeedsBooleanTargets => false;

    /// <summary>Whether a batch has to be every input: on a few inputs the smallest worst error says nothing of the others.</summary>
    [JsonIgnore]
    public virtual bool NeedsEveryInput => false;

    /// <summary>The objective that the spec stands for.</summary>
    public abstract IObjective ToObjective();

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the objective stands in the spec.</param>
    public virtual IEnumerable<SpecProblem> Problems(string path) => [];
}

/// <summary>An objective that is summed over outputs.</summary>
public abstract record SummedSpec : ObjectiveSpec
{
    /// <summary>How losses of single outputs become one; the mean when left out.</summary>
    [Description(
        "How losses of single outputs become one number: mean (when left out), sum, or for powers root, the p-th root of the mean.")]
    public Reduction? Reduction { get; init; }

    /// <summary>What an output counts; 1 when left out.</summary>
    [Description("What an output counts by how many members of its pair are active; the same when left out.")]
    public ClassWeightsSpec? Weights { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id =>
        FormattableString.Invariant($"{ShortName}{(Reduction is { } r and not Superposition.Objectives.Reduction.Mean
            ? $"-{r.ToString().ToLowerInvariant()}" : "")}{(Weights is { } w ? $"-w{w.None}-{w.One}-{w.Both}" : "")}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsBooleanTargets => Weights is not null;

    /// <summary>The name without what is said here.</summary>
    protected abstract string ShortName { get; }

    /// <summary>Whether there is a root of the mean.</summary>
    protected virtual bool HasRoot => false;

    /// <summary>
    /// The largest power: the root is taken relative to the largest error and stands 512; other reductions leave the range of float32 above
    /// 32.
    /// </summary>
    protected double MaxPower => Reduced == Superposition.Objectives.Reduction.Root ? 512 : 32;

    /// <summary>How losses of single outputs become one.</summary>
    protected Reduction Reduced => Reduction ?? Superposition.Objectives.Reduction.Mean;

    /// <summary>The weights of the classes none, one and both; null when all outputs count the same.</summary>
    protected ClassWeighting? Weighting => Weights is { } w ? ClassWeighting.Fixed([w.None, w.One, w.Both]) : null;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. Reduced == Superposition.Objectives.Reduction.Root && !HasRoot
            ? [new SpecProblem($"{path}.reduction", "root", "mean or sum; only powers have a root")]
            : (SpecProblem[])[],
        .. Weights is not { } w ? (SpecProblem[])[] :
        [
            .. SpecRules.Between($"{path}.weights.none", w.None, 0.0, 1e6),
            .. SpecRules.Between($"{path}.weights.one", w.One, 0.0, 1e6),
            .. SpecRules.Between($"{path}.weights.both", w.Both, 0.0, 1e6),
        ],
    ];
}

/// <summary>What an output counts by how many members of its pair are active.</summary>
public sealed record ClassWeightsSpec
{
    /// <summary>The weight of an output of whose pair no member is active, 0 to 1,000,000.</summary>
    [Description("What an output counts when none of its pair is active.")]
    public required double None { get; init; }

    /// <summary>The weight of an output of whose pair one member is active, 0 to 1,000,000.</summary>
    [Description("What an output counts when one of its pair is active.")]
    public required double One { get; init; }

    /// <summary>The weight of an output of whose pair both members are active, 0 to 1,000,000.</summary>
    [Description("What an output counts when both of its pair are active.")]
    public required double Both { get; init; }
}

/// <summary>The mean squared error over all inputs and outputs.</summary>
[Description("Mean squared error over all outputs.")]
public sealed record MeanSquareSpec : SummedSpec
{
    /// <inheritdoc/>
    protected override string ShortName => "mse";

    /// <inheritdoc/>
    public override IObjective ToObjective() => new PowerLoss(2, Reduced, Weighting);
}

/// <summary>Squared error with every class of inputs weighing the same.</summary>
[Description("Squared error, averaged within each class of inputs (none, one, both of a pair active) and then over classes.")]
public sealed record BalancedSpec : ObjectiveSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => "balanced";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsBooleanTargets => true;

    /// <inheritdoc/>
    public override IObjective ToObjective() => new PowerLoss(2, Reduction.Mean, ClassWeighting.Balanced);
}

/// <summary>The mean of |error|^p over all inputs and outputs, its sum or its p-th root.</summary>
[Description("Mean of |error|^p over all outputs.")]
public sealed record PowerSpec : SummedSpec
{
    /// <summary>p, from 1 to 32; up to 512 with <see cref="Superposition.Objectives.Reduction.Root"/>.</summary>
    [Description("The power, 1 to 512; above 32 with the reduction root, because such powers leave the range of float32.")]
    public required double P { get; init; }

    /// <inheritdoc/>
    protected override string ShortName => FormattableString.Invariant($"l{P}");

    /// <inheritdoc/>
    protected override bool HasRoot => true;

    /// <inheritdoc/>
    public override IObjective ToObjective() => new PowerLoss(P, Reduced, Weighting);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. SpecRules.Between($"{path}.p", P, 1.0, MaxPower), .. base.Problems(path)];
}

/// <summary>Mean of |error|^p with a p that rises along training.</summary>
[Description("Mean of |error|^p over all outputs, with a p that rises geometrically along training.")]
public sealed record AnnealedPowerSpec : SummedSpec
{
    /// <summary>The power p at the first step, 1 to 512.</summary>
    [Description("The power at the start, 1 to 512.")]
    public required double From { get; init; }

    /// <summary>The power p that is reached, 1 to 32; up to 512 with <see cref="Superposition.Objectives.Reduction.Root"/>.</summary>
    [Description("The power that is reached, 1 to 512; above 32 with the reduction root, because such powers leave the range of float32.")]
    public required double To { get; init; }

    /// <summary>The share of training, above 0 and at most 1, after which the power stays at <see cref="To"/>.</summary>
    [Description("The share of training, above 0 and at most 1, at which it is reached.")]
    public required double Until { get; init; }

    /// <inheritdoc/>
    protected override string ShortName => FormattableString.Invariant($"l{From}-to-l{To}-until-{Until}");

    /// <inheritdoc/>
    protected override bool HasRoot => true;

    /// <inheritdoc/>
    public override IObjective ToObjective() => new AnnealedPower(From, To, Until, Reduced, Weighting);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.from", From, 1.0, MaxPower), .. SpecRules.Between($"{path}.to", To, 1.0, MaxPower),
            .. SpecRules.Between($"{path}.until", Until, 1e-6, 1.0), .. base.Problems(path),
    ];
}

/// <summary>Binary cross-entropy on ±1 targets.</summary>
[Description("Binary cross-entropy on targets of ±1, with the boundary at an output of ½.")]
public sealed record CrossEntropySpec : SummedSpec
{
    /// <inheritdoc/>
    protected override string ShortName => "bce";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsBooleanTargets => true;

    /// <inheritdoc/>
    public override IObjective ToObjective() => new CrossEntropy(Reduced, Weighting);
}

/// <summary>The hinge loss on targets of ±1, with the boundary at an output of ½.</summary>
[Description("Hinge loss on targets of ±1, with the boundary at an output of ½.")]
public sealed record HingeSpec : SummedSpec
{
    /// <inheritdoc/>
    protected override string ShortName => "hinge";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsBooleanTargets => true;

    /// <inheritdoc/>
    public override IObjective ToObjective() => new Hinge(Reduced, Weighting);
}

/// <summary>The mean of the largest absolute errors, a share of all (conditional value at risk).</summary>
[Description(
    "Mean of the largest absolute errors, a share of all (conditional value at risk); it goes to the worst error as the share goes to 0.")]
public sealed record TailMeanSpec : ObjectiveSpec
{
    /// <summary>The share of all n·g errors that counts, the largest ones, above 0 and at most 1.</summary>
    [Description("The share of all errors that counts, the largest first, above 0 and at most 1.")]
    public required double Share { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"cvar{Share}");

    /// <inheritdoc/>
    public override IObjective ToObjective() => new TailMean(Share);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.share", Share, 1e-9, 1.0);
}

/// <summary>A smooth worst error, ln(mean exp(τ |error|)) / τ.</summary>
[Description("A smooth worst error, ln(mean exp(sharpness · |error|)) / sharpness.")]
public sealed record SoftMaximumSpec : ObjectiveSpec
{
    /// <summary>τ: the sharpness: the larger, the closer to the worst error.</summary>
    [Description("The sharpness: the larger, the closer to the worst error.")]
    public required double Sharpness { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"soft-maximum{Sharpness}");

    /// <inheritdoc/>
    public override IObjective ToObjective() => new SoftMaximum(Sharpness);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.sharpness", Sharpness, 1e-3, 1e6);
}

/// <summary>The mean squared error under the best read-off.</summary>
[Description("Mean squared error under the best read-off that the layers admit, solved in closed form at every step (variable "
    + "projection): trains layers alone.")]
public sealed record BestReadOffSpec : ObjectiveSpec
{
    /// <summary>What is added to the diagonal of the activations' moments, in units of its mean; 0 to 1.</summary>
    [Description("What is added to the diagonal of the activations' moments, relative to its mean.")]
    public required double Ridge { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => "best-read-off-mse";

    /// <inheritdoc/>
    public override IObjective ToObjective() => new BestReadOffSquare(Ridge);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.ridge", Ridge, 0.0, 1.0);
}

/// <summary>The smallest worst errors.</summary>
[Description("The p-norm over outputs of the smallest worst error that a read-off of the layers can have, by a linear program an output "
    + "at every step: trains layers alone. For boolean targets and batches of every input; a step takes seconds.")]
public sealed record BestReadOffMaximumSpec : ObjectiveSpec
{
    /// <summary>The power over outputs.</summary>
    [Description("The power over outputs, 1 to 512: the larger, the more the outputs with the largest errors count.")]
    public required double P { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"best-read-off-maximum-l{P}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsEveryInput => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsBooleanTargets => true;

    /// <inheritdoc/>
    public override IObjective ToObjective() => new BestReadOffMaximum(P);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.p", P, 1.0, 512.0);
}
