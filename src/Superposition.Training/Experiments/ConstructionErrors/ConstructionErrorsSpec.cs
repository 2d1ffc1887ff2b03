using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.ConstructionErrors;

/// <summary>How large the error of every construction is, against width, features and active features; prediction and measurement.</summary>
[Description("Errors of constructed universal-AND networks against width, predicted and measured.")]
public sealed record ConstructionErrorsSpec : ExperimentSpec
{
    /// <summary>The grid.</summary>
    [Description("What is varied: every combination is a cell.")]
    public required ConstructionGrid Scientific { get; init; }

    /// <summary>What is looked at.</summary>
    [Description("Which inputs are looked at, and where the least-squares read-off is fitted as well.")]
    public required ConstructionMeasurement Measurement { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Each("scientific.constructions", Scientific.Constructions, ExperimentRules.KnownConstruction),
        .. SpecRules.Each("scientific.features", Scientific.Features, (path, m) => SpecRules.Between(path, m, 2, 4096)),
        .. SpecRules.Each("scientific.active", Scientific.Active, (path, s) => SpecRules.Between(path, s, 1, Scientific.Features.DefaultIfEmpty(2).Min(), "the smallest number of features")),
        .. SpecRules.Each("scientific.neurons", Scientific.Neurons, (path, d) => SpecRules.Between(path, d, 1, 1_000_000)),
        .. SpecRules.Between("measurement.inputs", Measurement.Inputs, 1, 10_000_000),
        .. SpecRules.Between("measurement.leastSquaresUpToFeatures", Measurement.LeastSquaresUpToFeatures, 0, 256),
        .. SpecRules.Between("measurement.leastSquaresUpToNeurons", Measurement.LeastSquaresUpToNeurons, 0, 8192),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells() =>
        from m in Scientific.Features
        from s in Scientific.Active
        from kind in Scientific.Constructions
        from d in UniversalAndConstructions.Find(kind)!.RequiredNeurons(m) is { } required ? [required] : Scientific.Neurons
        where kind != "dedicated" || d <= m * (m - 1) / 2
        from seed in Seeds
        select new ConstructionErrorsCell(kind, new SparseInputs(m, s, Scientific.Sparsity), d, Measurement, seed);

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Scientific = Scientific with { Features = [Scientific.Features.Min()], Active = [Scientific.Active.Min()], Neurons = [SmokeNeurons()] },
        Measurement = Measurement with { Inputs = Math.Min(20, Measurement.Inputs) },
    };

    /// <summary>Wide enough for the premises of most constructions to hold, narrow enough for a read-off to be fitted in a second.</summary>
    private int SmokeNeurons() => Scientific.Neurons.Where(d => d <= 512).DefaultIfEmpty(Scientific.Neurons.Min()).Max();
}

/// <summary>What is varied.</summary>
public sealed record ConstructionGrid
{
    /// <summary>Kinds of constructions.</summary>
    [Description("Kinds of constructions."), ConstructionKind]
    public required ImmutableArray<string> Constructions { get; init; }

    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required ImmutableArray<int> Features { get; init; }

    /// <summary>s.</summary>
    [Description("s, the number of active features.")]
    public required ImmutableArray<int> Active { get; init; }

    /// <summary>Exactly or at most s.</summary>
    [Description("Whether inputs have exactly s active features or at most s.")]
    public required Sparsity Sparsity { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons; the naive construction takes C(m,2) instead.")]
    public required ImmutableArray<int> Neurons { get; init; }
}

/// <summary>What is looked at.</summary>
public sealed record ConstructionMeasurement
{
    /// <summary>How many inputs: all of them when there are no more, otherwise drawn.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn.")]
    public required int Inputs { get; init; }

    /// <summary>Up to which m the least-squares read-off on the same layer is fitted as well.</summary>
    [Description("Up to which number of features the least-squares read-off on the same layer is fitted as well; 0 for never.")]
    public required int LeastSquaresUpToFeatures { get; init; }

    /// <summary>Up to which d it is fitted; its cost grows with d³.</summary>
    [Description("Up to which number of neurons the least-squares read-off is fitted; its cost grows with the cube of it.")]
    public required int LeastSquaresUpToNeurons { get; init; }
}
