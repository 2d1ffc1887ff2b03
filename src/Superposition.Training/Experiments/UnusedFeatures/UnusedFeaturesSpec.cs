using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Objectives;
using Superposition.Probing;
using Superposition.Specs;
using Superposition.Training;

namespace Superposition.Experiments.UnusedFeatures;

/// <summary>
/// What probes find and what networks use, where the truth is known: networks of which it is known what their outputs ask for are probed for the AND
/// of every pair of features.
/// </summary>
[Description("Networks of which it is known what their outputs ask for, probed for the AND of every pair: used, readable but unused, or absent.")]
public sealed record UnusedFeaturesSpec : ExperimentSpec
{
    /// <summary>The task; its pairs are what outputs ask for.</summary>
    [Description("Inputs, and how many of the pairs outputs ask for.")]
    public required UniversalAndTaskSpec Task { get; init; }

    /// <summary>What is varied.</summary>
    [Description("What is varied: every combination is a cell.")]
    public required ProbedGrid Scientific { get; init; }

    /// <summary>How many pairs the network with a read-off of low rank has outputs for.</summary>
    [Description("How many pairs the low-rank network has outputs for: the rank of its read-off.")]
    public required int FewOutputs { get; init; }

    /// <summary>What training makes small.</summary>
    [Description("What training makes small.")]
    public required ObjectiveSpec Objective { get; init; }

    /// <summary>The highest learning rate.</summary>
    [Description("Highest learning rate.")]
    public required double LearningRate { get; init; }

    /// <summary>How networks are trained.</summary>
    [Description("How networks are trained.")]
    public required TrainingSettings Training { get; init; }

    /// <summary>How they are probed.</summary>
    [Description("How they are probed, and when a feature is called used, unused or absent.")]
    public required ProbeSettings Probing { get; init; }

    /// <summary>How many inputs probes are fitted and tested on.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn.")]
    public required int Inputs { get; init; }

    /// <summary>How the networks are made.</summary>
    [JsonIgnore]
    internal NetworkRecipe Recipe => new(Task, FewOutputs, Objective, LearningRate, Training);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems()
    {
        var pairs = Task.Features * (Task.Features - 1) / 2;
        return
        [
            .. SpecRules.Seeds(Seeds),
            .. Task.Problems("task"),
            .. Task.Features > MostFeatures ? [new SpecProblem("task.features", $"{Task.Features}", $"at most {MostFeatures}: every pair is probed")] : (SpecProblem[])[],
            .. Task.Active < 2 ? [new SpecProblem("task.active", $"{Task.Active}", "at least 2: with one active feature no pair is ever active")] : (SpecProblem[])[],
            .. Task.Pairs is null ? [new SpecProblem("task", "without pairs", "\"pairs\", how many of all pairs outputs ask for: the others are what is not used")] : (SpecProblem[])[],
            .. SpecRules.Each("scientific.networks", Scientific.Networks, (_, _) => []),
            .. SpecRules.Each("scientific.neurons", Scientific.Neurons, (path, d) => SpecRules.Between(path, d, 2, 4096)),
            .. SpecRules.Between("fewOutputs", FewOutputs, 1, pairs, "the number of pairs"),
            .. Objective.Problems("objective"),
            .. SpecRules.Between("learningRate", LearningRate, 1e-8, 10.0),
            .. Training.Problems("training"),
            .. ExperimentRules.Probing("probing", Probing),
            .. SpecRules.Between("inputs", Inputs, 10, 1_000_000),
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells() =>
        from network in Scientific.Networks from d in Scientific.Neurons from seed in Seeds select new UnusedFeaturesCell(this, network, d, seed);

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Scientific = Scientific with { Neurons = [Scientific.Neurons.Min()] },
        Training = Training with { Steps = 3, WarmUp = 0 },
        Probing = Probing with { Controls = Math.Min(20, Probing.Controls), RandomDirections = Math.Min(50, Probing.RandomDirections), Contexts = Math.Min(4, Probing.Contexts) },
    };

    // 1,128 pairs.
    private const int MostFeatures = 48;
}

/// <summary>What is varied.</summary>
public sealed record ProbedGrid
{
    /// <summary>Kinds of networks.</summary>
    [Description("Kinds of networks.")]
    public required ImmutableArray<ProbedNetwork> Networks { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs.")]
    public required ImmutableArray<int> Neurons { get; init; }
}

/// <summary>Networks of which it is known what they compute and what their outputs ask for.</summary>
public enum ProbedNetwork
{
    /// <summary>Trained whole on the task's pairs: these are used, the others are not.</summary>
    Trained,

    /// <summary>A random layer that is never trained, under a read-off trained on the task's pairs: the layer holds all ANDs, outputs ask for some.</summary>
    FrozenLayer,

    /// <summary>The same under a read-off for few pairs: what lies outside the few dimensions that it reads is unused, provably.</summary>
    LowRank,

    /// <summary>Nothing is trained: outputs ask for nothing in particular.</summary>
    Random,

    /// <summary>Neurons that never switch off, under a read-off trained on the task's pairs: no AND is there, though a probe ranks every one.</summary>
    Linear,
}
