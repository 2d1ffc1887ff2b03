using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Plateaus;
using Superposition.Specs;
using Superposition.Training;

namespace Superposition.Experiments.ActivationPlateaus;

/// <summary>
/// Activation plateaus as a signature of error correction: analytic error-correction layers, the same without correction, untrained and linear ones, and
/// trained networks with and without noise in training.
/// </summary>
[Description("Activation plateaus as a signature of error correction: analytic layers, the same without correction, untrained, linear, and trained networks with and without noise in training.")]
public sealed record ActivationPlateausSpec : ExperimentSpec
{
    /// <summary>The analytic layers.</summary>
    [Description("Analytic error-correction layers and their controls.")]
    public required PlateauLayers Layers { get; init; }

    /// <summary>The trained networks.</summary>
    [Description("Networks trained to give every feature back from its superposed encoding.")]
    public required PlateauTrained Trained { get; init; }

    /// <summary>How many seeds everything gets but the layers of the first dimension.</summary>
    [Description("How many of the seeds, from the first, are spent on dimensions after the first, on trained and untrained networks and on halves of clip units; layers of the first dimension get all.")]
    public required int FewSeeds { get; init; }

    /// <summary>What is tuned for fairness' sake.</summary>
    [Description("What is tuned for fairness' sake: for each depth and noise the value with the lowest training loss (mean over seeds) is taken.")]
    public required PlateauNuisance Nuisance { get; init; }

    /// <summary>How networks are trained.</summary>
    [Description("How networks are trained; the same everywhere.")]
    public required TrainingSettings Training { get; init; }

    /// <summary>What is looked at.</summary>
    [Description("How many states are looked at.")]
    public required PlateauSettings Measurement { get; init; }

    private ImmutableArray<ulong> Few => [.. Seeds.Take(FewSeeds)];

