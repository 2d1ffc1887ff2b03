using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.Comparison;

public class FunctionComparisonTests
{
    private static readonly SparseInputs Inputs = new(12, 2, Sparsity.AtMost);
    private static readonly PairAnds Pairs = PairAnds.All(12);
    private static readonly InputSample Sample = InputSample.All(Inputs);

    [Fact]
    public void An_aligned_network_computes_the_same_and_lies_on_its_reference()
    {
        using var scope = NewDisposeScope();
        using var first = Build("sign", 40, 1);
        using var disordered = Disordered(first, 2);
        using var aligned = Alignment.Align(disordered, first);
        Assert.True(aligned.Layers[0].Weight.allclose(first.Layers[0].Weight, 1e-4, 1e-5));
        var inputs = Sample.Batches(1000).Single();
        Assert.True(aligned.Run(inputs).allclose(first.Run(inputs), 1e-3, 1e-4));
    }

    [Fact]
    public void Alignment_runs_through_all_layers()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(3).Generator("weights");
        using var deep = new ReluNetwork(
            [new ReluLayer(randn(9, 12, generator: generator), randn(9, generator: generator)), new ReluLayer(
                randn(7, 9, generator: generator), randn(7, generator: generator))],
            new DenseReadOff(randn(66, 7, generator: generator)));
        using var disordered = Disordered(deep, 4);
        using var aligned = Alignment.Align(disordered, deep);
        Assert.All(aligned.Layers.Zip(deep.Layers), layers => Assert.True(layers.First.Weight.allclose(layers.Second.Weight, 1e-4, 1e-5)));
        var inputs = Sample.Batches(1000).Single();
        Assert.True(aligned.Run(inputs).allclose(deep.Run(inputs), 1e-3, 1e-4));
    }

    [Fact]
    public void In_residual_form_neurons_are_aligned_and_the_stream_stays()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Seed(3).Generator("weights");
        using var residual = new ReluNetwork(
            [.. Enumerable.Range(0, 2).Select(_ =>
                new ReluLayer(randn(9, 12, generator: generator), randn(9, generator: generator), randn(12, 9, generator: generator)))],
            new DenseReadOff(randn(66, 12, generator: generator)));
        var order_d = randperm(9, generator: generator);
        var scale_d = rand(9, generator: generator) + 0.5;
        using var disordered = new ReluNetwork(
            [.. residual.Layers.Select(layer => new ReluLayer(
                layer.Weight.index_select(0, order_d) * scale_d.unsqueeze(1), layer.Bias.index_select(0, order_d) * scale_d,
                layer.Projection!.index_select(1, order_d) / scale_d))],
            new DenseReadOff(((DenseReadOff)residual.ReadOff).Weight));
        using var aligned = Alignment.Align(disordered, residual);
        Assert.All(aligned.Layers.Zip(residual.Layers), layers =>
            Assert.True(layers.First.Projection!.allclose(layers.Second.Projection!, 1e-4, 1e-5)));
        var inputs = Sample.Batches(1000).Single();
        Assert.True(aligned.Run(inputs).allclose(residual.Run(inputs), 1e-3, 1e-3));
        Assert.Contains(
            "plain form", Assert.Throws<ArgumentException>(() => ConstructionClassifier.Classify(residual, Pairs)).Message,
            StringComparison.Ordinal);
        using var noisy = WeightNoise.Add(residual, 0.1, NoiseScale.EachWeight, new Seed(1));
        Assert.False(noisy.Layers[0].Projection!.allclose(residual.Layers[0].Projection!));
    }

    [Fact]
    public void Between_a_network_and_itself_in_disorder_there_is_a_barrier_that_alignment_takes_away()
    {
        using var first = Build("naive", 66, 1);
        using var disordered = Disordered(first, 2);
        Assert.InRange(Interpolation.Between(first, disordered, isAligned: true, Pairs, Sample, points: 5).Barrier, -1e-6, 1e-6);
        Assert.InRange(Interpolation.Between(first, disordered, isAligned: false, Pairs, Sample, points: 5).Barrier, 1e-3, double.MaxValue);
    }

    [Fact]
    public void The_product_read_off_of_a_constructed_layer_is_as_good_as_its_own()
    {
        using var network = Build("sign", 200, 1);
        using var byProducts = ReadOffTransfer.ByProducts(network, Pairs, Sample);
        var (own, transferred) = (OutputErrors.Measure(network, Pairs, Sample), OutputErrors.Measure(byProducts, Pairs, Sample));
        Assert.InRange(transferred.Rms, 0, own.Rms * 1.05);
    }

    [Fact]
    public void A_read_off_goes_across_to_the_same_layer_in_disorder_and_not_to_another_draw()
    {
        using var first = Build("sign", 200, 1);
        using var disordered = Disordered(first, 2);
        using var other = Build("sign", 200, 5);
        using var same = ReadOffTransfer.Across(disordered, first);
        using var different = ReadOffTransfer.Across(other, first);
        var own = OutputErrors.Measure(first, Pairs, Sample).Epsilon;
        Assert.Equal(own, OutputErrors.Measure(same, Pairs, Sample).Epsilon, 1e-3);

        // Layers of signs have many best matchings, of which solvers find different ones: ε is 1.45 or 1.5 times as large.
        Assert.InRange(OutputErrors.Measure(different, Pairs, Sample).Epsilon, 1.3 * own, double.MaxValue);
    }

    [Fact]
    public void Noise_few_bits_and_pruning_hurt_more_the_more_there_is_of_them()
    {
        using var network = Build("gaussian", 50, 1);
        var exact = OutputErrors.Measure(network, Pairs, Sample).Rms;
        var noise = Robustness.Noise(network, Pairs, NoiseScale.WholeTensor, [0, 0.1, 0.5], Sample, new Seed(1));
        Assert.Equal(exact, noise[0].Errors.Rms, 1e-6);
        Assert.Equal(noise.Select(x => x.Errors.Rms).Order(), noise.Select(x => x.Errors.Rms));
        var bits = Robustness.Quantisation(network, Pairs, [8, 3, 1], Sample, Sample);
        Assert.Equal(exact, bits[0].Errors.Rms, 0.01);
        // a random layer with few bits is another random layer: a new read-off does as well on it
        Assert.InRange(bits[1].Refitted!.Rms, 0, exact);
        var weights = Robustness.PrunedWeights(network, Pairs, [0, 0.5, 1], Sample, Sample);
        Assert.Equal(exact, weights[0].Errors.Rms, 1e-6);
        Assert.InRange(weights[2].Errors.Epsilon, 1 - 1e-6, 1 + 1e-6); // no layer: every AND is given 0
        var neurons = Robustness.PrunedNeurons(network, Pairs, [0, 0.5, 0.9], Sample, Sample);
        Assert.Equal(exact, neurons[0].Errors.Rms, 1e-6);
        Assert.InRange(neurons[2].Refitted!.Rms, neurons[1].Refitted!.Rms, double.MaxValue);
        Assert.All(weights.Concat(neurons).Concat(bits), x => Assert.InRange(x.Refitted!.Rms, 0, x.Errors.Rms + 1e-3));
    }

    [Fact]
    public void Signs_survive_one_bit()
    {
        using var network = Build("sign", 200, 1);
        var bits = Robustness.Quantisation(network, Pairs, [1], Sample, Sample);
        Assert.Equal(OutputErrors.Measure(network, Pairs, Sample).Rms, bits[0].Errors.Rms, 1e-4);
    }

    [Fact]
    public void A_naive_network_does_not_care_how_many_features_are_active()
    {
        using var network = Build("naive", 66, 1);
        var other = Robustness.OtherSparsity(network, Pairs, Sparsity.Exactly, [1, 2, 5, 9], 500, new Seed(1));
        Assert.All(other, x => Assert.InRange(x.Errors.Epsilon, 0, 1e-5));
        Assert.Equal([1, 2, 5, 9], other.Select(x => x.Degree));
    }

    private static ReluNetwork Disordered(ReluNetwork network, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(seed).Generator("disorder");
        Tensor? order = null, scale = null;
        var layers = new List<ReluLayer>();
        foreach (var layer in network.Layers)
        {
            var read = order is null ? layer.Weight.detach() : layer.Weight.detach().index_select(1, order) / scale!;
            order = randperm(layer.Neurons, generator: generator);
            scale = rand(layer.Neurons, generator: generator) + 0.2;
            layers.Add(new ReluLayer(read.index_select(0, order) * scale.unsqueeze(1), layer.Bias.detach().index_select(0, order) * scale));
        }

        var dense = network.ReadOff as DenseReadOff ?? ((PairReadOff)network.ReadOff).ToDense();
        return new ReluNetwork(layers, new DenseReadOff(dense.Weight.index_select(1, order!) / scale!, dense.Bias));
    }

    private static ReluNetwork Build(string kind, int neurons, ulong seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(new UniversalAndSize(Inputs, neurons), new Seed(seed));
    }
}
