using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.Tests.Representation;

/// <summary>Activations enclosed from stored weights, compared with exact arithmetic that shares nothing with them.</summary>
public class EnclosedActivationsTests
{
    private static readonly SparseInputs SixAtMostThree = new(6, 3, Sparsity.AtMost);

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Activations_of_one_layer_are_exact_however_different_its_weights_are(int decades)
    {
        var random = new Seed(3).Stream("weights");
        using var network = OneLayer(random, neurons: 9, decades, bias: 0);
        var activations = InputActivations.Of(network, InputSample.All(SixAtMostThree));
        if (decades == 0)
        {
            Assert.True(activations.IsExact);
        }

        AssertEnclosed(network, activations);
    }

    [Theory]
    [InlineData("encoding")]
    [InlineData("two layers")]
    [InlineData("residual")]
    public void Activations_behind_other_parts_lie_within_their_radius(string kind)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(4).Generator(kind);
        Tensor Normal(params long[] shape) => randn(shape, generator: generator);
        using var network = kind switch
        {
            "encoding" => new ReluNetwork([new ReluLayer(Normal(9, 5), Normal(9))], new DenseReadOff(Normal(2, 9)), Normal(5, 6)),
            "two layers" => new ReluNetwork(
                [new ReluLayer(Normal(9, 6), Normal(9)), new ReluLayer(Normal(7, 9), Normal(7))], new DenseReadOff(Normal(2, 7))),
            _ => new ReluNetwork(
                [new ReluLayer(Normal(9, 6), Normal(9), Normal(6, 9)), new ReluLayer(Normal(8, 6), Normal(8), Normal(6, 8))],
                new DenseReadOff(Normal(2, 6))),
        };
        var activations = InputActivations.Of(network, InputSample.All(SixAtMostThree));
        Assert.All(activations.Radii, radius => Assert.InRange(radius, 0, 1e-11));
        AssertEnclosed(network, activations);
    }

    [Fact]
    public void A_network_that_is_mostly_bias_is_held_as_its_distance_from_it_and_decided_exactly()
    {
        // Whatever the bias, always-on neurons are affine in the features, and an affine read-off of these errs by 1/4 on an AND.
        foreach (var bias in new[] { 1e4f, 1e6f, 1e7f })
        {
            using var network = OneLayer(new Seed(5).Stream("weights"), neurons: 12, decades: 0, bias);
            var activations = InputActivations.Of(network, InputSample.All(new SparseInputs(6, 2, Sparsity.AtMost)));
            Assert.True(activations.IsExact);
            Assert.All(activations.Offsets, offset => Assert.Equal(bias, offset));
            var certificate = EpsilonLinear.Decide(activations, Layers.Pair(6, 2, 0, 1), ReadOffForm.Affine);
            Assert.InRange(certificate.Lower, 0.25 - 1e-9, 0.25);
            Assert.InRange(certificate.Upper, 0.25, 0.25 + 1e-6);
            Assert.Equal(double.PositiveInfinity, certificate.LowerBound.LargestTerm);

            // Mapped back: the read-off of the activations themselves, not of their distances.
            Assert.InRange(
                certificate.Upper, 0, Double(
                Dyadic.LargestError(activations, Layers.Pair(6, 2, 0, 1), certificate.ReadOff.ReadOff)) + 1e-6);

            // Without a constant nothing absorbs the bias; the bracket holds and may be wide.
            var plain = EpsilonLinear.Decide(activations, Layers.Pair(6, 2, 0, 1), ReadOffForm.WithoutConstant);
            Assert.True(plain.Lower <= plain.Upper && plain.Upper >= certificate.Lower);
        }
    }

    [Fact]
    public void Activations_from_elsewhere_that_vary_little_are_decided_as_without_their_size()
    {
        var random = new Seed(6).Stream("rows");
        float[] rows = [.. Enumerable.Range(0, 60).Select(_ => (float)random.Next(0, 64))];
        var target = new BooleanTarget(Enumerable.Range(0, 20).Select(i => i % 3 == 0));
        var small = EpsilonLinear.Decide(new InputActivations(rows, 3, "small"), target, ReadOffForm.Affine);
        foreach (var size in new[] { 1e4f, 1e6f })
        {
            // Whole numbers up to 2²⁴ are exact in float32.
            var activations = new InputActivations(rows.Select(value => value + size), 3, "large");
            var large = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine);
            Assert.Equal(small.Upper, large.Upper, 1e-7);
            Assert.Equal(small.Lower, large.Lower, 1e-9);
            Assert.True(large.ReadOff.Upper >= Double(Dyadic.LargestError(activations, target, large.ReadOff.ReadOff)) - 1e-15);
        }
    }

    [Fact]
    public void A_search_without_time_leaves_a_wide_bracket_that_holds()
    {
        var activations = Layers.Activations("gaussian", features: 16, neurons: 60, active: 2, seed: 1);
        var target = Layers.Pair(16, 2, 0, 1);
        var full = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine);
        var cut = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine, TimeSpan.Zero);
        Assert.InRange(full.Upper - full.Lower, 0, 1e-8);
        Assert.True(cut.Lower <= full.Upper && cut.Upper >= full.Lower);
        Assert.True(cut.Upper - cut.Lower > OutputRepresentation.WideBracket);
    }

    [Theory]
    [InlineData("naive", 8, 28)]
    [InlineData("subset", 10, 60)]
    [InlineData("superposed-projection", 10, 40)]
    public void The_proved_error_of_a_structured_read_off_is_that_of_its_rows_up_to_their_rounding(string kind, int features, int neurons)
    {
        using var network = Layers.Network(kind, features, neurons, active: 2, seed: 2);
        var sample = Layers.AtMost(features, 2);
        var pairs = Assert.IsType<PairReadOff>(network.ReadOff);
        var proved = ProvedEpsilon.OfReadOff(network, PairAnds.All(features), sample);
        Assert.InRange(proved.Upper - proved.Lower, 0, 1e-9);
        using var dense = network.WithReadOff(pairs.ToDense());
        var rounded = ProvedEpsilon.OfReadOff(dense, PairAnds.All(features), sample);
        Assert.Equal(rounded.Upper, proved.Upper, 1e-4);
    }

    [Fact]
    public void A_neuron_that_varies_little_is_held_as_its_distance_and_every_number_comes_back()
    {
        // Neuron 0 varies by a seventh of its first value, neuron 1 by a fifth, neuron 2 is negative, neuron 3 is large and not exact.
        // Neuron 4 does not vary, neuron 5 is 0.
        double[] values =
        [
            7, 5, -70, 1e16, 3, 0,
            8, 6, -71.25, 1e16 + 2, 3, 0,
            7.5, 5.5, -77, 1e16 - 4, 3, 0,
        ];
        var held = EnclosedActivations.Centred([.. values], 6, [0, 0, 0, 0.5, 0, 0]);
        Assert.Equal([0, 0, -70, 1e16, 3, 0], held.Offsets);
        Assert.Equal(values, held.Values.Select((value, i) => value + held.Offsets[i % 6]));
        Assert.Equal([0, 0, 0], [held.Values[2], held.Values[4], held.Values[10]]);
        Assert.Equal([0, 0, 0, 0, 0], [held.Radii[0], held.Radii[1], held.Radii[2], held.Radii[4], held.Radii[5]]);
        Assert.Equal(0.5, held.Radii[3]);

        var back = held.WithoutOffsets();
        Assert.Equal(values, back.Values);
        Assert.All(back.Offsets, offset => Assert.Equal(0, offset));
        Assert.Equal([0, 0, 0, 0, 0], [back.Radii[0], back.Radii[1], back.Radii[2], back.Radii[4], back.Radii[5]]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_inputs_than_one_batch_has_are_each_in_their_place(bool isDeep)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(7).Generator("batches");
        Tensor Normal(params long[] shape) => randn(shape, generator: generator);
        ReluLayer[] layers = isDeep
            ? [new ReluLayer(Normal(6, 13), Normal(6)), new ReluLayer(Normal(4, 6), Normal(4))]
            : [new ReluLayer(Normal(4, 13), Normal(4))];
        using var network = new ReluNetwork(layers, new DenseReadOff(Normal(2, 4)));

        // 1 + 13 + 78 + 286 + 715 + 1287 inputs, in batches of 2,048.
        var sample = InputSample.All(new SparseInputs(13, 5, Sparsity.AtMost));
        var activations = InputActivations.Of(network, sample);
        Assert.Equal(2380, activations.Inputs);
        var i = 0;
        foreach (var batch in sample.Batches(300))
        {
            var state_nd = batch.ToDense(13);
            foreach (var layer in layers)
            {
                state_nd = (state_nd.matmul(layer.Weight.t()) + layer.Bias).clamp_min(0);
            }

            foreach (var row in state_nd.data<float>().ToArray().Chunk(4))
            {
                Assert.Equal(row.Select(value => (double)value), activations[i++].ToArray(), (x, y) => Math.Abs(x - y) < 1e-4);
            }
        }

        Assert.Equal(2380, i);
    }

    [Fact]
    public void What_is_lost_when_an_offset_is_added_joins_the_radius()
    {
        double[] distances = [0.1, 0.2, 1e-17];
        var back = new EnclosedActivations(distances, [1000.1], [1e-14]).WithoutOffsets();
        var lost = distances.Select((value, i) => ((Dyadic)value + 1000.1 + -(Dyadic)back.Values[i]).Size).ToArray();
        Assert.All(lost, rest => Assert.True(rest + 1e-14 <= back.Radii[0]));
        Assert.InRange(back.Radii[0], 1e-14, 1e-14 + (lost.Max(Double) * (1 + 1e-6)) + 1e-20);
    }

    [Fact]
    public void A_neuron_that_is_off_on_some_input_is_not_held_as_its_distance_from_its_bias()
    {
        // Bias 1: always on and nearly constant; sometimes off; on, and varying too much; negative.
        using var scope = NewDisposeScope();
        var (weight, bias) = (new[] { 0.1f, -2, 0.2f, 0.1f, 0.05f, 0.5f, -0.2f, 0.1f }, new float[] { 1, 1, 1, -1 });
        using var network = new ReluNetwork([new ReluLayer(tensor(weight, [4, 2]), tensor(bias))], new DenseReadOff(zeros(1, 4)));
        var activations = InputActivations.Of(network, InputSample.All(new SparseInputs(2, 2, Sparsity.AtMost)));
        Assert.Equal([0, 0, 0, 0], activations.Offsets.ToArray());
        using var near = new ReluNetwork(
            [new ReluLayer(tensor(new float[] { 0.01f, -0.02f, 0.1f, 0.1f }, [2, 2]), tensor(new float[] { 1, 1 }))],
            new DenseReadOff(zeros(1, 2)));
        var held = InputActivations.Of(near, InputSample.All(new SparseInputs(2, 2, Sparsity.AtMost)));
        Assert.Equal([1, 0], held.Offsets.ToArray());
        Assert.True(held.IsExact);
    }

    private static ReluNetwork OneLayer(Random random, int neurons, int decades, float bias)
    {
        using var scope = NewDisposeScope();
        float[] weights = [.. Enumerable.Range(0, neurons * 6).Select(_ =>
            (float)((random.NextDouble() - 0.5) * Math.Pow(10, decades == 0 ? 0 : random.Next(-decades, decades))))];
        float[] biases = [.. Enumerable.Range(0, neurons).Select(_ => bias == 0 ? (float)(random.NextDouble() - 0.5) : bias)];
        return new ReluNetwork([new ReluLayer(tensor(weights, [neurons, 6]), tensor(biases))], new DenseReadOff(zeros(1, neurons)));
    }

    private static double Double(Dyadic value) => Math.ScaleB((double)value.Mantissa, value.Exponent);

    private static void AssertEnclosed(ReluNetwork network, InputActivations activations)
    {
        var inputs = SixAtMostThree.All(1).Select(batch => batch[0].ToArray()).ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            var exact = Run(network, inputs[i]);
            for (var j = 0; j < exact.Length; j++)
            {
                var distance = (exact[j] + -(Dyadic)activations[i][j] + -(Dyadic)activations.Offsets[j]).Size;
                Assert.True(distance <= activations.Radii[j], $"input {i}, neuron {j}");
            }
        }
    }

    /// <summary>What the read-off reads, exactly.</summary>
    private static Dyadic[] Run(ReluNetwork network, int[] active)
    {
        Dyadic[] state = [.. Enumerable.Range(0, network.Features).Select(k => (Dyadic)(active.Contains(k) ? 1.0 : 0.0))];
        state = network.Encoding is { } encoding ? Times(encoding, state) : state;
        foreach (var layer in network.Layers)
        {
            var bias = layer.Bias.data<float>().ToArray();
            Dyadic[] fired = [.. Times(layer.Weight, state).Select((pre, j) => pre + (Dyadic)(double)bias[j]).Select(z =>
                z.Mantissa.Sign > 0 ? z : Dyadic.Zero)];
            state = layer.Projection is { } projection ? [.. Times(projection, fired).Zip(state, (written, x) => written + x)] : fired;
        }

        return state;
    }

    private static Dyadic[] Times(Tensor matrix, Dyadic[] x)
    {
        var cells = matrix.data<float>().ToArray();
        return [.. Enumerable.Range(0, (int)matrix.shape[0]).Select(i =>
            Enumerable.Range(0, x.Length).Aggregate(Dyadic.Zero, (sum, j) => sum + ((Dyadic)(double)cells[(i * x.Length) + j] * x[j])))];
    }
}
