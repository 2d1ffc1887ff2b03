using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Autoencoders;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Training;

namespace Superposition.Experiments.AutoencoderFeatures;

/// <summary>What sparse autoencoders discover in hidden layers of which it is known what they hold and what outputs ask for.</summary>
[Description("Sparse autoencoders on hidden layers, scored against the features and ANDs that are known to be there, and against which of them outputs ask for.")]
public sealed record AutoencoderFeaturesSpec : ExperimentSpec
{
    /// <summary>The task; its pairs are what outputs ask for.</summary>
    [Description("Inputs, and how many of the pairs outputs ask for.")]
    public required UniversalAndTaskSpec Task { get; init; }

    /// <summary>What is varied.</summary>
    [Description("What is varied: a cell for each network, with every autoencoder in it.")]
    public required AutoencoderGrid Scientific { get; init; }

    /// <summary>What training makes small.</summary>
    [Description("What training of the network makes small.")]
    public required ObjectiveSpec Objective { get; init; }

    /// <summary>The highest learning rate.</summary>
    [Description("Highest learning rate of the network.")]
    public required double LearningRate { get; init; }

    /// <summary>How networks are trained.</summary>
    [Description("How networks are trained.")]
    public required TrainingSettings Training { get; init; }

    /// <summary>How autoencoders are trained.</summary>
    [Description("How autoencoders are trained.")]
    public required AutoencoderSettings Autoencoder { get; init; }

    /// <summary>The correlation from which a latent follows a feature.</summary>
    [Description("Correlation with a feature's presence from which a latent counts as following it.")]
    public required double FollowsAt { get; init; }

    /// <summary>How many inputs autoencoders are trained and scored on.</summary>
    [Description("How many inputs are looked at: all when there are no more than this, otherwise drawn.")]
    public required int Inputs { get; init; }

    /// <summary>How the networks are made: as in the experiment on unused features.</summary>
    [JsonIgnore]
    internal NetworkRecipe Recipe => new(Task, 1, Objective, LearningRate, Training);

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. Task.Problems("task"),
        .. SpecRules.Between("task.features", Task.Features, 3, 48),
        .. SpecRules.Between("task.active", Task.Active, 2, Task.Features, "the number of features"),
        .. Task.Pairs is null ? [new SpecProblem("task", "without pairs", "\"pairs\", how many of all pairs outputs ask for: the others are what is not used")] : (SpecProblem[])[],
        .. SpecRules.Each("scientific.networks", Scientific.Networks, (path, network) => network == ProbedNetwork.LowRank ? [new SpecProblem(path, "low-rank", "a network whose layer is another one: the layer under it is that of frozen-layer")] : []),
        .. SpecRules.Between("scientific.neurons", Scientific.Neurons, 2, 4096),
        .. SpecRules.Each("scientific.relu", Scientific.Relu, (path, weight) => SpecRules.Between(path, weight, 1e-9, 1e6)),
        .. SpecRules.Each("scientific.topK", Scientific.TopK, (path, k) => SpecRules.Between(path, k, 1, Autoencoder.Latents, "the size of the dictionary")),
        .. SpecRules.Each("scientific.jumpRelu", Scientific.JumpRelu, (path, weight) => SpecRules.Between(path, weight, 1e-9, 1e6)),
        .. Objective.Problems("objective"),
        .. SpecRules.Between("learningRate", LearningRate, 1e-8, 10.0),
        .. Training.Problems("training"),
        .. SpecRules.Between("autoencoder.latents", Autoencoder.Latents, 1, 16_384),
        .. SpecRules.Between("autoencoder.steps", Autoencoder.Steps, 1, 10_000_000),
        .. SpecRules.Between("autoencoder.batch", Autoencoder.Batch, 1, 1_000_000),
        .. SpecRules.Between("autoencoder.learningRate", Autoencoder.LearningRate, 1e-8, 10.0),
        .. SpecRules.Between("followsAt", FollowsAt, 0.01, 1.0),
        .. SpecRules.Between("inputs", Inputs, 10, 1_000_000),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells() => from network in Scientific.Networks from seed in Seeds select new AutoencoderFeaturesCell(this, network, seed);

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with { Seeds = Seeds[..1], Training = Training with { Steps = 3, WarmUp = 0 }, Autoencoder = Autoencoder with { Steps = 3 } };
}

/// <summary>What is varied.</summary>
public sealed record AutoencoderGrid
{
    /// <summary>Kinds of networks.</summary>
    [Description("Kinds of networks, as in the experiment on unused features.")]
    public required ImmutableArray<ProbedNetwork> Networks { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs.")]
    public required int Neurons { get; init; }

    /// <summary>Weights of the L1 penalty.</summary>
    [Description("Weights of the L1 penalty of ReLU autoencoders.")]
    public required ImmutableArray<double> Relu { get; init; }

    /// <summary>k.</summary>
    [Description("Numbers of latents that TopK autoencoders keep.")]
    public required ImmutableArray<int> TopK { get; init; }

    /// <summary>Weights of the L0 penalty.</summary>
    [Description("Weights of the penalty on the number of latents of JumpReLU autoencoders.")]
    public required ImmutableArray<double> JumpRelu { get; init; }
}
