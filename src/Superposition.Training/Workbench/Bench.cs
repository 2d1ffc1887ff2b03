using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Comparison;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Probing;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;

namespace Superposition.Workbench;

/// <summary>
/// The short way through the library: train, construct, measure, compare and probe a network of one layer with standard settings and one
/// seed. Each method is a few calls of what lies below, where everything can be chosen.
/// </summary>
public static class Bench
{
    /// <summary>Trains one layer of d ReLUs and its read-off from random weights, towards the smallest mean squared error.</summary>
    /// <param name="task">What it is trained for; all its inputs are taken at every step, at most 2^20.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>The network; the caller disposes it.</returns>
    public static ReluNetwork Train(PairTask task, int neurons, Seed seed, CancellationToken cancellation = default)
    {
        var network = UntrainedNetwork.OneLayer(task.Inputs, neurons, task.Pairs.Count, seed);
        var plan = new TrainingPlan(
            TrainedParts.Whole, new BooleanTask(task.Inputs, task.Pairs), new PowerLoss(2), Standard.Training, Standard.LearningRate);
        Trainer.Train(network, plan, seed.For("training-data"), progress: null, cancellation);
        return network;
    }

    /// <summary>Builds a construction for all pairs.</summary>
    /// <param name="kind">Its name, as in <c>superposition construct</c>.</param>
    /// <param name="task">The inputs it is for.</param>
    /// <param name="neurons">d; not used by a construction whose width follows from the number of features.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="ArgumentException">There is no construction of that name.</exception>
    /// <exception cref="ConstructionFailedException">A premise does not hold at this size.</exception>
    public static ReluNetwork Construct(string kind, PairTask task, int neurons, Seed seed)
    {
        var construction = UniversalAndConstructions.Find(kind)
            ?? throw new ArgumentException(
                $"There is no construction \"{kind}\", expected one of "
                + $"{string.Join(", ", UniversalAndConstructions.All.Select(known => known.Kind))}.", nameof(kind));
        return construction.Build(new UniversalAndSize(task.Inputs, construction.RequiredNeurons(task.Inputs.Features) ?? neurons), seed);
    }

    /// <summary>Measures the errors of a network: ε, the root mean square, and both by class of input.</summary>
    public static ErrorReport Measure(ReluNetwork network, PairTask task, Seed seed) =>
        OutputErrors.Measure(network, task.Pairs, task.Sample(seed));

    /// <summary>Compares two networks for the same pairs by what they are like and what they do.</summary>
    public static NetworkComparison Compare(
        ReluNetwork first, ReluNetwork second, PairTask task, Seed seed, CancellationToken cancellation = default) =>
        NetworkComparison.Of(first, second, task.Pairs, task.Sample(seed), seed, cancellation: cancellation);

    /// <summary>
    /// Tells for every pair of features whether the last layer holds it and the network uses it, next to an untrained network and control
    /// labels.
    /// </summary>
    public static ProbingReport Probe(ReluNetwork network, PairTask task, Seed seed)
    {
        using var untrained = UntrainedNetwork.OneLayer(task.Inputs, network.Layers[^1].Neurons, outputs: 1, seed.For("untrained"));
        var sample = task.Sample(seed);
        return FeatureProbing.OfPairs(
            new NetworkSite(network, network.Layers.Count - 1), new NetworkSite(untrained, 0), PairAnds.All(task.Inputs.Features), sample,
            ProbeSettings.Usual, seed.For("probing"));
    }

    /// <summary>Saves a network with its task as a file that the command line and other programs read.</summary>
    /// <exception cref="NetworkFileException">The path cannot be written, or a weight is not finite.</exception>
    public static void Save(string path, ReluNetwork network, PairTask task, Seed seed, NetworkOrigin origin = NetworkOrigin.Trained) =>
        NetworkFile.Save(
            path, network,
            new NetworkManifest { Task = "universal-and", Origin = origin, Inputs = task.Inputs, Outputs = task.Pairs, Seed = seed });
}
