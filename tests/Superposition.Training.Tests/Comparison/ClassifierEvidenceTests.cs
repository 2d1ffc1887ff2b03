using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Comparison;

/// <summary>Numbers that the classifier reports, on layers of which they are known, and what it refuses.</summary>
public class ClassifierEvidenceTests
{
    private const int Features = 16;

    [Theory]
    [InlineData(new[] { "sign", "negated-sign" }, new[] { 80, 20 }, ConstructionFamily.Signs, 0.8)]
    [InlineData(new[] { "sign", "negated-sign" }, new[] { 70, 30 }, ConstructionFamily.None, 0.3)]
    [InlineData(new[] { "sign", "gaussian", "negated-sign" }, new[] { 40, 40, 20 }, ConstructionFamily.Mixed, 0.8)]
    [InlineData(new[] { "sign", "gaussian", "negated-sign" }, new[] { 35, 35, 30 }, ConstructionFamily.None, 0.3)]
    [InlineData(new[] { "sign", "gaussian" }, new[] { 50, 50 }, ConstructionFamily.Mixed, 1)]
    public void The_agreement_is_the_share_of_neurons_that_are_of_the_family_named(
        string[] kinds, int[] neurons, ConstructionFamily family, double agreement)
    {
        using var network = Together(kinds, neurons);
        var evidence = ConstructionClassifier.Classify(network, PairAnds.All(Features));
        Assert.Equal(family, evidence.Family);
        Assert.Equal(agreement, evidence.Agreement, 0.021);
        Assert.Null(evidence.SwapAccuracy);
        Assert.Null(evidence.PseudoInverseCosine);
    }

    [Fact]
    public void The_rank_and_the_tails_of_a_layer_are_those_it_was_made_with()
    {
        using var signs = KnownLayer.Draw("sign", Features, 2, 160, new Seed(1));
        var dense = ConstructionClassifier.Classify(signs, PairAnds.All(Features));
        Assert.InRange(dense.RankRatio, 0.9, 1.1);
        Assert.Equal(-2, dense.Kurtosis, 0.01); // ±1: fourth moment 1, less 3

        using var low = KnownLayer.Draw("low-rank", Features, 2, 160, new Seed(1));
        Assert.InRange(ConstructionClassifier.Classify(low, PairAnds.All(Features)).RankRatio, 0.15, 0.4); // 4 of 16 dimensions

        using var scope = NewDisposeScope();
        using var constant = new ReluNetwork([new ReluLayer(ones(6, Features), zeros(6))], new DenseReadOff(zeros(120, 6)));
        var flat = ConstructionClassifier.Classify(constant, PairAnds.All(Features));
        Assert.Equal((0.0, 1.0, ConstructionFamily.None), (flat.Kurtosis, flat.RankRatio, flat.Family));
    }

    [Fact]
    public void Of_many_pairs_some_show_the_rule_of_a_read_off()
    {
        // 4,950 pairs of 100 features.
        using var network = KnownLayer.Draw("sign", features: 100, active: 2, neurons: 24, new Seed(2));
        var evidence = ConstructionClassifier.Classify(network, PairAnds.All(100));
        Assert.Equal(ConstructionFamily.Signs, evidence.Family);
        Assert.InRange(evidence.ProductR2!.Value, 0.99, 1);
    }

    [Theory]
    [InlineData("sparse", ConstructionFamily.Codeword)]
    [InlineData("signs", ConstructionFamily.None)]
    [InlineData("gaussian", ConstructionFamily.None)]
    [InlineData("read otherwise", ConstructionFamily.None)]
    public void Codewords_are_sparse_of_two_levels_and_read_by_their_pseudo_inverse(string kind, ConstructionFamily expected)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(3).Generator("codewords");
        var isOn = rand(24, 40, generator: generator) < 0.2;
        var weight = kind switch
        {
            "signs" => (isOn.to(float32) * 2) - 1,
            "gaussian" => randn(24, 40, generator: generator),
            _ => isOn.to(float32),
        };
        var readOff = kind == "read otherwise" ? randn(40, 24, generator: generator) : linalg.pinv(weight);
        using var network = new ReluNetwork([new ReluLayer(weight, zeros(24))], new DenseReadOff(readOff));
        var evidence = ConstructionClassifier.Classify(network, null);
        Assert.Equal(expected, evidence.Family);
        Assert.Equal(1, evidence.Agreement);
        Assert.Equal(kind == "read otherwise" ? 0 : 1, evidence.PseudoInverseCosine!.Value, 0.2);
        Assert.Null(evidence.ProductR2);
    }

    [Fact]
    public void Swapped_weights_count_where_the_swap_is_answered_and_the_feature_itself_does_not()
    {
        // A read-off of zeros answers feature 0 whatever it is given: right for one target of five, on its four swaps.
        using var scope = NewDisposeScope();
        using var silent = new ReluNetwork([new ReluLayer(randn(8, 5), zeros(8))], new DenseReadOff(zeros(5, 8)));
        Assert.Equal(0.2, ConstructionClassifier.Classify(silent, null).SwapAccuracy!.Value, 1e-12);

        // One neuron a feature, on above its bias: a swapped column is the target's column, which its own neuron alone answers.
        using var own = new ReluNetwork([new ReluLayer(eye(5) * 2, full(5, -1f))], new DenseReadOff(eye(5)));
        Assert.Equal(1, ConstructionClassifier.Classify(own, null).SwapAccuracy!.Value);
    }

    [Fact]
    public void Other_networks_are_refused_with_what_was_found()
    {
        using var scope = NewDisposeScope();
        using var features = new ReluNetwork([new ReluLayer(randn(8, 5), zeros(8))], new DenseReadOff(randn(5, 8)));
        using var deep = new ReluNetwork(
            [new ReluLayer(randn(8, 5), zeros(8)), new ReluLayer(randn(7, 8), zeros(7))], new DenseReadOff(randn(5, 7)));
        using var residual = new ReluNetwork([new ReluLayer(randn(8, 5), zeros(8), randn(5, 8))], new DenseReadOff(randn(5, 5)));
        Refuses(features, PairAnds.All(5), "one layer in plain form with 10 outputs (the pairs); found 1 layer and 5 outputs.");
        Refuses(deep, null, "one layer in plain form with 5 outputs (the features); found 2 layers and 5 outputs.");
        Refuses(residual, null, "found 1 layer in residual form and 5 outputs.");

        static void Refuses(ReluNetwork network, PairAnds? pairs, string sentence) => Assert.Contains(
            sentence, Assert.Throws<ArgumentException>(() => ConstructionClassifier.Classify(network, pairs)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Neurons of several kinds in one layer.</summary>
    private static ReluNetwork Together(string[] kinds, int[] neurons)
    {
        using var scope = NewDisposeScope();
        var parts = kinds.Zip(neurons, (kind, d) => KnownLayer.Draw(kind, Features, 2, d, new Seed(4))).ToArray();
        static Tensor Rows(ReluNetwork part) =>
            (part.ReadOff is PairReadOff structured ? structured.ToDense() : (DenseReadOff)part.ReadOff).Weight;
        var network = new ReluNetwork(
            [new ReluLayer(cat([.. parts.Select(part => part.Layers[0].Weight)]), cat([.. parts.Select(part => part.Layers[0].Bias)]))],
            new DenseReadOff(cat([.. parts.Select(Rows)], 1)));
        Array.ForEach(parts, part => part.Dispose());
        return network;
    }
}
