using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.SmallestEpsilon;

/// <summary>How small the worst error ε of universal AND can be made at a width, proved over every input: on constructed layers and on trained ones.</summary>
[Description("The smallest certified worst error of universal AND: constructed and trained layers under the read-off that a linear program finds, over every input.")]
public sealed record SmallestEpsilonSpec : ExperimentSpec
{
    // One linear program a pair, over all inputs.
    private const int MostInputs = 20_000;

    /// <summary>The task.</summary>
    [Description("What is to be computed.")]
    public required UniversalAndTaskSpec Task { get; init; }

    /// <summary>The grid.</summary>
    [Description("What is varied.")]
    public required SmallestEpsilonGrid Scientific { get; init; }

    /// <summary>What training makes small.</summary>
    [Description("What training makes small; the worst error itself has a gradient at one output of one input alone, so rather a power that rises, or a smooth maximum.")]
    public required ObjectiveSpec Objective { get; init; }

    /// <summary>The highest learning rate.</summary>
    [Description("Highest learning rate of the schedule.")]
    public required double LearningRate { get; init; }

    /// <summary>How networks are trained.</summary>
    [Description("How networks are trained.")]
    public required TrainingSettings Training { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. Task.Problems("task"),
        .. Task.ToInputs().Count > MostInputs
            ? [new SpecProblem("task", $"a task with {Task.ToInputs().Count:N0} inputs", $"at most {MostInputs:N0}, because ε is proved over every input")]
            : (SpecProblem[])[],
        .. SpecRules.Each("scientific.constructions", Scientific.Constructions, ExperimentRules.KnownConstruction),
        .. SpecRules.Each("scientific.neurons", Scientific.Neurons, (path, d) => SpecRules.Between(path, d, 1, 4096)),
        .. Objective.Problems("objective"),
        .. SpecRules.Between("learningRate", LearningRate, 1e-12, 10.0),
        .. Training.Problems("training"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells()
    {
        var constructed = from kind in Scientific.Constructions
                          from d in UniversalAndConstructions.Find(kind)!.RequiredNeurons(Task.Features) is { } required ? [required] : Scientific.Neurons
                          where kind != "dedicated" || d <= Task.Features * (Task.Features - 1) / 2
                          from seed in Seeds
                          select new SmallestEpsilonCell(this, kind, d, seed);
        var trained = from d in Scientific.Neurons
                      from seed in Seeds
                      select new SmallestEpsilonCell(this, Construction: null, d, seed);
        return constructed.Concat(trained);
    }

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Task = Task with { Features = Math.Min(8, Task.Features), Pairs = null },
        Scientific = Scientific with { Neurons = [16] },
        Training = Training with { Steps = 3, WarmUp = 0 },
    };
}

/// <summary>What is varied for the question's sake.</summary>
public sealed record SmallestEpsilonGrid
{
    /// <summary>Constructions whose layers are looked at.</summary>
    [Description("Kinds of constructions."), ConstructionKind]
    public required ImmutableArray<string> Constructions { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs of every network.")]
    public required ImmutableArray<int> Neurons { get; init; }
}
