using System.Collections.Immutable;
using System.Numerics;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.AlgebraicCodes;

/// <summary>
/// A one-layer network for the ANDs of all pairs in which every number is whole: a = ReLU(W b + β), output = (R a + c) / one, where
/// <c>one</c> is what stands for 1.
/// Its errors over all inputs are found by running it in whole numbers; nothing about codes enters.
/// </summary>
public sealed class IntegerNetwork
{
    private readonly int[][] columns; // by feature, padded with zeros to whole vectors
    private readonly int[] bias;
    private readonly Func<int, int, int[]> row;
    private readonly int constant;
    private readonly int one;

    /// <summary>Takes the numbers of a network.</summary>
    /// <param name="columns">W by feature: m columns of d numbers.</param>
    /// <param name="bias">β, d numbers.</param>
    /// <param name="row">The row of R that reads the pair (k, l), k &lt; l: d numbers.</param>
    /// <param name="constant">c, the same for all pairs.</param>
    /// <param name="one">The number that stands for 1.</param>
    public IntegerNetwork(IReadOnlyList<int[]> columns, int[] bias, Func<int, int, int[]> row, int constant, int one)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(one);
        if (columns.Any(column => column.Length != bias.Length))
        {
            throw new ArgumentException(
                $"A column of W and the bias have different lengths; expected {bias.Length} numbers in each column.", nameof(columns));
        }

