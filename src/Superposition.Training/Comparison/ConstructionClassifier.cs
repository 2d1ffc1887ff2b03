using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>
/// Names the construction that a network with one layer of ReLUs is like. Two things have to agree: the values that weights take, and how
/// the read-off follows from them. A layer of signs under a read-off that knows nothing of them is none of the constructions.
/// </summary>
public static class ConstructionClassifier
{
    // Chosen on networks of other sizes and seeds than it is judged on (docs/decisions/0011-open-set.md): the share of neurons that have to
    // agree, and the share from which a second family makes a mixture.
    private const double MinAgreement = 0.75;
    private const double MinSecondShare = 0.15;
    private const double MaxOthersInMixture = 0.25;

    // Independent weights have a ratio of about 1; rank m/2 about 0.6.
    private const double MinRankRatio = 0.8;

    // Of weights with two levels, what a fifth of noise leaves of the share of variance (about 0.95) against a uniform distribution (0.75).
    private const double MinTwoLevelShare = 0.85;

    // Between 0/1 weights (0) and signs (1), in absolute value.
    private const double MinDenseRatio = 0.25;

    // Between codewords with a fifth of noise on weights and read-off (about 0.9) and a read-off that is something else (0).
    private const double MinPseudoInverseCosine = 0.75;

    // Two weights a neuron in at least this share of neurons make a dedicated network; random subsets of two on average have it in at most
    // 0.28 of them.
    private const double MinDedicatedShare = 0.6;

    // So many pairs are enough to see the rule of a neuron's read-off.
    private const int MaxPairs = 4096;

