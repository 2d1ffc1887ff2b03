using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>What is said in print of the layer and the read-off of a network for compressed computation.</summary>
internal sealed class LearnedCode
{
    /// <summary>The published threshold between a codeword's weights and the others.</summary>
    public const double High = 0.05;

    private readonly float[,] weight_dm;
    private readonly float[,] readOff_md;

    /// <param name="network">A network of one layer.</param>
    public LearnedCode(ReluNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight = network.Layers[0].Weight.detach();
        var readOff = ((DenseReadOff)network.ReadOff).Weight.detach();
        var high_dm = (weight > High).to(float64);
        weight_dm = Written(weight);
        readOff_md = Written(readOff);
        Statistics = CodeStatistics.Of(weight.to(float64), high_dm);
        Sizes = [.. high_dm.sum([0]).data<double>().ToArray().Select(k => (int)k)];
        Loads = [.. high_dm.sum([1]).data<double>().ToArray().Select(k => (int)k)];
        var inverse_md = linalg.pinv(weight);
        var distance = (readOff - inverse_md).norm() / inverse_md.norm();
        DistanceFromPseudoInverse = distance.item<float>();
        Cosines = nn.functional.cosine_similarity(readOff, inverse_md, 1, 1e-12).data<float>().ToArray();
        var on = weight.masked_select(weight > High);
        var off = weight.masked_select(weight <= High);
        On = on.numel() > 1 ? (on.mean().item<float>(), on.std().item<float>()) : (double.NaN, double.NaN);
        Off = off.numel() > 1 ? (off.mean().item<float>(), off.std().item<float>()) : (double.NaN, double.NaN);
    }

    /// <summary>Overlaps, coherence and leverages, with the codeword's weights at the higher level.</summary>
    public CodeStatistics Statistics { get; }

    /// <summary>The codewords: every feature's neurons with high weights.</summary>
    public Codewords Codewords =>
        Codewords.Of(weight_dm.GetLength(0), [.. Enumerable.Range(0, weight_dm.GetLength(1)).Select(feature => Where(feature, High))]);

    /// <summary>For each feature K, the number of neurons in its codeword.</summary>
    public int[] Sizes { get; }

    /// <summary>The number of codewords of every neuron.</summary>
    public int[] Loads { get; }

    /// <summary>
    /// How far the read-off R is from the pseudo-inverse of the layer, ‖R − W⁺‖/‖W⁺‖; 0 where they agree.
    /// </summary>
    public double DistanceFromPseudoInverse { get; }

    /// <summary>The cosine between every row of R and the same row of W⁺.</summary>
    public float[] Cosines { get; }

    /// <summary>Mean and standard deviation of the weights within codewords.</summary>
    public (double Mean, double Std) On { get; }

    /// <summary>Mean and standard deviation of the other weights.</summary>
    public (double Mean, double Std) Off { get; }

    /// <summary>
    /// The share of ordered pairs (i, j) with equally many neurons in which the largest output is j once the values that feature i alone
    /// gives its neurons are moved, in the neurons' order, onto the neurons of j: whether which neurons fire is all that the read-off goes
    /// by.
    /// </summary>
    public double SwappedShare()
    {
        var features = weight_dm.GetLength(1);
        int[][] words = [.. Enumerable.Range(0, features).Select(feature => Where(feature, 0))];
        var (right, all) = (0, 0);
        for (var i = 0; i < features; i++)
        {
            for (var j = 0; j < features; j++)
            {
                if (i == j || words[i].Length == 0 || words[i].Length != words[j].Length)
                {
                    continue;
                }

                all++;
                right += LargestOutput(words[i], words[j], i) == j ? 1 : 0;
            }
        }

        return all == 0 ? double.NaN : (double)right / all;
    }

    private int[] Where(int feature, double threshold) =>
        [.. Enumerable.Range(0, weight_dm.GetLength(0)).Where(neuron => weight_dm[neuron, feature] > threshold)];

    private int LargestOutput(int[] from, int[] to, int feature)
    {
        var (best, largest) = (-1, float.NegativeInfinity);
        for (var output = 0; output < readOff_md.GetLength(0); output++)
        {
            var sum = 0f;
            for (var k = 0; k < from.Length; k++)
            {
                sum += readOff_md[output, to[k]] * weight_dm[from[k], feature];
            }

            (best, largest) = sum > largest ? (output, sum) : (best, largest);
        }

        return best;
    }

    /// <summary>The share of inputs with exactly s features at 1 whose outputs lie above the threshold exactly there.</summary>
    public static double ExactSupports(ReluNetwork network, int active, double threshold, int inputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var drawn = new SparseInputs(network.Features, active, Sparsity.Exactly).Draw(seed.Stream($"supports-{active}"), inputs);
        var wrong_n = ((network.Run(drawn) > threshold) != (drawn.ToDense(network.Features) > 0.5)).any(dim: 1, keepdim: false);
        return 1 - wrong_n.to(float64).mean().item<double>();
    }

    /// <summary>A matrix as plain numbers.</summary>
    public static float[,] Written(Tensor matrix)
    {
        var written = new float[matrix.shape[0], matrix.shape[1]];
        Buffer.BlockCopy(matrix.contiguous().data<float>().ToArray(), 0, written, 0, written.Length * sizeof(float));
        return written;
    }
}
