using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Objectives;

namespace Superposition.Experiments;

/// <summary>An objective in a spec.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MeanSquareSpec), "mse")]
[JsonDerivedType(typeof(BalancedSpec), "balanced-mse")]
[JsonDerivedType(typeof(PowerSpec), "power")]
public abstract record ObjectiveSpec
{
    /// <summary>A name fit for a file.</summary>
    [JsonIgnore]
    public abstract string Id { get; }

    /// <summary>The objective itself.</summary>
    public abstract IObjective ToObjective();

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the objective stands in the spec.</param>
    public virtual IEnumerable<SpecProblem> Problems(string path) => [];
}

/// <summary>Mean squared error.</summary>
[Description("Mean squared error over all outputs.")]
public sealed record MeanSquareSpec : ObjectiveSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => "mse";

    /// <inheritdoc/>
    public override IObjective ToObjective() => new PowerLoss(2);
}

/// <summary>Squared error with every class of inputs weighing the same.</summary>
[Description("Squared error, averaged within each class of inputs (none, one, both of a pair active) and then over classes.")]
public sealed record BalancedSpec : ObjectiveSpec
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => "balanced";

    /// <inheritdoc/>
    public override IObjective ToObjective() => new PowerLoss(2, Reduction.Mean, ClassWeighting.Balanced);
}

/// <summary>Mean of |error|^p.</summary>
[Description("Mean of |error|^p over all outputs.")]
public sealed record PowerSpec : ObjectiveSpec
{
    /// <summary>The power.</summary>
    [Description("The power, 1 to 32.")]
    public required double P { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"l{P}");

    /// <inheritdoc/>
    public override IObjective ToObjective() => new PowerLoss(P);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.p", P, 1.0, 32.0);
}