    // All seeds where the noise is largest, at the first dimension.
    private ImmutableArray<ulong> SeedsAt(int dimension) => dimension == Layers.Dimensions[0] ? Seeds : Few;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems() =>
    [
        .. SpecRules.Seeds(Seeds),
        .. SpecRules.Between("fewSeeds", FewSeeds, 1, Math.Max(1, Seeds.Length), "the number of seeds"),
        .. SpecRules.Between("layers.features", Layers.Features, 4, 1024),
        .. SpecRules.Between("layers.active", Layers.Active, 1, Layers.Features - 1, "one less than the number of features"),
        .. SpecRules.Between("layers.units", Layers.Units, 2, 8192),
        .. SpecRules.Between("layers.channelSize", Layers.ChannelSize, 1, Layers.Units, "the number of units"),
        .. SpecRules.Each("layers.dimensions", Layers.Dimensions, (path, d) => SpecRules.Between(path, d, 2, 4096)),
        .. SpecRules.Each("layers.thetas", Layers.Thetas, (path, theta) => SpecRules.Between(path, theta, 0.0, 0.49)),
        .. SpecRules.Between("trained.features", Trained.Features, 4, 1024),
        .. SpecRules.Between("trained.active", Trained.Active, 1, Trained.Features - 1, "one less than the number of features"),
        .. SpecRules.Between("trained.dimension", Trained.Dimension, 2, 4096),
        .. SpecRules.Between("trained.neurons", Trained.Neurons, 1, 8192),
        .. SpecRules.Each("trained.depths", Trained.Depths, (path, depth) => SpecRules.Between(path, depth, 1, 16)),
        .. SpecRules.Each("trained.noises", Trained.Noises, (path, noise) => SpecRules.Between(path, noise, 0.0, 10.0)),
        .. SpecRules.Each("nuisance.learningRate", Nuisance.LearningRate, (path, rate) => SpecRules.Between(path, rate, 1e-8, 10.0)),
        .. Training.Problems("training"),
        .. SpecRules.Between("measurement.states", Measurement.States, 2, 100_000),
        .. SpecRules.Between("measurement.distanceStates", Measurement.DistanceStates, 2, Measurement.States, "the number of states"),
        .. SpecRules.Between("measurement.jacobianStates", Measurement.JacobianStates, 0, Measurement.DistanceStates, "the number of states for distances"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Cell> Cells()
    {
        var corrected = from d in Layers.Dimensions
                        from theta in Layers.Thetas
                        from seed in SeedsAt(d)
                        select new LayerCell(this, PlateauArm.Corrected, d, theta, seed);
        var rectified = from theta in Layers.Thetas from seed in Few select new LayerCell(this, PlateauArm.Rectified, Layers.Dimensions[0], theta, seed);
        var controls = from d in Layers.Dimensions
                       from arm in (ImmutableArray<PlateauArm>)[PlateauArm.Uncorrected, PlateauArm.Linear, PlateauArm.UntrainedLayer]
                       from seed in arm == PlateauArm.UntrainedLayer ? Few : SeedsAt(d)
                       select new LayerCell(this, arm, d, null, seed);
        var trained = from depth in Trained.Depths
                      from noise in Trained.Noises
                      from rate in Nuisance.LearningRate
                      from seed in Few
                      select new TrainedCell(this, depth, noise, rate, seed);
        var untrained = from depth in Trained.Depths from seed in Few select new TrainedCell(this, depth, null, null, seed);
        return corrected.Concat<Cell>(rectified).Concat(controls).Concat(trained).Concat(untrained);
    }

    /// <inheritdoc/>
    public override ExperimentSpec Smoke() => this with
    {
        Seeds = Seeds[..1],
        Layers = Layers with { Dimensions = [Layers.Dimensions.Min()], Thetas = Layers.Thetas[..1] },
        FewSeeds = 1,
        Trained = Trained with { Depths = [Trained.Depths.Max()], Noises = [Trained.Noises.Max()] },
        Nuisance = Nuisance with { LearningRate = Nuisance.LearningRate[..1] },
        Training = Training with { Steps = 3, WarmUp = 0 },
        Measurement = new PlateauSettings { States = Math.Min(20, Measurement.States), DistanceStates = Math.Min(5, Measurement.DistanceStates), JacobianStates = Math.Min(1, Measurement.JacobianStates) },
    };
}

/// <summary>The analytic layers.</summary>
public sealed record PlateauLayers
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>s.</summary>
    [Description("s, the number of active features once the one that is put in is there.")]
    public required int Active { get; init; }

    /// <summary>n.</summary>
    [Description("n, the number of clip units; each is two ReLUs.")]
    public required int Units { get; init; }

    /// <summary>q.</summary>
    [Description("q, the number of units of one feature's channel.")]
    public required int ChannelSize { get; init; }

    /// <summary>d0.</summary>
    [Description("Dimensions of the space that features are superposed in: the smaller, the larger the noise σ of a unit. The first gets all seeds.")]
    public required ImmutableArray<int> Dimensions { get; init; }

    /// <summary>θ.</summary>
    [Description("θ, where clip units set in; they are full at 1 − θ.")]
    public required ImmutableArray<double> Thetas { get; init; }

    /// <summary>The inputs.</summary>
    public SparseInputs ToInputs() => new(Features, Active, Sparsity.Exactly);
}

/// <summary>The trained networks.</summary>
public sealed record PlateauTrained
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>s.</summary>
    [Description("s: networks are trained on inputs with at most as many active features, and looked at where exactly as many are once the one that is put in is there.")]
    public required int Active { get; init; }

    /// <summary>d0.</summary>
    [Description("Dimension of the space that features are superposed in by a fixed random encoding.")]
    public required int Dimension { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs of each layer.")]
    public required int Neurons { get; init; }

    /// <summary>Layers.</summary>
    [Description("Numbers of ReLU layers.")]
    public required ImmutableArray<int> Depths { get; init; }

    /// <summary>ν.</summary>
    [Description("ν, standard deviations of the noise in training: in every coordinate of the encoded input, and in the pre-activations of all layers but the first.")]
    public required ImmutableArray<double> Noises { get; init; }

    /// <summary>The inputs that networks are trained on.</summary>
    public SparseInputs ToInputs() => new(Features, Active, Sparsity.AtMost);
}

/// <summary>What is tuned for fairness' sake.</summary>
public sealed record PlateauNuisance
{
    /// <summary>Learning rates.</summary>
    [Description("Highest learning rates to choose from.")]
    public required ImmutableArray<double> LearningRate { get; init; }
}
