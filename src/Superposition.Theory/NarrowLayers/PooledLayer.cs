using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.NarrowLayers;

/// <summary>How the AND of two features is read off a layer.</summary>
public enum PairReading
{
    /// <summary>By products of the layer's weights over features, W_ik W_il, the mean activation subtracted.</summary>
    Weights,

    /// <summary>By products of what its neurons find at the features, V = W_inΦ, the mean activation subtracted.</summary>
    Projections,

    /// <summary>By the mean over the neurons that both features reach: the paper's form, for subsets.</summary>
    SharedNeurons,
}

/// <summary>A layer for many features in superposition, of which a pool is measured.</summary>
/// <param name="Features">m, all features; the state has a random direction ±1/√d0 for each.</param>
/// <param name="Pool">How many of them inputs and pairs are taken from; the others are never active, but every neuron hears them.</param>
/// <param name="Active">s, of which exactly so many are active.</param>
/// <param name="Dimension">d0, the dimension of the state.</param>
/// <param name="Neurons">n, the number of neurons.</param>
/// <param name="Law">W [n, m].</param>
/// <param name="Density">p of subsets and ternary weights.</param>
public sealed record PooledLayerSize(int Features, int Pool, int Active, int Dimension, int Neurons, WeightLaw Law, double Density);

/// <summary>
/// A layer that reads the state Φb of m features with W_in = WΦᵀ, drawn whole but kept only where the features of a pool meet it:
/// V = WΦᵀΦ at the pool, [n, k]. Directions and weights stream through in blocks, so that m = 65,536 features in 20,000 dimensions
/// take memory for a block of each. On inputs of the pool it is the layer itself, not an approximation of it.
/// </summary>
public sealed class PooledLayer : IDisposable
{
    private const int BlockEntries = 1 << 22;

    private readonly PooledLayerSize size;
    private readonly Tensor seen_nk;
    private readonly Tensor? drawn_nk;

    private PooledLayer(PooledLayerSize size, Tensor seen_nk, Tensor? drawn_nk) => (this.size, this.seen_nk, this.drawn_nk) =
        (size, seen_nk, drawn_nk);

    /// <summary>Draws the directions of the features and the weights of the layer.</summary>
    /// <param name="size">What it is for.</param>
    /// <param name="seed">Seeds the directions, which all laws share, and the weights.</param>
    /// <param name="next">Called before every block: stops by an exception.</param>
    public static PooledLayer Draw(PooledLayerSize size, Seed seed, Action? next = null)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (size.Law == WeightLaw.StateSpace)
        {
            var pool_kd = Directions(size, seed.Stream("directions")).First();
            using var generator = seed.Generator("weights");
            var rows = Blocks(size.Neurons, size.Dimension).Select(count =>
            {
                next?.Invoke();
                using var block = NewDisposeScope();
                return randn(count, size.Dimension, generator: generator).matmul(pool_kd.t()).MoveToOuterDisposeScope();
            });
            return new PooledLayer(size, cat(rows.ToArray()).MoveToOuterDisposeScope(), null);
        }

        var overlaps_mk = Overlaps(size, seed, next);
        var stream = seed.Stream("weights");
        var (seen, drawn) = (new List<Tensor>(), new List<Tensor>());
        foreach (var count in Blocks(size.Neurons, size.Features))
        {
            next?.Invoke();
            using var block = NewDisposeScope();
            var weight_bm = empty(count, size.Features);
            RandomWeights.Fill(MemoryMarshal.Cast<byte, float>(weight_bm.bytes), size.Law, size.Density, stream);
            seen.Add(weight_bm.matmul(overlaps_mk).MoveToOuterDisposeScope());
            drawn.Add(weight_bm[.., ..size.Pool].clone().MoveToOuterDisposeScope());
        }

        return new PooledLayer(size, cat(seen).MoveToOuterDisposeScope(), cat(drawn).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The layer on the pool's features with a read-off of their pairs, scaled so that true ANDs read 1 on average over some inputs.
    /// </summary>
    /// <param name="reading">How pairs are read.</param>
    /// <param name="calibration">Inputs of the pool, others than the network is judged on.</param>
    /// <exception cref="ConstructionFailedException">True ANDs do not read above 0, or a pair shares no neuron.</exception>
    public ReluNetwork ToNetwork(PairReading reading, InputSample calibration)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var bias = size.Law == WeightLaw.StateSpace ? 0f : -1f;
        using var unscaled = new ReluNetwork([new ReluLayer(seen_nk, full(size.Neurons, bias))], ReadOff(reading, scale: 1));
        var (pairs, gain) = (PairAnds.All(size.Pool), 0.0);
        try
        {
            gain = 1 + OutputErrors.Measure(unscaled, pairs, calibration)["both"].Mean;
        }
        catch (NotFiniteException)
        {
            // A pair without a neuron of its own: the gain stays 0.
        }

        return gain > 0
            ? unscaled.WithReadOff(ReadOff(reading, 1 / gain))
            : throw new ConstructionFailedException(
                $"superposed-layer: with {size.Neurons} neurons true ANDs read {gain:G3} on average, expected more than 0.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        seen_nk.Dispose();
        drawn_nk?.Dispose();
    }

    private PairReadOff ReadOff(PairReading reading, double scale)
    {
        var (pairs, weights_nk) = (PairAnds.All(size.Pool), reading == PairReading.Projections ? seen_nk : drawn_nk
            ?? throw new ArgumentException(
                "Neurons that are directions of the state have no weights over features to read by.", nameof(reading)));
        if (reading == PairReading.SharedNeurons)
        {
            return new PairReadOff(weights_nk, scale, PairNormalisation.SharedNeurons, pairs);
        }

        var centred_nk = weights_nk - weights_nk.mean([0], keepdim: true);
        return new PairReadOff(centred_nk, scale, PairNormalisation.Constant, pairs, correction_cm: centred_nk / Math.Sqrt(size.Neurons));
    }

    /// <summary>ΦᵀΦ at the pool's columns, shape [m, k].</summary>
    private static Tensor Overlaps(PooledLayerSize size, Seed seed, Action? next)
    {
        using var scope = NewDisposeScope();
        Tensor? pool_kd = null;
        var overlaps = new List<Tensor>();
        foreach (var block_bd in Directions(size, seed.Stream("directions")))
        {
            next?.Invoke();
            using (block_bd)
            {
                pool_kd ??= block_bd[..size.Pool].clone();
                overlaps.Add(block_bd.matmul(pool_kd.t()));
            }
        }

        return cat(overlaps).MoveToOuterDisposeScope();
    }

    /// <summary>Directions as rows ±1/√d0, in blocks; the first block has the pool's and, of neurons in the state, no others.</summary>
    private static IEnumerable<Tensor> Directions(PooledLayerSize size, Random stream)
    {
        int[] rest = size.Law == WeightLaw.StateSpace ? [] : [.. Blocks(size.Features - size.Pool, size.Dimension)];
        foreach (var count in rest.Prepend(size.Pool))
        {
            var block_bd = empty(count, size.Dimension);
            RandomWeights.Fill(MemoryMarshal.Cast<byte, float>(block_bd.bytes), WeightLaw.Signs, density: 1, stream);
            yield return block_bd.div_(Math.Sqrt(size.Dimension));
        }
    }

    private static IEnumerable<int> Blocks(int rows, int columns)
    {
        var most = Math.Max(1, BlockEntries / columns);
        for (var first = 0; first < rows; first += most)
        {
            yield return Math.Min(most, rows - first);
        }
    }
}
