using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Training;

/// <summary>A group of permutations of m features, one for each feature.</summary>
public enum FeatureGroup
{
    /// <summary>Cyclic shifts of the features, i → i + g modulo m.</summary>
    Shifts,

    /// <summary>i → i ⊕ g on the binary digits, m a power of two.</summary>
    ExclusiveOr,
}

/// <summary>
/// Networks of one layer for all pairs that a group of permutations of the features maps onto themselves: neurons come in blocks of m, each
/// block one row of weights moved by every element of the group, with one bias a block and a read-off that moves along. The parameters
/// that the group maps onto each other are tied: they start equal, and each takes the mean of their gradients.
/// </summary>
public sealed class WeightSymmetry
{
    private readonly FeatureGroup group;
    private readonly int features;
    private readonly long[] orbits_dm;
    private readonly long[] orbits_d;
    private readonly long[] orbits_gd;
    private readonly long[] orbits_g;

    /// <summary>Finds which parameters are tied.</summary>
    /// <param name="group">The group.</param>
    /// <param name="pairs">All pairs of m features.</param>
    /// <param name="neurons">d, a multiple of m.</param>
    /// <exception cref="ArgumentException">Some pairs are missing, d is no multiple of m, or m no power of two.</exception>
    public WeightSymmetry(FeatureGroup group, PairAnds pairs, int neurons)
    {
        (this.group, features) = (group, pairs.Features);
        if (!pairs.AreAll || neurons % features != 0 || (group == FeatureGroup.ExclusiveOr && !int.IsPow2(features)))
        {
            throw new ArgumentException(
                $"{neurons} neurons and {pairs.Count} pairs of {features} features have no such symmetry, expected all pairs, blocks of "
                    + $"{features} neurons{(group == FeatureGroup.ExclusiveOr ? " and a power of two" : "")}.", nameof(neurons));
        }

        var blocks = Enumerable.Range(0, neurons).Select(neuron => (Block: neuron / features, Moved: neuron % features)).ToArray();
        orbits_dm = [.. blocks.SelectMany(n => Enumerable.Range(0, features).Select(i => ((long)n.Block * features) + Back(i, n.Moved)))];
        orbits_d = [.. blocks.Select(n => (long)n.Block)];
        orbits_gd = [.. pairs.Pairs.SelectMany(pair => blocks.Select(n => ((long)n.Block * pairs.Count)
            + IndexOf(pairs, Back(pair.First, n.Moved), Back(pair.Second, n.Moved))))];
        orbits_g = [.. pairs.Pairs.Select(pair => (long)Math.Min(Back(pair.First, pair.Second), Back(pair.Second, pair.First)))];
    }

    /// <summary>For every output the number of its group: the outputs that the symmetry maps onto it.</summary>
    public IReadOnlyList<long> OutputGroups => orbits_g;

    /// <summary>The same network with every parameter replaced by the first of those that it is tied to.</summary>
    /// <param name="network">A network of one layer with a dense read-off.</param>
    public ReluNetwork Tied(ReluNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (layer, readOff) = (network.Layers.Single(), (DenseReadOff)network.ReadOff);
        return new ReluNetwork(
            [new ReluLayer(First(layer.Weight, orbits_dm), First(layer.Bias, orbits_d), activation: layer.Activation)],
            new DenseReadOff(First(readOff.Weight, orbits_gd), First(readOff.Bias, orbits_g)));
    }

    /// <summary>
    /// Replaces every gradient by the mean of those that it is tied to, and the read-off by that of the first output of every group, in
    /// which the same is done: objectives that write a read-off write at least these.
    /// </summary>
    internal void Tie(NetworkInTraining training, ReluNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (layer, readOff) = (network.Layers.Single(), (DenseReadOff)network.ReadOff);

        // The first matrix is held transposed.
        Average(training.Find(layer.Weight).Gradient?.t(), orbits_dm);
        Average(training.Find(layer.Bias).Gradient, orbits_d);
        Average(training.Find(readOff.Weight).Gradient, orbits_gd);
        Average(training.Find(readOff.Bias).Gradient, orbits_g);
        var (weight_gd, bias_g) = (training.Find(readOff.Weight).Value, training.Find(readOff.Bias).Value);
        var places = FirstPlaces(orbits_g);
        var isFirst = orbits_g.Select((_, output) => places[output] == output).ToArray();
        bias_g.copy_(bias_g.index_select(0, tensor(places)));
        Average(weight_gd, orbits_gd, tensor(isFirst).unsqueeze(1).expand(weight_gd.shape));
    }

    /// <summary>Puts the mean of its group into every number; of those alone that are chosen, where some are.</summary>
    private static void Average(Tensor? values, long[] orbits, Tensor? chosen = null)
    {
        if (values is null)
        {
            return;
        }

        var of = tensor(orbits);
        var weights = (chosen?.flatten() ?? ones(of.shape)).to(float64);
        var counts = of.bincount(weights);
        var sums = zeros(counts.shape[0], float64).index_add_(0, of, values.flatten().to(float64) * weights, 1);
        values.copy_((sums / counts.clamp_min(1)).index_select(0, of).view(values.shape));
    }

    private static Tensor First(Tensor values, long[] orbits) =>
        values.detach().flatten().index_select(0, tensor(FirstPlaces(orbits))).view(values.shape);

    private static long[] FirstPlaces(long[] orbits)
    {
        var first = new Dictionary<long, long>();
        return [.. orbits.Select((orbit, at) => first.TryGetValue(orbit, out var place) ? place : first[orbit] = at)];
    }

    private static int IndexOf(PairAnds pairs, int i, int j) => pairs.IndexOf(Math.Min(i, j), Math.Max(i, j));

    /// <summary>Where the inverse of an element of the group takes a feature.</summary>
    private int Back(int feature, int element) => group == FeatureGroup.Shifts
        ? (feature - element + features) % features
        : feature ^ element;
}
