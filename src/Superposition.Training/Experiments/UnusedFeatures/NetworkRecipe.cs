using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Studies;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Experiments.UnusedFeatures;

/// <summary>How networks are made of which it is known what their outputs ask for.</summary>
/// <param name="Task">The task; its pairs are what outputs ask for.</param>
/// <param name="FewOutputs">How many pairs the network with a read-off of low rank has outputs for.</param>
/// <param name="Objective">What training makes small.</param>
/// <param name="LearningRate">The highest learning rate.</param>
/// <param name="Training">How networks are trained.</param>
internal sealed record NetworkRecipe(UniversalAndTaskSpec Task, int FewOutputs, ObjectiveSpec Objective, double LearningRate, TrainingSettings Training)
{
    /// <summary>Makes a network. The same kind, width and seed give the same network, whichever experiment asks.</summary>
    /// <param name="kind">What is known of it.</param>
    /// <param name="neurons">d.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="progress">Is told of the training, as half of the cell.</param>
    /// <param name="store">Keeps the state of training; null when none is kept.</param>
    /// <param name="cancellation">Stops the training.</param>
    public MadeNetwork Make(ProbedNetwork kind, int neurons, Seed seed, IProgress<CellProgress> progress, ITrainingStore? store, CancellationToken cancellation)
    {
        var inputs = Task.ToInputs();
        var isLowRank = kind == ProbedNetwork.LowRank;
        var asked = PairAnds.Draw(Task.Features, isLowRank ? FewOutputs : Task.Pairs!.Value, seed.Stream(isLowRank ? "few-pairs" : "pairs"));

        // The same weights twice: what is trained must not be the network that it is compared with.
        var (untrained, network) = (Start(kind, inputs, neurons, asked.Count, seed), Start(kind, inputs, neurons, asked.Count, seed));
        if (kind == ProbedNetwork.Random)
        {
            return new MadeNetwork(network, untrained, asked, Outcome: null);
        }

        var parts = kind == ProbedNetwork.Trained ? TrainedParts.Whole : TrainedParts.ReadOff;
        var plan = new TrainingPlan(parts, new BooleanTask(inputs, asked), Objective.ToObjective(), Training, LearningRate);
        return new MadeNetwork(network, untrained, asked, Trainer.Train(network, plan, seed.For("training-data"), new TrainingToCell(progress, trainings: 2), cancellation, store));
    }

    private static ReluNetwork Start(ProbedNetwork kind, SparseInputs inputs, int neurons, int outputs, Seed seed)
    {
        var network = UntrainedNetwork.OneLayer(inputs, neurons, outputs, seed);
        if (kind != ProbedNetwork.Linear)
        {
            return network;
        }

        using (network)
        {
            return NeverOff(network, inputs.Active);
        }
    }

    /// <summary>The same weights with biases under which no neuron is ever off: affine in every input.</summary>
    private static ReluNetwork NeverOff(ReluNetwork network, int active)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight_dm = network.Layers[0].Weight;
        var (lowest_ds, _) = (-weight_dm).clamp_min(0).topk(active, dim: 1);
        return new ReluNetwork([new ReluLayer(weight_dm, lowest_ds.sum(1) + 1)], new DenseReadOff(((DenseReadOff)network.ReadOff).Weight));
    }
}

/// <summary>A network, the same before training, the pairs that its outputs ask for, and how training went where there was any.</summary>
internal sealed record MadeNetwork(ReluNetwork Network, ReluNetwork Untrained, PairAnds Asked, TrainingOutcome? Outcome)
{
    /// <summary>Why it is not sound, if it is not.</summary>
    public string? Failure => Outcome?.DivergedAt is { } step ? $"The loss was no longer finite at step {step:N0}; the network looked at is the last good state before it." : null;

    /// <summary>Whether outputs ask for a pair and can compute it.</summary>
    public bool AsksFor(ProbedNetwork kind, (int First, int Second) pair) => kind is not (ProbedNetwork.Random or ProbedNetwork.Linear) && Asked.IndexOf(pair.First, pair.Second) >= 0;
}