    /// <summary>Names the construction of a network.</summary>
    /// <param name="network">A network with one layer; under an encoding Φ its weights on the features are W Φ.</param>
    /// <param name="pairs">The pairs that its outputs are, or null when the outputs are the features.</param>
    /// <exception cref="ArgumentException">The network has another number of layers, or other outputs.</exception>
    public static ConstructionEvidence Classify(ReluNetwork network, PairAnds? pairs)
    {
        if (network.Layers is not [{ Projection: null }] || network.Outputs != (pairs?.Count ?? network.Features))
        {
            throw new ArgumentException(
                $"A construction is named for one layer in plain form with {pairs?.Count ?? network.Features} outputs "
                    + $"({(pairs is null ? "the features" : "the pairs")}); found "
                    + (network.Layers.Count == 1 ? "1 layer" : $"{network.Layers.Count} layers")
                    + $"{(network.Layers.Any(layer => layer.Projection is not null) ? " in residual form" : "")} and "
                    + $"{network.Outputs} outputs.", nameof(network));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight_dm = (network.Encoding is { } encoding_em ? network.Layers[0].Weight.matmul(encoding_em) : network.Layers[0].Weight)
            .to(float64).contiguous();
        var weights = Rows(weight_dm);
        var fits = weights.AsParallel().AsOrdered().Select(row => LevelFit.Of(row)).ToArray();
        var rules = pairs is null ? null : Rules(network, pairs, weights);
        var high_dm = tensor(weights.SelectMany((row, i) => row.Select(w => w > fits[i].Cut ? 1.0 : 0)).ToArray(), weight_dm.shape);
        var highWeights = weights.Select((row, i) => row.Count(w => w > fits[i].Cut)).ToArray();
        var pseudoInverse = pairs is null ? PseudoInverseCosine(network, weight_dm) : (double?)null;
        ImmutableArray<double> bic = [fits.Sum(fit => fit.Bic1), fits.Sum(fit => fit.Bic2), fits.Sum(fit => fit.Bic3)];
        var levels = bic.IndexOf(bic.Min()) + 1;
        var twoLevelShare = Median(fits.Select(fit => fit.TwoLevelShare));
        var ratio = Median(fits.Select(LevelRatio));
        var productR2 = rules is null ? (double?)null : Median(rules.Select(rule => rule.SignedR2));
        var rank = RankRatio(weight_dm);
        var mixture = rules is null
            ? CodewordMixture(bic[0] <= bic[1], twoLevelShare, ratio, pseudoInverse!.Value, fits.Length)
            : FamilyMixture.Of(fits, weights, rules);
        var isDedicated = highWeights.Average(count => count == 2 ? 1.0 : 0) >= MinDedicatedShare;
        mixture = isDedicated ? WithDedicated(mixture) : mixture;
        var isIndependent = network.Encoding is not null || isDedicated || rules is null || rank >= MinRankRatio;
        var family = isIndependent ? Name(mixture) : ConstructionFamily.None;
        ImmutableArray<NeuronEvidence> neurons =
            [.. fits.Select((fit, i) => new NeuronEvidence(mixture.Neurons[i], fit, highWeights[i], rules?[i]))];
        return new ConstructionEvidence
        {
            Family = family,
            Agreement = family == ConstructionFamily.Mixed
                ? neurons.Average(neuron =>
                    mixture.ShareOf(neuron.Family) >= MinSecondShare && neuron.Family != ConstructionFamily.None ? 1.0 : 0)
                : neurons.Average(neuron => neuron.Family == family ? 1.0 : 0),
            Shares = mixture.Shares,
            Levels = levels,
            Bic = bic,
            TwoLevelShare = twoLevelShare,
            LevelRatio = ratio,
            Kurtosis = Kurtosis(weights),
            ProductR2 = productR2,
            RankRatio = rank,
            PseudoInverseCosine = pseudoInverse,
            SwapAccuracy = pairs is null ? SwapAccuracy(network, weight_dm) : null,
            Code = CodeStatistics.Of(weight_dm, high_dm),
            Neurons = neurons,
        };
    }

    /// <summary>
    /// One family if enough neurons are of it, a mixture if two have material shares and hardly a neuron is of none, otherwise none.
    /// </summary>
    private static ConstructionFamily Name(FamilyMixture mixture)
    {
        FamilyShare[] constructions = [.. mixture.Shares.Where(share => share.Family != ConstructionFamily.None)];
        return constructions switch
        {
            [{ Share: >= MinAgreement } first, ..] => first.Family,
            [_, { Share: >= MinSecondShare }, ..] when mixture.ShareOf(ConstructionFamily.None) <= MaxOthersInMixture =>
                ConstructionFamily.Mixed,
            _ => ConstructionFamily.None,
        };
    }

    /// <summary>Subsets of two features each are dedicated neurons.</summary>
    private static FamilyMixture WithDedicated(FamilyMixture mixture)
    {
        static ConstructionFamily Family(ConstructionFamily family) =>
            family == ConstructionFamily.Subset ? ConstructionFamily.Dedicated : family;
        return new FamilyMixture(
            [.. mixture.Shares.Select(share => share with { Family = Family(share.Family) })], [.. mixture.Neurons.Select(Family)]);
    }

    /// <summary>Codewords are named for the layer as a whole, by the pseudo-inverse.</summary>
    private static FamilyMixture CodewordMixture(bool isOneLevel, double twoLevelShare, double ratio, double pseudoInverse, int neurons)
    {
        var isCodeword = !isOneLevel && twoLevelShare >= MinTwoLevelShare && Math.Abs(ratio) < MinDenseRatio
            && pseudoInverse >= MinPseudoInverseCosine;
        var family = isCodeword ? ConstructionFamily.Codeword : ConstructionFamily.None;
        return new FamilyMixture([new FamilyShare(family, 1)], [.. Enumerable.Repeat(family, neurons)]);
    }

    /// <summary>
    /// The participation ratio of the singular values, neurons centred and of one length, over that of the same entries shuffled.
    /// </summary>
    private static double RankRatio(Tensor weight_dm)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(0).Generator("rank-ratio");
        var centred_dm = weight_dm - weight_dm.mean([1], keepdim: true);
        var unit_dm = centred_dm / centred_dm.norm(dim: 1, keepdim: true, p: 2).clamp_min(1e-150);
        var shuffled_dm = unit_dm.flatten().index_select(0, randperm(unit_dm.numel(), generator: generator)).reshape(unit_dm.shape);
        var control = Participation(shuffled_dm);
        return control > 0 ? Participation(unit_dm) / control : 1;

        static double Participation(Tensor matrix_dm)
        {
            var gram_mm = matrix_dm.t().matmul(matrix_dm);
            var (trace, squares) = (gram_mm.diagonal().sum().item<double>(), gram_mm.square().sum().item<double>());
            return squares > 0 ? trace * trace / squares : 0;
        }
    }

