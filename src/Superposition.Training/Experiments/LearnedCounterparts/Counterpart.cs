using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Studies;
using Superposition.Tasks;
using Superposition.Training;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>One task drawn for one seed: the ground truth, the construction for it, and the network that is trained in its place.</summary>
internal abstract class Counterpart
{
    /// <summary>The inputs that the networks are made for.</summary>
    public abstract SparseInputs Inputs { get; }

    /// <summary>What is to be computed.</summary>
    public abstract IBooleanTargets Targets { get; }

    /// <summary>Noise on the states in training, of every network that is measured on as many of its states as it has.</summary>
    public virtual StateNoise Noise => StateNoise.None;

    /// <summary>The inputs that are looked at.</summary>
    public abstract InputSample Measured { get; }

    /// <summary>The inputs that read-offs are fitted on.</summary>
    public abstract InputSample Fit { get; }

    /// <summary>How many of the inputs looked at training cannot have seen; null where it draws every input afresh.</summary>
    public virtual int? Unseen => null;

    /// <summary>The construction.</summary>
    /// <exception cref="UniversalAnd.ConstructionFailedException">A premise does not hold at this size.</exception>
    public abstract ReluNetwork Construct();

    /// <summary>The network before training.</summary>
    public abstract ReluNetwork Untrained();

    /// <summary>What the first layer reads, as a network without layers and with a read-off that does not matter.</summary>
    public abstract ReluNetwork RawInput();

    /// <summary>Trains the network.</summary>
    public virtual (ReluNetwork Network, ImmutableArray<TrainingOutcome> Outcomes) Train(CounterpartTraining training)
    {
        var network = Untrained();
        return (network, [training.Run(network, Parts, Batches, Noise, layer: 0, layers: 1)]);
    }

    /// <summary>What can be read inside the trained network, for deep ones.</summary>
    public virtual ImmutableArray<StateReading> States(ReluNetwork trained) => [];

    /// <summary>Which parameters are trained.</summary>
    protected virtual TrainedParts Parts => TrainedParts.Whole;

    /// <summary>The batches of training.</summary>
    protected virtual ITrainingTask Batches => new BooleanTask(Inputs, Targets);
}

/// <summary>How all networks of a cell are trained.</summary>
internal sealed class CounterpartTraining(LearnedCounterpartsSpec spec, Seed seed, IProgress<CellProgress> progress, ITrainingStore? store, CancellationToken cancellation)
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parts">Which parameters.</param>
    /// <param name="task">The batches.</param>
    /// <param name="noise">Noise on its states.</param>
    /// <param name="layer">Which of several trainings this is.</param>
    /// <param name="layers">How many there are.</param>
    public TrainingOutcome Run(ReluNetwork network, TrainedParts parts, ITrainingTask task, StateNoise noise, int layer, int layers) => Trainer.Train(
        network,
        new TrainingPlan(parts, task, spec.Objective.ToObjective(), spec.Training, spec.LearningRate) { Noise = noise },
        seed.For(FormattableString.Invariant($"training-data-{layer}")),
        new TrainingToCell(progress, layer, layers),
        cancellation,
        store?.For(FormattableString.Invariant($"layer-{layer}")));
}
