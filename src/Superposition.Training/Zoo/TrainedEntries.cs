using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Zoo;

/// <summary>Networks from training, of which it is known what they were asked for.</summary>
internal static class TrainedEntries
{
    private const int Features = 12, Neurons = 64, Stream = 48;
    private const double LearningRate = 0.003;

    private static readonly TrainingSettings Settings =
        new() { Steps = 4000, Batch = null, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 100 };

    private static SparseInputs Inputs { get; } = new(Features, 2, Sparsity.AtMost);

    public static IEnumerable<ZooEntry> All =>
    [
        Trained(
            "trained",
            "Trained from random weights on all 66 pairs.",
            "How it computes them is for others to find out.",
            All66, FromRandom),
        Trained(
            "trained-few-outputs",
            "Trained from random weights on 20 of the 66 pairs.",
            "The other pairs were never asked for.",
            Some20, FromRandom),
        Trained(
            "trained-unused-features",
            "Trained from random weights on the pairs of the first six of 12 features.",
            "The other six features are active as often, and no output depends on them.",
            _ => PairAnds.Of(Features, PairAnds.All(6).Pairs), FromRandom),
        Trained(
            "trained-read-off",
            "A random layer, of which the read-off alone was trained on 20 of the 66 pairs.",
            "The layer was never trained: what can be read from it besides the 20 pairs is not used.",
            Some20, FromRandom, TrainedParts.ReadOff),
        Trained(
            "trained-from-sign",
            "Trained on all 66 pairs from the construction of random signs.",
            "It began as the network sign with 64 neurons.",
            All66, FromSign),
        Trained(
            "trained-residual",
            "One layer in residual form, trained on all 66 pairs.",
            "The features enter a residual stream of 48 numbers in random directions, which stay as they are.",
            All66, (pairs, seed) => UntrainedNetwork.Residual(Inputs, Stream, Neurons, pairs.Count, seed)),
        new(
            "untrained", "A random layer with a random read-off: the control for all of these.", "universal-and",
            NetworkOrigin.Constructed, (seed, _) => Untrained(seed)),
    ];

    private static PairAnds All66(Seed seed) => PairAnds.All(Features);

    private static PairAnds Some20(Seed seed) => PairAnds.Draw(Features, 20, seed.Stream("pairs"));

    private static ZooNetwork Untrained(Seed seed) =>
        new(UntrainedNetwork.OneLayer(Inputs, Neurons, 66, seed), Inputs, PairAnds.All(Features))
        {
            Mechanism = "It computes nothing; whatever is found in it is found by chance.",
        };

    private static ZooEntry Trained(
        string name, string summary, string mechanism, Func<Seed, PairAnds> pairs, Func<PairAnds, Seed, ReluNetwork> start,
        TrainedParts parts = TrainedParts.Whole)
    {
        return new ZooEntry(name, summary, "universal-and", NetworkOrigin.Trained, Make);

        ZooNetwork Make(Seed seed, CancellationToken cancellation)
        {
            var asked = pairs(seed);
            var network = start(asked, seed);
            var plan = new TrainingPlan(parts, new BooleanTask(Inputs, asked), new PowerLoss(2), Settings, LearningRate);
            Trainer.Train(network, plan, seed.For("training-data"), progress: null, cancellation);
            return new ZooNetwork(network, Inputs, asked)
            {
                Mechanism = mechanism,
                Unused = asked.AreAll
                    ? null
                    : PairAnds.Of(Features, PairAnds.All(Features).Pairs.Where(pair => asked.IndexOf(pair.First, pair.Second) < 0)),
            };
        }
    }

    private static ReluNetwork FromRandom(PairAnds pairs, Seed seed) => UntrainedNetwork.OneLayer(Inputs, Neurons, pairs.Count, seed);

    private static ReluNetwork FromSign(PairAnds pairs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var network = UniversalAndConstructions.Find("sign")!.Build(new UniversalAndSize(Inputs, Neurons), seed);
        return network.WithReadOff(((PairReadOff)network.ReadOff).ToDense());
    }
}
