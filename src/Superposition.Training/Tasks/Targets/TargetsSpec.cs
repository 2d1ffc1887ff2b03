using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>What is computed of the inputs of a task. A new kind is one record and one line here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PairsSpec), "pairs")]
[JsonDerivedType(typeof(AndsSpec), "ands")]
[JsonDerivedType(typeof(GatesSpec), "gates")]
[JsonDerivedType(typeof(CircuitSpec), "circuit")]
[JsonDerivedType(typeof(TableSpec), "table")]
[JsonDerivedType(typeof(ThresholdsSpec), "thresholds")]
[JsonDerivedType(typeof(LayersSpec), "layers")]
[JsonDerivedType(typeof(IdentitySpec), "identity")]
[JsonDerivedType(typeof(ReluSpec), "relu")]
[JsonDerivedType(typeof(PairValuesSpec), "pair-values")]
[JsonDerivedType(typeof(MixedReluSpec), "mixed-relu")]
public abstract record TargetsSpec
{
    /// <summary>Whether every seed gives the same functions.</summary>
    [JsonIgnore]
    public virtual bool IsFixed => true;

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the targets stand in the spec.</param>
    /// <param name="inputs">The inputs.</param>
    public abstract IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs);

    /// <summary>The same with the text of the file that is named in it.</summary>
    public virtual TargetsSpec WithFiles(Func<string, byte[]> read) => this;

    /// <summary>The functions of one seed, random parts drawn.</summary>
    /// <param name="inputs">The inputs: m, and whether they are real.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    /// <exception cref="SpecException">A text is not what it should be, or does not fit the inputs.</exception>
    public abstract TaskTargets Draw(InputsSpec inputs, Seed seed);
}

/// <summary>Functions of boolean inputs.</summary>
public abstract record BooleanTargetsSpec : TargetsSpec
{
    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
        inputs.Values is null
            ? []
            : [new SpecProblem(
                $"{path}.kind", "a boolean function of inputs with real values",
                "identity, relu, mixed-relu or pair-values, or inputs without values")];
}
