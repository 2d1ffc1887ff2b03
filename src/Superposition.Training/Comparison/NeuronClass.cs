using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>
/// The circuit that trained universal-AND networks are reported to use (Newgas, arXiv 2507.09816): for a pair (k, l) a neuron with two
/// levels of weights is in class A when both its weights on the pair are high, in B1 or B2 when only the first or the second is, in C when
/// neither is; the AND is then A − B1 − B2 + C. Here are the mean activations of each class for each state of the pair, over many
/// pairs.
/// </summary>
/// <param name="Class">"A", "B1", "B2" or "C".</param>
/// <param name="Share">The share of (neuron, pair) in the class.</param>
/// <param name="Neither">Mean activation with neither of the pair active.</param>
/// <param name="First">With the first alone.</param>
/// <param name="Second">With the second alone.</param>
/// <param name="Both">With both.</param>
public sealed record NeuronClass(string Class, double Share, double Neither, double First, double Second, double Both)
{
    private const int MaxPairs = 512;

    /// <summary>The four classes of a network with one layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="evidence">Where each neuron's weights are cut in two.</param>
    /// <param name="pairs">The pairs; evenly spaced ones of them when there are many.</param>
    /// <param name="sample">The inputs.</param>
    /// <exception cref="ArgumentException">On these inputs some pair is never in one of its four states.</exception>
    public static ImmutableArray<NeuronClass> Table(ReluNetwork network, ConstructionEvidence evidence, PairAnds pairs, InputSample sample)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var picked = Enumerable.Range(0, Math.Min(MaxPairs, pairs.Count)).Select(i =>
            pairs.Pairs[(int)((long)i * pairs.Count / Math.Min(MaxPairs, pairs.Count))]).ToArray();
        var (first_p, second_p) =
            (tensor(picked.Select(pair => (long)pair.First).ToArray()), tensor(picked.Select(pair => (long)pair.Second).ToArray()));
        var sums = Enumerable.Range(0, 4).Select(_ => zeros(picked.Length, network.Neurons, float64)).ToArray();
        var counts = Enumerable.Range(0, 4).Select(_ => zeros(picked.Length, 1, float64)).ToArray();
        foreach (var inputs in sample.Batches(1024))
        {
            using var step = NewDisposeScope();
            var x_nm = inputs.ToDense(network.Features).to(float64);
            var a_nd = network.Activations(inputs).to(float64);
            var (first_np, second_np) = (x_nm.index_select(1, first_p), x_nm.index_select(1, second_p));
            Tensor[] states =
                [(1 - first_np) * (1 - second_np), first_np * (1 - second_np), (1 - first_np) * second_np, first_np * second_np];
            for (var state = 0; state < 4; state++)
            {
                sums[state].add_(states[state].t().matmul(a_nd));
                counts[state].add_(states[state].sum([0]).unsqueeze(1));
            }
        }

        if (counts.Any(count => count.min().item<double>() == 0))
        {
            throw new ArgumentException(
                $"Of the {picked.Length} pairs some are never in one of their four states on {sample}; more inputs are needed.",
                nameof(sample));
        }

        var means = sums.Zip(counts, (sum, count) => sum / count).ToArray();
        var weight_dm =
            (network.Encoding is { } encoding_em ? network.Layers[0].Weight.matmul(encoding_em) : network.Layers[0].Weight).to(float64);
        var high_md = (weight_dm > tensor(evidence.Neurons.Select(neuron => neuron.Weights.Cut).ToArray()).unsqueeze(1)).to(float64).t();
        var (highFirst_pd, highSecond_pd) = (high_md.index_select(0, first_p), high_md.index_select(0, second_p));
        return
        [
            Row("A", highFirst_pd * highSecond_pd), Row("B1", highFirst_pd * (1 - highSecond_pd)), Row(
                "B2", (1 - highFirst_pd) * highSecond_pd), Row("C", (1 - highFirst_pd) * (1 - highSecond_pd)),
        ];

        NeuronClass Row(string name, Tensor members_pd)
        {
            var members = members_pd.sum().item<double>();
            double Mean(int state) => members > 0 ? (means[state] * members_pd).sum().item<double>() / members : 0;
            return new NeuronClass(name, members / members_pd.numel(), Mean(0), Mean(1), Mean(2), Mean(3));
        }
    }
}
