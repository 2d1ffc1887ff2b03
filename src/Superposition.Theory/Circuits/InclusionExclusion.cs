using System.Numerics;
using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Circuits;

/// <summary>
/// One bank of random subsets with bias −1, read for a set T by inclusion and exclusion: v_T = Σ over subsets J of T with at least two
/// members of (−1)^|J| times the mean activation of the neurons that respond to all of J (the post of the authors of arXiv 2408.05451, on
/// high fan-in; with the sign as printed there, (−1)^(|T| − |J| + 1), T of two members would read −AND). Biased, by about (s − 2) p
/// for a true AND of two; quieter than the centred read-off only where p is small.
/// </summary>
public static class InclusionExclusion
{
    /// <summary>Draws the weights from the part of a seed that is for constructions.</summary>
    /// <inheritdoc cref="Build(AndBank, FanInAnds, Generator)"/>
    public static ReluNetwork Build(AndBank bank, FanInAnds targets, Seed seed)
    {
        using var generator = seed.Generator("construction");
        return Build(bank, targets, generator);
    }

    /// <summary>Draws the layer and writes the read-off for the given sets.</summary>
    /// <exception cref="ConstructionFailedException">No neuron looks at all of a set.</exception>
    public static ReluNetwork Build(AndBank bank, FanInAnds targets, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weights_nm = bank.DrawWeights(targets.Features, generator);
        var columns_mn = weights_nm.t().contiguous();
        var rows_gn = zeros(targets.Count, bank.Neurons);
        foreach (var members in Subsets(bank.FanIn))
        {
            var shared_gn = ones(targets.Count, bank.Neurons);
            for (var member = 0; member < bank.FanIn; member++)
            {
                if ((members >> member & 1) == 1)
                {
                    var place = member;
                    shared_gn = shared_gn * columns_mn.index_select(0, tensor(targets.Sets.Select(set => (long)set[place]).ToArray()));
                }
            }

            var counts_g1 = shared_gn.sum(1, keepdim: true);
            if (counts_g1.min().item<float>() < 1)
            {
                throw new ConstructionFailedException($"A set of {BitOperations.PopCount((uint)members)} features shares no neuron, so "
                    + $"its AND cannot be read off: expected more than {bank.Neurons} neurons or a density above {bank.Density:G4}.");
            }

            rows_gn = rows_gn + (shared_gn / counts_g1 * (BitOperations.PopCount((uint)members) % 2 == 0 ? 1 : -1));
        }

        return new ReluNetwork([new ReluLayer(weights_nm, full(bank.Neurons, (float)bank.Bias))], new DenseReadOff(rows_gn));
    }

    /// <summary>
    /// Mean and standard deviation of the error for inputs with some active features, some of them in the set: sums over the weights of one
    /// neuron, each mean over neurons to first order.
    /// </summary>
    public static (double Mean, double Std) Predict(AndBank bank, int active, int members)
    {
        var (t, p) = (bank.FanIn, bank.Density);
        double Activation(int on) => Math.Max(0, on + bank.Bias);

        // E[a | the neuron looks at `own` of the active members]: the other members of T do not matter, because they are not active.
        double Given(int own) =>
            Enumerable.Range(0, active - members + 1).Sum(others => Binomial.PMF(p, active - members, others) * Activation(own + others));

        // E[a | the neuron looks at all of J], where J has some of the active members.
        double Mean(int activeInJ) =>
            Enumerable.Range(0, members - activeInJ + 1).Sum(more => Binomial.PMF(p, members - activeInJ, more) * Given(activeInJ + more));

        // Members 0 … members − 1 of T are the active ones.
        var own = (1 << members) - 1;
        var bias = Subsets(t).Sum(j =>
            (BitOperations.PopCount((uint)j) % 2 == 0 ? 1 : -1) * Mean(BitOperations.PopCount((uint)(j & own)))) - (members == t ? 1 : 0);
        double variance = 0;
        for (var seen = 0; seen < 1 << t; seen++)
        {
            var probability = Math.Pow(p, BitOperations.PopCount((uint)seen)) * Math.Pow(1 - p, t - BitOperations.PopCount((uint)seen));
            for (var others = 0; others <= active - members; others++)
            {
                var activation = Activation(BitOperations.PopCount((uint)(seen & own)) + others);
                var value = Subsets(t).Where(j => (j & seen) == j).Sum(j =>
                    (BitOperations.PopCount((uint)j) % 2 == 0 ? 1 : -1) * (activation - Mean(BitOperations.PopCount((uint)(j & own))))
                        / Math.Pow(p, BitOperations.PopCount((uint)j)));
                variance += probability * Binomial.PMF(p, active - members, others) * value * value;
            }
        }

        return (bias, Math.Sqrt(variance / bank.Neurons));
    }

    /// <summary>Subsets of t members with at least two, as bits.</summary>
    private static IEnumerable<int> Subsets(int fanIn) =>
        Enumerable.Range(0, 1 << fanIn).Where(members => BitOperations.PopCount((uint)members) >= 2);
}