        (this.row, this.constant, this.one, Neurons) = (row, constant, one, bias.Length);
        this.columns = [.. columns.Select(Padded)];
        this.bias = Padded(bias);
    }

    /// <summary>m, the number of features.</summary>
    public int Features => columns.Length;

    /// <summary>d, the number of neurons.</summary>
    public int Neurons { get; }

    /// <summary>s, the largest number of active features of the inputs that it is run on: 2 or 3.</summary>
    public int Active { get; init; } = 2;

    /// <summary>The largest absolute error of any pair on any input with at most <see cref="Active"/> active features, exactly.</summary>
    /// <param name="symmetries">
    /// Permutations under which W and R do not change, which is checked number by number; then one pair of each orbit speaks for all.
    /// Without any, every pair is run.
    /// </param>
    /// <exception cref="ArgumentException">A permutation changes the network.</exception>
    public Fraction WorstError(params IReadOnlyList<NetworkSymmetry> symmetries)
    {
        var pairs = OnePairOfEachOrbit(symmetries);
        var worst = new long[pairs.Length];
        Parallel.For(0, pairs.Length, i => worst[i] = WorstError(pairs[i].First, pairs[i].Second));
        return new Fraction(worst.Max(), one);
    }

    /// <summary>One pair of each orbit, which speaks for all others of it.</summary>
    /// <param name="symmetries">
    /// Permutations under which W and R do not change, which is checked number by number; every pair is its own orbit without any.
    /// </param>
    /// <exception cref="ArgumentException">A permutation changes the network.</exception>
    public ImmutableArray<(int First, int Second)> OnePairOfEachOrbit(IReadOnlyList<NetworkSymmetry> symmetries)
    {
        foreach (var symmetry in symmetries)
        {
            Require(symmetry);
        }

        return Representatives(symmetries);
    }

    /// <summary>The network in float32: every number of R and c divided by what stands for 1.</summary>
    public ReluNetwork ToNetwork(PairAnds pairs)
    {
        using var scope = NewDisposeScope();
        var rows = new float[(long)pairs.Count * Neurons];
        for (var i = 0; i < pairs.Count; i++)
        {
            var (k, l) = pairs.Pairs[i];
            var numbers = row(k, l);
            for (var neuron = 0; neuron < Neurons; neuron++)
            {
                rows[((long)i * Neurons) + neuron] = (float)((double)numbers[neuron] / one);
            }
        }

        var weight_md =
            tensor(columns.SelectMany(column => column.Take(Neurons)).Select(number => (float)number).ToArray(), [Features, Neurons]);
        var bias_d = tensor(bias.Take(Neurons).Select(number => (float)number).ToArray());
        var readOff = new DenseReadOff(tensor(rows, [pairs.Count, Neurons]), full(pairs.Count, (float)((double)constant / one)));
        return new ReluNetwork([new ReluLayer(weight_md.t(), bias_d)], readOff);
    }

    /// <summary>The largest |R a + c − target| of one pair, in units of 1/one.</summary>
    private long WorstError(int k, int l)
    {
        var numbers = Padded(row(k, l));
        var sums = Enumerable.Range(0, Active + 1).Select(_ => new int[bias.Length]).ToArray();
        return Worst(0, 0, 0);

        // The worst of an input, whose W b is sums[active], and of all that have more features active, with larger numbers.
        long Worst(int active, int from, int members)
        {
            var worst = Math.Abs(Read(numbers, sums[active]) - (members == 2 ? one : 0));
            for (var x = from; active < Active && x < Features; x++)
            {
                Add(sums[active], columns[x], sums[active + 1]);
                worst = Math.Max(worst, Worst(active + 1, x + 1, members + (x == k || x == l ? 1 : 0)));
            }

            return worst;
        }
    }

    private static void Add(int[] x, int[] y, int[] sum)
    {
        for (var i = 0; i < sum.Length; i += Vector<int>.Count)
        {
            (new Vector<int>(x, i) + new Vector<int>(y, i)).CopyTo(sum, i);
        }
    }

    /// <summary>Σ R_i ReLU(x_i + β_i) + c.</summary>
    private long Read(int[] numbers, int[] x)
    {
        var sum = Vector<int>.Zero;
        for (var i = 0; i < numbers.Length; i += Vector<int>.Count)
        {
            sum += new Vector<int>(numbers, i) * Vector.Max(Vector<int>.Zero, new Vector<int>(x, i) + new Vector<int>(bias, i));
        }

        return (long)Vector.Sum(sum) + constant;
    }

    private void Require(NetworkSymmetry symmetry)
    {
        var (features, neurons) = (symmetry.Features, symmetry.Neurons);
        for (var x = 0; x < Features; x++)
        {
            for (var i = 0; i < Neurons; i++)
            {
                if (columns[features[x]][neurons[i]] != columns[x][i] || bias[neurons[i]] != bias[i])
                {
                    throw new ArgumentException(
                        $"The permutation changes the weight of neuron {i} for feature {x}: expected one under which the network stays "
                        + "the same.", nameof(symmetry));
                }
            }
        }

        Parallel.For(0, Features, k =>
        {
            for (var l = k + 1; l < Features; l++)
            {
                var (from, to) = (row(k, l), row(Math.Min(features[k], features[l]), Math.Max(features[k], features[l])));
                for (var i = 0; i < Neurons; i++)
                {
                    if (to[neurons[i]] != from[i])
                    {
                        throw new ArgumentException(
                            $"The permutation changes what neuron {i} adds to the pair ({k},{l}): expected one under which the network "
                            + "stays the same.", nameof(symmetry));
                    }
                }
            }
        });
    }

    private ImmutableArray<(int First, int Second)> Representatives(IReadOnlyList<NetworkSymmetry> symmetries)
    {
        var reached = new HashSet<(int First, int Second)>();
        var representatives = new List<(int First, int Second)>();
        for (var k = 0; k < Features; k++)
        {
            for (var l = k + 1; l < Features; l++)
            {
                if (!reached.Add((k, l)))
                {
                    continue;
                }

                representatives.Add((k, l));
                var open = new Stack<(int First, int Second)>([(k, l)]);
                while (open.TryPop(out var pair))
                {
                    foreach (var symmetry in symmetries)
                    {
                        var (x, y) = (symmetry.Features[pair.First], symmetry.Features[pair.Second]);
                        if (reached.Add((Math.Min(x, y), Math.Max(x, y))))
                        {
                            open.Push((Math.Min(x, y), Math.Max(x, y)));
                        }
                    }
                }
            }
        }

        return [.. representatives];
    }

    private static int[] Padded(int[] numbers)
    {
        var padded = new int[(numbers.Length + Vector<int>.Count - 1) / Vector<int>.Count * Vector<int>.Count];
        numbers.CopyTo(padded, 0);
        return padded;
    }
}
