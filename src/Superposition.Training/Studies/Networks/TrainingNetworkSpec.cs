using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A recipe whose network is trained: its objective, learning rate and settings.</summary>
public abstract record TrainingNetworkSpec : RandomNetworkSpec
{
    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs of a layer.")]
    public required int Neurons { get; init; }

    /// <summary>
    /// D, the width of a residual stream that all layers read and write, in which features begin as random directions that are trained;
    /// layers are in plain form when left out.
    /// </summary>
    [Description("D, the width of a residual stream that all layers read and write, in which features begin as random directions that "
        + "are trained; layers are in plain form when left out.")]
    public int? Stream { get; init; }

    /// <summary>ν: standard deviation of the noise on the pre-activations of every layer in training; none when left out.</summary>
    [Description("Standard deviation of the noise on the pre-activations of every layer in training; none when left out.")]
    public double? Noise { get; init; }

    /// <summary>The objective that training makes small, over all outputs of a batch.</summary>
    [Description("What training makes small.")]
    public required ObjectiveSpec Objective { get; init; }

    /// <summary>The learning rate after warm-up, before the schedule lowers it.</summary>
    [Description("Highest learning rate of the schedule.")]
    public required double LearningRate { get; init; }

    /// <summary>Optimizer, learning rate, batches and number of steps.</summary>
    [Description("How the network is trained.")]
    public required TrainingSettings Training { get; init; }

    /// <summary>The name that batches are drawn by.</summary>
    [Description("The name that batches are drawn by, with \"/\" between a name and one within it: recipes with one name see the same "
        + "batches at every seed; \"training-data\" when left out.")]
    public string? BatchesDrawnAs { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.neurons", Neurons, 1, 100_000),
        .. SpecRules.Between($"{path}.stream", Stream ?? 1, 1, 100_000),
        .. SpecRules.Between($"{path}.noise", Noise ?? 0, 0.0, 100.0),
        .. Objective.Problems($"{path}.objective"),
        .. SpecRules.Between($"{path}.learningRate", LearningRate, 1e-12, 10.0),
        .. Training.Problems($"{path}.training"),
        .. Objective.NeedsEveryInput && Training.Batch is { } batch
            ? [new SpecProblem(
                $"{path}.training.batch", $"{batch}", $"null, every input (--batch all of train), under the objective {Objective.Id}")]
            : (SpecProblem[])[],
    ];

    /// <summary>The seed that batches of inputs are drawn from; networks of one seed that name it alike see the same batches.</summary>
    private protected Seed BatchSeed(StudyBench bench) => bench.SeedOf(BatchesDrawnAs ?? "training-data");

    /// <summary>The objective, where it is one for the targets of the task.</summary>
    /// <exception cref="ConstructionFailedException">It is not.</exception>
    private protected IObjective ObjectiveOn(StudyBench bench) =>
        !Objective.NeedsBooleanTargets || (bench.Task.Boolean is not null && !bench.Task.Inputs.AreReal)
            ? Objective.ToObjective()
            : throw new ConstructionFailedException(
                $"The objective {Objective.Id} is for boolean targets, expected a task that has them, or another objective.");

    /// <summary>The noise of the task on the encoded input and of training on every layer.</summary>
    private protected StateNoise NoiseOn(ReluNetwork network, StudyBench bench)
    {
        double[] encoded = network.Encoding is null ? [] : [bench.Task.Spec.Encoding?.Noise ?? 0];
        var noise = new StateNoise([.. encoded, .. network.Layers.Select(_ => Noise ?? 0)]);
        return noise.IsNone ? StateNoise.None : noise;
    }

    /// <summary>Why a training is not sound, in one sentence; null where it is.</summary>
    private protected static string? Failure(TrainingOutcome outcome) => outcome.DivergedAt is { } step
        ? $"The loss was no longer finite at step {step:N0}; numbers are those of the last good state before it."
        : null;
}
