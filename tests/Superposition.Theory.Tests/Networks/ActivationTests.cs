using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Networks;

/// <summary>Activations other than ReLU.</summary>
public class ActivationTests
{
    public static TheoryData<Activation> Every => [.. Enum.GetValues<Activation>()];

    [Theory, MemberData(nameof(Every))]
    public void The_slope_is_the_derivative(Activation activation)
    {
        using var scope = NewDisposeScope();
        var z = tensor(new double[] { -2.3, -0.7, -0.1, 0.2, 1.1, 3.4 });
        var difference = (activation.Of(z + 1e-5) - activation.Of(z - 1e-5)) / 2e-5;
        Assert.True(activation.SlopeAt(z).allclose(difference, rtol: 1e-4, atol: 1e-6), activation.ToString());
    }

    [Theory, MemberData(nameof(Every))]
    public void A_degree_says_how_the_output_scales(Activation activation)
    {
        using var scope = NewDisposeScope();
        var z = tensor(new double[] { -2.3, -0.7, 0.2, 3.4 });
        var scales = activation.Degree() is { } degree && activation.Of(z * 2.5).allclose(activation.Of(z) * Math.Pow(2.5, degree));
        Assert.Equal(activation is Activation.Relu or Activation.Quadratic, scales);
    }

    [Theory, MemberData(nameof(Every))]
    public void A_network_runs_sparse_and_dense_inputs_alike_and_copies_keep_the_activation(Activation activation)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Superposition.Booleans.Seed(5).Generator("network");
        using var network = new ReluNetwork(
            [new ReluLayer(randn(6, 8, generator: generator), randn(6, generator: generator), activation: activation)],
                new DenseReadOff(randn(3, 6, generator: generator)));
        var inputs = new Superposition.Booleans.SparseInputs(8, 2, Superposition.Booleans.Sparsity.Exactly).All(100).First();
        var expected = activation.Of(inputs.ToDense(8).matmul(network.Layers[0].Weight.t()) + network.Layers[0].Bias).matmul(
            ((DenseReadOff)network.ReadOff).Weight.t());
        Assert.True(network.Run(inputs).allclose(expected, rtol: 1e-4, atol: 1e-5));
        Assert.True(network.call(inputs.ToDense(8)).allclose(expected, rtol: 1e-4, atol: 1e-5));
        Assert.True(new NetworkSite(network, 0).Activations(inputs).allclose(network.Activations(inputs)));
        Assert.Equal(activation, network.Layers[0].Copy().Activation);
        Assert.Equal(activation, network.Layers[0].WithMatrices(matrix => matrix * 2).Activation);
    }
}
