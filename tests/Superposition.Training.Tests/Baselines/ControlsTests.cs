using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;

namespace Superposition.Tests.Baselines;

public class ControlsTests
{
    private static readonly PairAnds Pairs = PairAnds.All(10);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_linear_and_errs_by_a_quarter_in_every_class(int active)
    {
        using var control = LinearAnd.Of(Pairs);
        var report = OutputErrors.Measure(control, Pairs, InputSample.All(new SparseInputs(10, active, Sparsity.AtMost)));
        Assert.All(report.Classes, c => Assert.Equal(0.25, c.Errors.Max, 1e-6));
        Assert.Equal([-0.25, 0.25, -0.25], report.Classes.Select(c => Math.Round(c.Errors.Mean, 6)));
    }

    [Fact]
    public void Of_a_superposed_state_the_linear_and_reads_crosstalk_as_well()
    {
        var inputs = InputSample.All(new SparseInputs(10, 2, Sparsity.Exactly));
        using var generator = new Seed(5).Generator("encoding");
        using var encoding_em = FeatureEncodings.Draw(new EncodingSize(EncodingKind.Signs, 400), 10, generator);
        using var control = LinearAnd.Of(Pairs, encoding_em);
        var report = OutputErrors.Measure(control, Pairs, inputs);

        // With one of the pair active both read-offs carry an overlap of variance 1/d0 (the active feature's own is exact), halved:
        // ½√((1 + 2)/400) about ¼.
        Assert.InRange(report["one"].Std, 0.5 * Math.Sqrt(2 / 400.0), 0.5 * Math.Sqrt(4.5 / 400));
        using var fitted = LeastSquares.LinearControl(Pairs, inputs, encoding_em);
        Assert.Equal(400, fitted.ReadOff.Inputs);
        Assert.True(OutputErrors.Measure(fitted, Pairs, inputs).Rms < report.Rms);
    }

    [Fact]
    public void The_zero_network_errs_only_where_an_and_is_true()
    {
        using var control = ZeroNetwork.Of(10, 45);
        var report = OutputErrors.Measure(control, Pairs, InputSample.All(new SparseInputs(10, 3, Sparsity.AtMost)));
        Assert.Equal((0.0, 0.0, 1.0, 1.0), (report["none"].Max, report["one"].Max, report["both"].Q50, report.Epsilon));
    }

    [Fact]
    public void A_deeper_network_begins_as_a_random_layer_of_what_was_read_off()
    {
        var inputs = new SparseInputs(10, 2, Sparsity.AtMost);
        using var below = UntrainedNetwork.OneLayer(inputs, 16, 12, new Seed(3));
        using var deeper = UntrainedNetwork.Deeper(below, active: 2, neurons: 9, outputs: 5, new Seed(4));
        Assert.Equal((2, 25, 5), (deeper.Layers.Count, deeper.Neurons, deeper.Outputs));
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var noGradient = TorchSharp.torch.no_grad();
        using var generator = new Seed(4).Generator("initial-weights");
        var weight = TorchSharp.torch.randn(9, 12, generator: generator) / Math.Sqrt(2);
        var all = inputs.All(100).First();
        var expected = TorchSharp.torch.nn.functional.relu(below.Run(all).matmul(weight.t()));
        Assert.True((deeper.Activations(all) - expected).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void An_untrained_network_is_drawn_from_its_seed()
    {
        var inputs = new SparseInputs(10, 3, Sparsity.AtMost);
        using var first = UntrainedNetwork.OneLayer(inputs, 5, 45, new Seed(1));
        using var again = UntrainedNetwork.OneLayer(inputs, 5, 45, new Seed(1));
        using var other = UntrainedNetwork.OneLayer(inputs, 5, 45, new Seed(2));
        Assert.Equal(first.Layers[0].Weight.data<float>().ToArray(), again.Layers[0].Weight.data<float>().ToArray());
        Assert.NotEqual(first.Layers[0].Weight.data<float>().ToArray(), other.Layers[0].Weight.data<float>().ToArray());
    }
}
