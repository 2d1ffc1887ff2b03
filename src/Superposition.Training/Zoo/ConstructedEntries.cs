using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Tasks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Zoo;

/// <summary>One layer that computes ANDs of pairs by a formula, whole or with outputs for a part of what it holds.</summary>
internal static class ConstructedEntries
{
    private const string Task = "universal-and";
    private const int Features = 12, Neurons = 512, ManyNeurons = 2048, StateDimension = 128, LargeState = 256;

    public static IEnumerable<ZooEntry> All =>
    [
        Whole(
            "naive", "One neuron for each pair of features.",
            "The neuron of the pair (k, l) is ReLU(b_k + b_l − 1), and the output reads it alone: nothing is in superposition.",
            neurons: 66),
        Whole(
            "dedicated", "One neuron for each of 33 random pairs; the other 33 pairs are given 0.",
            "The neuron of the pair (k, l) is ReLU(b_k + b_l − 1). The outputs of the other pairs have rows of zeros: they are wrong "
            + "whenever their pair is on.", neurons: 33),
        Whole(
            "subset", "Each neuron adds up a random subset of the features, with bias −1.",
            "A pair is read with the product of its two weights, less their mean, at each neuron."),
        Whole(
            "subset-averaging", "Random subsets, read by averaging alone.",
            "A pair is read as the mean over the neurons that hold both of its features.", neurons: 1024),
        Whole(
            "sign", "Every neuron reads every feature with a random sign, with bias −1.",
            "A pair is read with the product of its two signs at each neuron."),
        Whole(
            "sign-tuned", "Random signs with a tuned bias.",
            "As sign, with the bias that is predicted to have the smallest error and rows that add up to 0."),
        Whole(
            "gaussian", "Every neuron reads every feature with a normal weight.",
            "A pair is read with the product of its two weights at each neuron.", ManyNeurons),
        Superposed(
            "superposed-subset", "Features enter in superposition, in 128 dimensions; neurons decode random subsets of them.",
            Neurons, StateDimension),
        Superposed(
            "superposed-projection", "Features enter in superposition, in 256 dimensions; neurons read random directions.",
            ManyNeurons, LargeState),
        Part("sign-few-outputs", "A layer of random signs that holds all 66 pairs, with outputs for 20 of them.", seed =>
            PairAnds.Draw(Features, 20, seed.Stream("pairs"))),
        Part("sign-unused-features", "A layer of random signs over 12 features, with outputs for the pairs of the first six.", _ =>
            PairAnds.Of(Features, PairAnds.All(6).Pairs)),
        new(
            "codeword", "40 features through 20 ReLUs and back: each feature has a codeword of five neurons.", "error-correction",
            NetworkOrigin.Constructed, (seed, _) => Codeword(seed)),
    ];

    private static ZooNetwork Codeword(Seed seed) => new(
        CodewordNetwork.Of(Codewords.Draw(40, 20, 5, seed), on: 0.9, off: -0.04, scale: 1.765),
        new SparseInputs(40, 1, Sparsity.Exactly), FanInAnds.All(40, 1))
    {
        Functions = new IdentitySpec(),
        Mechanism = "A neuron reads 0.9 from the features in whose codeword it stands and −0.04 from the others (as reported of trained "
            + "networks in arXiv 2607.04800); a feature is read from its codeword.",
    };

    private static ZooEntry Whole(string kind, string summary, string mechanism, int neurons = Neurons) =>
        new(kind, summary, Task, NetworkOrigin.Constructed, (seed, _) =>
    {
        var inputs = new SparseInputs(Features, 2, Sparsity.AtMost);
        return new ZooNetwork(Build(kind, inputs, neurons, seed, encoding: null), inputs, PairAnds.All(Features)) { Mechanism = mechanism };
    });

    private static ZooEntry Superposed(string kind, string summary, int neurons, int dimension) =>
        new(kind, summary, Task, NetworkOrigin.Constructed, (seed, _) =>
    {
        var inputs = new SparseInputs(Features, 2, Sparsity.AtMost);
        return new ZooNetwork(
            Build(kind, inputs, neurons, seed, new EncodingSize(EncodingKind.LowCoherence, dimension)), inputs, PairAnds.All(Features))
        {
            Mechanism =
                "The encoding Φ gives every feature a direction, with overlaps as small as they get; the layer never sees the features "
                + "themselves.",
        };
    });

    /// <summary>The layer of a construction for all pairs under a read-off of some: the others are held and not used.</summary>
    private static ZooEntry Part(string name, string summary, Func<Seed, PairAnds> pairs) =>
        new(name, summary, Task, NetworkOrigin.Constructed, (seed, _) =>
    {
        var inputs = new SparseInputs(Features, 2, Sparsity.AtMost);
        var asked = pairs(seed);
        using var scope = NewDisposeScope();
        using var whole = Build("sign", inputs, Neurons, seed, encoding: null);
        var readOff = (PairReadOff)whole.ReadOff;
        var network = whole.WithReadOff(
            new PairReadOff(readOff.Factors, readOff.Scale.item<float>(), readOff.Normalisation, asked, readOff.Correction));
        return new ZooNetwork(network, inputs, asked)
        {
            Unused = PairAnds.Of(Features, PairAnds.All(Features).Pairs.Where(pair => asked.IndexOf(pair.First, pair.Second) < 0)),
            Mechanism =
                "The layer is that of sign and treats all features alike: every pair without an output can be read from it as well as "
                + "those with one.",
        };
    });

    private static ReluNetwork Build(string kind, SparseInputs inputs, int neurons, Seed seed, EncodingSize? encoding)
    {
        var construction = UniversalAndConstructions.Find(kind)!;
        return construction.Build(
            new UniversalAndSize(inputs, construction.RequiredNeurons(inputs.Features) ?? neurons) { Encoding = encoding }, seed);
    }
}
