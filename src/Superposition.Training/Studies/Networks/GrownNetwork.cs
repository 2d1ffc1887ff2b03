using System.ComponentModel;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>
/// A deep network for a circuit in layers, trained layer by layer: when the layers so far read off the gates of layer ℓ, one more is put
/// on top, as a random layer of what is read off, and all are trained to read off the gates of layer ℓ + 1.
/// </summary>
[Description(
    "A deep network for a circuit in layers that grows while it is trained: layer by layer on the gates of each layer of the circuit.")]
public sealed record GrownNetwork : TrainingNetworkSpec
{
    /// <summary>ReLU layers a layer of gates.</summary>
    [Description("ReLU layers for each layer of gates; 1 when left out, 2 as in the paper's alternation of computing and correcting.")]
    public int? LayersPerGate { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.layersPerGate", LayersPerGate ?? 1, 1, 16),
        .. Training.Batch is null ? [new SpecProblem($"{path}.training.batch", "null", "a number of inputs")] : (SpecProblem[])[],
    ];

    /// <inheritdoc/>
    public override bool Exists(TaskSpec task) => task.Targets is LayersSpec;

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons * Layers(task.Targets);

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) =>
        1 + (Width(task) * (double)Training.Steps * (Training.Batch ?? 0) * task.Inputs.Features / 5e10);

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        if (bench.Task.Spec.Encoding is not null)
        {
            throw new ConstructionFailedException(
                "The task has an encoding, expected none: a network that grows reads the features themselves.");
        }

        var (circuit, layers) = (bench.Task.Targets.Layers!, Layers(bench.Task.Targets.Spec));
        ReluNetwork? network = null;
        TrainingOutcome? last = null;
        string? failure = null;
        try
        {
            for (var layer = 0; layer < layers; layer++)
            {
                network = Grow(network, layer, bench);
                var parts = TrainedParts.Whole | (Stream is null ? TrainedParts.None : TrainedParts.Encoding);
                var batches = bench.Task.BatchesOf(new LayerOutputs(circuit, (layer / (LayersPerGate ?? 1)) + 1));
                var plan =
                    new TrainingPlan(parts, batches, ObjectiveOn(bench), Training, LearningRate) { Noise = NoiseOn(network, bench) };
                last = Trainer.Train(
                    network, plan, BatchSeed(bench).For(FormattableString.Invariant($"training-data-{layer}")),
                    new TrainingToCell(context.Progress, layer, layers), context.Cancellation,
                    context.Store?.For(FormattableString.Invariant($"layer-{layer}")));
                failure ??= Failure(last);
            }

            return new DrawnNetwork(network!)
            {
                Untrained = Untrained(bench, layers),
                FinalLoss = last!.FinalLoss,
                Trace = last.Trace,
                Failure = failure
            };
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }

    private int Layers(TargetsSpec targets) => (LayersPerGate ?? 1) * ((targets as LayersSpec)?.Depth ?? 1);

    /// <summary>The same layers put on top of each other without training in between.</summary>
    private ReluNetwork Untrained(StudyBench bench, int layers)
    {
        ReluNetwork? network = null;
        for (var layer = 0; layer < layers; layer++)
        {
            network = Grow(network, layer, bench);
        }

        return network!;
    }

    /// <summary>The first layer, or one more on top of the network below, which is taken over.</summary>
    private ReluNetwork Grow(ReluNetwork? below, int layer, StudyBench bench)
    {
        var (space, gates) = (bench.Task.Inputs.Space, bench.Task.Features);
        var seed = bench.SeedOf(DrawnAs ?? "").For(FormattableString.Invariant($"layer-{layer}"));
        if (below is null)
        {
            return Stream is { } stream
                ? UntrainedNetwork.Residual(space, stream, Neurons, gates, seed)
                : UntrainedNetwork.OneLayer(space, Neurons, gates, seed);
        }

        using (below)
        {
            return Stream is null
                ? UntrainedNetwork.Deeper(below, space.Active, Neurons, gates, seed)
                : UntrainedNetwork.DeeperResidual(below, space.Active, Neurons, gates, seed);
        }
    }
}
