using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>How the inputs of a task are drawn. A new kind is one record and one line here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ExactlyActiveSpec), "exactly")]
[JsonDerivedType(typeof(AtMostActiveSpec), "at-most")]
[JsonDerivedType(typeof(BernoulliSpec), "bernoulli")]
[JsonDerivedType(typeof(ProbabilitiesSpec), "probabilities")]
[JsonDerivedType(typeof(ZipfSpec), "zipf")]
[JsonDerivedType(typeof(GroupsSpec), "groups")]
[JsonDerivedType(typeof(ListedInputsSpec), "list")]
[JsonDerivedType(typeof(LivingInputsSpec), "living")]
public abstract record InputsSpec
{
    /// <summary>The largest number of features.</summary>
    public const int MaxFeatures = 1 << 20;

    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>The values of active features; null for 1.</summary>
    [Description("The values that active features take, drawn independently; left out, inputs are boolean and active features are 1.")]
    public ValuesSpec? Values { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the inputs stand in the spec.</param>
    public virtual IEnumerable<SpecProblem> Problems(string path) =>
        [.. SpecRules.Between($"{path}.features", Features, 1, MaxFeatures), .. Values?.Problems($"{path}.values") ?? []];

    /// <summary>The same with the text of the files that are named in it.</summary>
    public virtual InputsSpec WithFiles(Func<string, byte[]> read) => this;

    /// <summary>The distribution of inputs for one seed.</summary>
    /// <param name="targets">The functions, for inputs that depend on them.</param>
    /// <param name="seed">The seed of pools.</param>
    /// <exception cref="SpecException">A text is no list of inputs, or the inputs do not fit the functions.</exception>
    public abstract InputDistribution Draw(TaskTargets targets, Seed seed);
}

/// <summary>The values of active features: uniform between two numbers.</summary>
[Description("Values uniform between two numbers.")]
public sealed record ValuesSpec
{
    /// <summary>The smallest value, −1,000,000 to 1,000,000.</summary>
    [Description("The lower end.")]
    public required double From { get; init; }

    /// <summary>The largest value, not below <see cref="From"/> and at most 1,000,000.</summary>
    [Description("The upper end.")]
    public required double To { get; init; }

    internal IEnumerable<SpecProblem> Problems(string path) =>
        [.. SpecRules.Between($"{path}.from", From, -1e6, 1e6),
            .. SpecRules.Between($"{path}.to", To, Math.Max(From, -1e6), 1e6, "the upper end is not below the lower")];

    internal float Draw(Random random) => (float)(((To - From) * random.NextDouble()) + From);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"values uniform in ({From}, {To})");
}
