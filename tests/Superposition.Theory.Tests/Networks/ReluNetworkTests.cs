using Superposition.Booleans;
using Superposition.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.Networks;

public class ReluNetworkTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    public void Sparse_and_dense_inputs_give_the_same(bool encoded, int layers)
    {
        using var scope = NewDisposeScope();
        using var network = Network(encoded, layers);
        var inputs = new SparseInputs(9, 3, Sparsity.AtMost).All(1000).First();
        using var noGradient = no_grad();
        var dense = network.call(inputs.ToDense(9));
        Assert.Equal([130, 5], dense.shape);
        Assert.True(network.Run(inputs).allclose(dense, rtol: 1e-5, atol: 1e-5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_residual_form_a_layer_adds_what_its_neurons_write_to_what_it_reads(bool encoded)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Seed(2).Generator("test");
        var stream = encoded ? 6 : 9;
        var encoding_em = encoded ? randn(6, 9, generator: generator) : null;
        ReluLayer[] layers = [.. Enumerable.Range(0, 2).Select(_ =>
            new ReluLayer(randn(4, stream, generator: generator), randn(4, generator: generator), randn(stream, 4, generator: generator)))];
        using var network =
            new ReluNetwork(layers, new DenseReadOff(randn(5, stream, generator: generator), randn(5, generator: generator)), encoding_em);
        var inputs = new SparseInputs(9, 3, Sparsity.AtMost).All(1000).First();
        var x = encoding_em is null ? inputs.ToDense(9) : inputs.ToDense(9).matmul(encoding_em.t());
        foreach (var layer in layers)
        {
            x += (x.matmul(layer.Weight.t()) + layer.Bias).clamp(min: 0).matmul(layer.Projection!.t());
        }

        Assert.True(network.Activations(inputs).allclose(x, rtol: 1e-4, atol: 1e-4));
        Assert.True(network.call(inputs.ToDense(9)).allclose(network.Run(inputs), rtol: 1e-4, atol: 1e-4));
        Assert.Equal((8, stream), (network.Neurons, network.ReadOff.Inputs));

        // From every place on, what follows makes the same outputs of the activations there; nothing in the stream is out of sight.
        for (var place = -1; place < 2; place++)
        {
            var site = new NetworkSite(network, place);
            Assert.Equal(stream, site.Neurons);
            Assert.True(site.Outputs(site.Activations(inputs)).allclose(network.Run(inputs), rtol: 1e-4, atol: 1e-4));
            Assert.Equal(place == 1 ? 5 : stream, linalg.matrix_rank(site.NextWeight()).item<long>());
        }

        Assert.Contains(
            "has the shape [9, 4], found [4, 9]", Assert.Throws<ArgumentException>(
            () => new ReluLayer(zeros(4, 9), zeros(4), zeros(4, 9))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_those_of_the_file_format()
    {
        using var network = Network(encoded: true, layers: 2);
        Assert.Equal(
            ["encoding [6, 9]", "layers.0.bias [7]", "layers.0.weight [7, 6]", "layers.1.bias [8]", "layers.1.weight [8, 7]",
                "readout.bias [5]", "readout.weight [5, 8]"],
            Shapes.Describe(network));
        Assert.Equal((9, 5, 15), (network.Features, network.Outputs, network.Neurons));
    }

    [Fact]
    public void Parameters_outlive_the_scope_they_are_made_in_and_die_with_the_network()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        ReluNetwork network;
        using (NewDisposeScope())
        {
            network = Network(encoded: true, layers: 2);
        }

        Assert.Equal(7, network.state_dict().Count);
        using (var x = ones(3, 9))
        using (var y = network.call(x))
        {
            Assert.Equal([3, 5], y.shape);
        }

        network.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Gradients_reach_every_part_through_sparse_inputs()
    {
        using var scope = NewDisposeScope();
        using var network = Network(encoded: true, layers: 2);
        network.Run(new SparseInputs(9, 2, Sparsity.Exactly).All(50).First()).square().sum().backward();
        Assert.All(network.named_parameters(), p => Assert.True(p.parameter.grad is { } g && g.abs().sum().item<float>() > 0, p.name));
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        var first = new ReluLayer(randn(4, 3), zeros(4));
        var second = new ReluLayer(randn(4, 5), zeros(4));
        Assert.Contains(
            "Layer 1 reads 5 numbers, but 4", Assert.Throws<ArgumentException>(
            () => new ReluNetwork([first, second], new DenseReadOff(randn(2, 4)))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "read-off reads 7 numbers, but 4", Assert.Throws<ArgumentException>(
            () => new ReluNetwork([first], new DenseReadOff(randn(2, 7)))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "[d, m]", Assert.Throws<ArgumentException>(() => new ReluLayer(randn(4, 3), zeros(5))).Message, StringComparison.Ordinal);
    }

    private static ReluNetwork Network(bool encoded, int layers)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(2).Generator("test");
        var width = encoded ? 6 : 9;
        var list = new List<ReluLayer>();
        foreach (var d in new[] { 7, 8 }.Take(layers))
        {
            list.Add(new ReluLayer(randn(d, width, generator: generator), randn(d, generator: generator)));
            width = d;
        }

        return new ReluNetwork(
            list, new DenseReadOff(randn(5, width, generator: generator), randn(5, generator: generator)), encoded
            ? randn(6, 9, generator: generator)
            : null);
    }
}
