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

    [Fact]
    public void Keys_are_those_of_the_file_format()
    {
        using var network = Network(encoded: true, layers: 2);
        Assert.Equal(
            ["encoding [6, 9]", "layers.0.bias [7]", "layers.0.weight [7, 6]", "layers.1.bias [8]", "layers.1.weight [8, 7]", "readout.bias [5]", "readout.weight [5, 8]"],
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
        Assert.Contains("Layer 1 reads 5 numbers, but 4", Assert.Throws<ArgumentException>(() => new ReluNetwork([first, second], new DenseReadOff(randn(2, 4)))).Message, StringComparison.Ordinal);
        Assert.Contains("read-off reads 7 numbers, but 4", Assert.Throws<ArgumentException>(() => new ReluNetwork([first], new DenseReadOff(randn(2, 7)))).Message, StringComparison.Ordinal);
        Assert.Contains("[d, m]", Assert.Throws<ArgumentException>(() => new ReluLayer(randn(4, 3), zeros(5))).Message, StringComparison.Ordinal);
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

        return new ReluNetwork(list, new DenseReadOff(randn(5, width, generator: generator), randn(5, generator: generator)), encoded ? randn(6, 9, generator: generator) : null);
    }
}
