using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Representation;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.SuperposedInputs;

/// <summary>How well ANDs are computed from features that lie in superposition: against their number, the dimension of their state, and how its directions are chosen.</summary>
[Description("Universal AND from inputs in superposition: errors against the number of features and the dimension of their state, predicted and measured.")]
public sealed record SuperposedInputsSpec : ExperimentSpec
{
    /// <summary>What is varied.</summary>
    [Description("What is varied: features at the fixed dimension, dimensions at the fixed number of features, each with every construction and encoding.")]
    public required SuperposedInputsGrid Scientific { get; init; }

    /// <summary>What is not.</summary>
    [Description("What is not varied, or not while the other is.")]
    public required SuperposedInputsSetting Fixed { get; init; }

    /// <summary>What is looked at.</summary>
    [Description("Which inputs and pairs are looked at.")]
    public required SuperposedInputsMeasurement Measurement { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Each("scientific.constructions", Scientific.Constructions, (path, kind) => SpecRules.OneOf(path, kind, UniversalAndConstructions.All.Where(c => c.UsesEncoding).Select(c => c.Kind))),
        .. SpecRules.Each("scientific.encodings", Scientific.Encodings, (_, _) => []),
        .. SpecRules.Each("scientific.features", Scientific.Features, (path, m) => SpecRules.Between(path, m, 2, 4096)),
        .. SpecRules.Each("scientific.dimensions", Scientific.Dimensions, (path, d0) => SpecRules.Between(path, d0, 1, 65_536)),
        .. SpecRules.Between("fixed.features", Fixed.Features, 2, 4096),
        .. SpecRules.Between("fixed.dimension", Fixed.Dimension, 1, 65_536),
        .. SpecRules.Between("fixed.active", Fixed.Active, 2, Scientific.Features.Append(Fixed.Features).Min(), "the smallest number of features"),
        .. SpecRules.Between("fixed.neurons", Fixed.Neurons, 1, 1_000_000),
        .. SpecRules.Between("measurement.inputs", Measurement.Inputs, 1, 1_000_000),
        .. SpecRules.Between("measurement.sampledInputs", Measurement.SampledInputs, 1, 100_000),
        .. SpecRules.Between("measurement.sampledPairs", Measurement.SampledPairs, 1, 100_000),
        .. SpecRules.Between("measurement.leastSquaresUpToFeatures", Measurement.LeastSquaresUpToFeatures, 0, 256),
        .. SpecRules.Between("measurement.lowCoherenceUpToFeatures", Measurement.LowCoherenceUpToFeatures, 0, 4096),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells() =>
        from at in Scientific.Features.Select(m => (Features: m, Fixed.Dimension)).Concat(Scientific.Dimensions.Select(d0 => (Fixed.Features, Dimension: d0))).Distinct().Order()
        from encoding in Scientific.Encodings
        where encoding != EncodingKind.LowCoherence || at.Features <= Measurement.LowCoherenceUpToFeatures
        from kind in Scientific.Constructions
        from seed in Seeds
        select new SuperposedInputsCell(kind, encoding, new SparseInputs(at.Features, Fixed.Active, Fixed.Sparsity), at.Dimension, Fixed.Neurons, Measurement, seed);

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Scientific = Scientific with { Features = [Scientific.Features.Min()], Dimensions = [Scientific.Dimensions.Min()] },
        Fixed = Fixed with { Features = Scientific.Features.Min(), Neurons = Math.Min(512, Fixed.Neurons) },
        Measurement = Measurement with { Inputs = Math.Min(4, Measurement.Inputs), SampledInputs = Math.Min(50, Measurement.SampledInputs), SampledPairs = Math.Min(200, Measurement.SampledPairs), LeastSquaresUpToFeatures = 0 },
    };
}

/// <summary>What is varied.</summary>
public sealed record SuperposedInputsGrid
{
    /// <summary>Kinds of constructions.</summary>
    [Description("Kinds of constructions for inputs in superposition."), ConstructionKind(ReadsEncoding = true)]
    public required ImmutableArray<string> Constructions { get; init; }

    /// <summary>How directions are chosen.</summary>
    [Description("How the directions of the features are chosen.")]
    public required ImmutableArray<EncodingKind> Encodings { get; init; }

    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features, at the fixed dimension.")]
    public required ImmutableArray<int> Features { get; init; }

    /// <summary>d0.</summary>
    [Description("d0, the dimension of the state, at the fixed number of features.")]
    public required ImmutableArray<int> Dimensions { get; init; }
}

/// <summary>What is not varied.</summary>
public sealed record SuperposedInputsSetting
{
    /// <summary>s.</summary>
    [Description("s, the number of active features.")]
    public required int Active { get; init; }

    /// <summary>Exactly or at most s.</summary>
    [Description("Whether inputs have exactly s active features or at most s.")]
    public required Sparsity Sparsity { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons.")]
    public required int Neurons { get; init; }

    /// <summary>m while the dimension is varied.</summary>
    [Description("m, while the dimension is varied.")]
    public required int Features { get; init; }

    /// <summary>d0 while the number of features is varied.</summary>
    [Description("d0, while the number of features is varied.")]
    public required int Dimension { get; init; }
}

/// <summary>What is looked at.</summary>
public sealed record SuperposedInputsMeasurement
{
    /// <summary>How many inputs are read for all pairs.</summary>
    [Description("How many inputs are read for all pairs: these give ε.")]
    public required int Inputs { get; init; }

    /// <summary>How many inputs are read for sampled pairs.</summary>
    [Description("How many inputs are read for the pairs they have active and some others: these give the errors by class.")]
    public required int SampledInputs { get; init; }

    /// <summary>How many other pairs.</summary>
    [Description("How many others.")]
    public required int SampledPairs { get; init; }

    /// <summary>Up to which m the least-squares read-off of the state is fitted.</summary>
    [Description("Up to which number of features the least-squares read-off of the raw state is fitted as a control; 0 for never.")]
    public required int LeastSquaresUpToFeatures { get; init; }

    /// <summary>Up to which m directions of low coherence are looked for.</summary>
    [Description("Up to which number of features directions of low coherence are looked for; that takes 400·d0·m² multiplications.")]
    public required int LowCoherenceUpToFeatures { get; init; }
}
