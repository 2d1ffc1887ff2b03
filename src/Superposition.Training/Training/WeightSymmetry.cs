using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;
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
    private readonly Orbits weight_dm;
    private readonly Orbits weight_md;
    private readonly Orbits bias_d;
    private readonly Orbits readOff_gd;
    private readonly Orbits readOffOfFirst_gd;
    private readonly Orbits outputs_g;

    /// <summary>Finds which parameters are tied.</summary>
    /// <param name="group">The group.</param>
    /// <param name="pairs">All pairs of m features.</param>
    /// <param name="neurons">d, a multiple of m.</param>
    /// <exception cref="ConstructionFailedException">Some pairs are missing, d is no multiple of m, or m no power of two.</exception>
    public WeightSymmetry(FeatureGroup group, PairAnds pairs, int neurons)
    {
        (this.group, features) = (group, pairs.Features);
        if (!pairs.AreAll || neurons % features != 0 || (group == FeatureGroup.ExclusiveOr && !int.IsPow2(features)))
        {
            throw new ConstructionFailedException(
                $"{neurons} neurons and {pairs.Count} pairs of {features} features have no such symmetry, expected all pairs, blocks of "
                    + $"{features} neurons{(group == FeatureGroup.ExclusiveOr ? " and a power of two" : "")}.");
        }

        var blocks = Enumerable.Range(0, neurons).Select(neuron => (Block: neuron / features, Moved: neuron % features)).ToArray();
        int[] all = [.. Enumerable.Range(0, features)];
        weight_dm = new Orbits(blocks.SelectMany(n => all.Select(i => OfWeight(n.Block, n.Moved, i))));
        weight_md = new Orbits(all.SelectMany(i => blocks.Select(n => OfWeight(n.Block, n.Moved, i))));
        bias_d = new Orbits(blocks.Select(n => (long)n.Block));
        outputs_g = new Orbits(
            pairs.Pairs.Select(pair => (long)Math.Min(Back(pair.First, pair.Second), Back(pair.Second, pair.First))));
        long[] ofReadOff = [.. pairs.Pairs.SelectMany(pair => blocks.Select(n => ((long)n.Block * pairs.Count)
            + IndexOf(pairs, Back(pair.First, n.Moved), Back(pair.Second, n.Moved))))];
        readOff_gd = new Orbits(ofReadOff);
        readOffOfFirst_gd = new Orbits(ofReadOff, at => outputs_g.IsFirst(at / neurons));

        long OfWeight(int block, int moved, int feature) => ((long)block * features) + Back(feature, moved);
    }

    /// <summary>For every output the number of its group: the outputs that the symmetry maps onto it.</summary>
    public IReadOnlyList<int> OutputGroups => outputs_g.Of;

    /// <summary>The same network with every parameter replaced by the first of those that it is tied to.</summary>
    /// <param name="network">A network of one layer with a dense read-off.</param>
    public ReluNetwork Tied(ReluNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (layer, readOff) = (network.Layers.Single(), (DenseReadOff)network.ReadOff);
        return new ReluNetwork(
            [new ReluLayer(First(layer.Weight, weight_dm), First(layer.Bias, bias_d), activation: layer.Activation)],
            new DenseReadOff(First(readOff.Weight, readOff_gd), First(readOff.Bias, outputs_g)));

        static Tensor First(Tensor values, Orbits orbits)
        {
            var first = values.detach().contiguous().clone();
            orbits.TakeFirst(first.Floats());
            return first;
        }
    }

    /// <summary>
    /// Replaces every gradient by the mean of those that it is tied to, and the read-off by that of the first output of every group, in
    /// which the same is done: objectives that write a read-off write at least these.
    /// </summary>
    internal void Tie(NetworkInTraining training, ReluNetwork network)
    {
        var (layer, readOff) = (network.Layers.Single(), (DenseReadOff)network.ReadOff);

        // The first matrix is held transposed.
        Average(training.Find(layer.Weight).Gradient, weight_md);
        Average(training.Find(layer.Bias).Gradient, bias_d);
        Average(training.Find(readOff.Weight).Gradient, readOff_gd);
        Average(training.Find(readOff.Bias).Gradient, outputs_g);
        Average(training.Find(readOff.Weight).Value, readOffOfFirst_gd);
        outputs_g.TakeFirst(training.Find(readOff.Bias).Value.Floats());

        static void Average(Tensor? values, Orbits orbits)
        {
            if (values is not null)
            {
                orbits.Average(values.Floats());
            }
        }
    }

    private static int IndexOf(PairAnds pairs, int i, int j) => pairs.IndexOf(Math.Min(i, j), Math.Max(i, j));

    /// <summary>Where the inverse of an element of the group takes a feature.</summary>
    private int Back(int feature, int element) => group == FeatureGroup.Shifts
        ? (feature - element + features) % features
        : feature ^ element;

    /// <summary>Which numbers of an array are tied to each other.</summary>
    private sealed class Orbits
    {
        private readonly int[] of;
        private readonly List<int> first = [];
        private readonly bool[] isCounted;
        private readonly int[] counts;

        /// <param name="names">For every number a name of its orbit.</param>
        /// <param name="isCounted">Which numbers count in a mean, at least one an orbit; all when left out.</param>
        public Orbits(IEnumerable<long> names, Func<int, bool>? isCounted = null)
        {
            var numbers = new Dictionary<long, int>();
            of = [.. names.Select((name, at) =>
            {
                if (numbers.TryAdd(name, first.Count))
                {
                    first.Add(at);
                }

                return numbers[name];
            })];
            this.isCounted = [.. of.Select((_, at) => isCounted?.Invoke(at) ?? true)];
            counts = new int[first.Count];
            for (var at = 0; at < of.Length; at++)
            {
                counts[of[at]] += this.isCounted[at] ? 1 : 0;
            }
        }

        /// <summary>For every number its orbit, counted from 0 in the order of their first members.</summary>
        public IReadOnlyList<int> Of => of;

        /// <summary>Whether a number is the first of its orbit.</summary>
        public bool IsFirst(int at) => first[of[at]] == at;

        /// <summary>Puts the first number of its orbit into every one.</summary>
        public void TakeFirst(Span<float> values)
        {
            // The first of an orbit comes before the others.
            for (var at = 0; at < values.Length; at++)
            {
                values[at] = values[first[of[at]]];
            }
        }

        /// <summary>Puts the mean of its orbit into every number.</summary>
        public void Average(Span<float> values)
        {
            var sums = new double[first.Count];
            for (var at = 0; at < values.Length; at++)
            {
                sums[of[at]] += isCounted[at] ? values[at] : 0;
            }

            for (var at = 0; at < values.Length; at++)
            {
                values[at] = (float)(sums[of[at]] / counts[of[at]]);
            }
        }
    }
}
