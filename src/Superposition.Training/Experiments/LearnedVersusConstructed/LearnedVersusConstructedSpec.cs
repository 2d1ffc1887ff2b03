using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>
/// Constructed and trained universal-AND networks at the same number of ReLUs, in four arms: analytic read-off, least squares on the same layer,
/// trained read-off on the frozen layer, and all of it trained.
/// </summary>
[Description("Constructed and trained universal-AND networks side by side at equal width: analytic read-off, least squares, trained read-off, trained whole.")]
public sealed record LearnedVersusConstructedSpec : ExperimentSpec
{
    /// <summary>The task.</summary>
    [Description("Inputs and targets.")]
    public required UniversalAndTaskSpec Task { get; init; }

    /// <summary>What is varied for the question's sake.</summary>
    [Description("What is varied for the question's sake: every combination is looked at.")]
    public required ComparisonGrid Scientific { get; init; }

    /// <summary>What is tuned for fairness' sake.</summary>
    [Description("What is tuned for fairness' sake: at each point of the scientific grid the value with the lowest training loss (mean over seeds) is taken.")]
    public required ComparisonNuisance Nuisance { get; init; }

    /// <summary>How networks are trained.</summary>
    [Description("How networks are trained; the same everywhere.")]
    public required TrainingSettings Training { get; init; }

    /// <summary>What is looked at.</summary>
    [Description("Which inputs are looked at.")]
    public required ComparisonMeasurement Measurement { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. Task.Problems("task"),
        .. SpecRules.Each("scientific.constructions", Scientific.Constructions, ExperimentRules.KnownConstruction),
        .. ExperimentRules.ConstructionOfAnyWidth("scientific.frozenLayer", Scientific.FrozenLayer),
        .. Scientific.Start is { } start ? ExperimentRules.ConstructionOfAnyWidth("scientific.start", start) : [],
        .. SpecRules.Each("scientific.neurons", Scientific.Neurons, (path, d) => SpecRules.Between(path, d, 1, 100_000)),
        .. SpecRules.Each("scientific.objectives", Scientific.Objectives, (path, objective) => objective.Problems(path)),
        .. SpecRules.Each("nuisance.learningRate", Nuisance.LearningRate, (path, rate) => SpecRules.Between(path, rate, 1e-8, 10.0)),
        .. Training.Problems("training"),
        .. SpecRules.Between("measurement.inputs", Measurement.Inputs, 1, 10_000_000),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells()
    {
        var controls = from seed in Task.Pairs is null ? Seeds[..1] : Seeds select new ControlsCell(this, seed);
        var constructed = from kind in Scientific.Constructions
                          from d in UniversalAndConstructions.Find(kind)!.RequiredNeurons(Task.Features) is { } required ? [required] : Scientific.Neurons
                          where kind != "dedicated" || d <= Task.Features * (Task.Features - 1) / 2
                          from seed in Seeds
                          select new ConstructedCell(this, kind, d, seed);
        var trained = from part in (ImmutableArray<Part>)[Part.ReadOff, Part.Whole]
                      from objective in Scientific.Objectives
                      from d in Scientific.Neurons
                      from rate in Nuisance.LearningRate
                      from seed in Seeds
                      select new TrainedCell(this, part, objective, d, rate, seed);
        return controls.Concat<Cell>(constructed).Concat(trained);
    }

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Scientific = Scientific with { Neurons = [Scientific.Neurons.Max()], Objectives = Scientific.Objectives[..1] },
        Nuisance = Nuisance with { LearningRate = Nuisance.LearningRate[..1] },
        Training = Training with { Steps = 3, WarmUp = 0 },
    };
}

/// <summary>What is varied for the question's sake.</summary>
public sealed record ComparisonGrid
{
    /// <summary>Constructions to compare with.</summary>
    [Description("Kinds of constructions."), ConstructionKind]
    public required ImmutableArray<string> Constructions { get; init; }

    /// <summary>The construction on whose frozen layer a read-off is trained.</summary>
    [Description("The construction on whose frozen layer a read-off is trained."), ConstructionKind(OfAnyWidth = true)]
    public required string FrozenLayer { get; init; }

    /// <summary>The construction that networks trained whole start from; random weights when left out.</summary>
    [Description("The construction, with its own read-off, that networks trained whole start from; random weights when left out."), ConstructionKind(OfAnyWidth = true)]
    public string? Start { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs of every network.")]
    public required ImmutableArray<int> Neurons { get; init; }

    /// <summary>Objectives.</summary>
    [Description("What training makes small.")]
    public required ImmutableArray<ObjectiveSpec> Objectives { get; init; }
}

/// <summary>What is tuned for fairness' sake.</summary>
public sealed record ComparisonNuisance
{
    /// <summary>Learning rates.</summary>
    [Description("Highest learning rates to choose from.")]
    public required ImmutableArray<double> LearningRate { get; init; }
}

/// <summary>What is looked at.</summary>
public sealed record ComparisonMeasurement
{
    /// <summary>How many inputs.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn.")]
    public required int Inputs { get; init; }
}
