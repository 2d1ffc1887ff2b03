using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Training;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>Beside each construction a network of the same number of ReLUs that was trained for the same task, and the controls of both.</summary>
[Description("Constructions of the paper beside networks trained for the same task at the same number of ReLUs: error correction, ANDs of more features, circuits, inputs in superposition, deep circuits.")]
public sealed record LearnedCounterpartsSpec : ExperimentSpec
{
    /// <summary>The tasks.</summary>
    [Description("The tasks; each is an experiment of its own under the same training.")]
    public required ImmutableArray<CounterpartTaskSpec> Tasks { get; init; }

    /// <summary>What training makes small.</summary>
    [Description("What training makes small.")]
    public required ObjectiveSpec Objective { get; init; }

    /// <summary>The highest learning rate.</summary>
    [Description("Highest learning rate of the schedule.")]
    public required double LearningRate { get; init; }

    /// <summary>How networks are trained.</summary>
    [Description("How networks are trained; a deep network so for every layer.")]
    public required TrainingSettings Training { get; init; }

    /// <summary>What is looked at.</summary>
    [Description("Which inputs are looked at.")]
    public required CounterpartMeasurement Measurement { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Each("tasks", Tasks, (path, task) => task.Problems(path)),
        .. Objective.Problems("objective"),
        .. SpecRules.Between("learningRate", LearningRate, 1e-12, 10.0),
        .. Training.Problems("training"),
        .. Training.Batch is null ? [new SpecProblem("training.batch", "null", "a number: not every task can be taken whole")] : (SpecProblem[])[],
        .. SpecRules.Between("measurement.inputs", Measurement.Inputs, 1, 1_000_000),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells() => from task in Tasks from seed in Seeds select new CounterpartCell(this, task, seed);

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Tasks = [.. Tasks.GroupBy(task => task.GetType()).Select(kind => kind.First().Smoke())],
        Training = Training with { Steps = 3, WarmUp = 0, Batch = 16 },
        Measurement = new CounterpartMeasurement { Inputs = 50 },
    };
}

/// <summary>What is looked at.</summary>
public sealed record CounterpartMeasurement
{
    /// <summary>How many inputs.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn apart from those of training.")]
    public required int Inputs { get; init; }
}