    private static double LevelRatio(LevelFit fit)
    {
        var (near, far) = Math.Abs(fit.Low) < Math.Abs(fit.High) ? (fit.Low, fit.High) : (fit.High, fit.Low);
        return far == 0 ? 0 : near / far;
    }

    private static ProductRule[] Rules(ReluNetwork network, PairAnds pairs, double[][] weights)
    {
        using var scope = NewDisposeScope();
        var chosen = Enumerable.Range(0, pairs.Count).Where(i =>
            pairs.Count <= MaxPairs || (long)i * MaxPairs / pairs.Count != (long)(i - 1) * MaxPairs / pairs.Count).ToArray();
        var picked = chosen.Select(i => pairs.Pairs[i]).ToArray();
        var rows_gd = network.ReadOff is PairReadOff structured
            ? structured.For(PairAnds.Of(pairs.Features, picked)).ToDense().Weight
            : ((DenseReadOff)network.ReadOff).Weight.index_select(0, tensor(chosen.Select(i => (long)i).ToArray()));
        var readOffs = Rows(rows_gd.t().to(float64).contiguous());
        return [.. weights.Zip(readOffs).AsParallel().AsOrdered().Select(neuron => ProductRule.Of(neuron.First, neuron.Second, picked))];
    }

    private static Tensor ReadOffRows(ReluNetwork network) =>
        (network.ReadOff is PairReadOff structured ? structured.ToDense() : (DenseReadOff)network.ReadOff).Weight.to(float64);

    private static double PseudoInverseCosine(ReluNetwork network, Tensor weight_dm)
    {
        var (rows_md, inverse_md) = (ReadOffRows(network), linalg.pinv(weight_dm, rtol: 1e-10));
        return nn.functional.cosine_similarity(rows_md, inverse_md, dim: 1).mean().item<double>();
    }

    private static double SwapAccuracy(ReluNetwork network, Tensor weight_dm)
    {
        using var scope = NewDisposeScope();
        var features = (int)weight_dm.shape[1];
        var sorted_dm = weight_dm.sort(0).Values;
        var places_dm = weight_dm.argsort(0).argsort(0);
        double right = 0;
        for (var target = 0; target < features; target++)
        {
            // Every feature's weights in the order of the target's, one column a feature.
            var swapped_dm = sorted_dm.index_select(0, places_dm.select(1, target));
            var out_mg = network.ReadOff.call(network.Layers[0].Fire(swapped_dm.t() + network.Layers[0].Bias.to(float64)).to(float32));
            var isRight_m = out_mg.argmax(1) == target;
            right += isRight_m.sum().item<long>() - (isRight_m[target].item<bool>() ? 1 : 0);
        }

        return right / ((double)features * (features - 1));
    }

    private static double Kurtosis(double[][] weights)
    {
        var all = weights.SelectMany(row => row).ToArray();
        return MathNet.Numerics.Statistics.ArrayStatistics.Variance(all) > 0
            ? MathNet.Numerics.Statistics.Statistics.PopulationKurtosis(all)
            : 0;
    }

    private static double[][] Rows(Tensor contiguous)
    {
        var cells = contiguous.Doubles();
        var rows = new double[contiguous.shape[0]][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = cells.Slice(i * (int)contiguous.shape[1], (int)contiguous.shape[1]).ToArray();
        }

        return rows;
    }

    private static double Median(IEnumerable<double> values) => MathNet.Numerics.Statistics.Statistics.Median(values);
}
