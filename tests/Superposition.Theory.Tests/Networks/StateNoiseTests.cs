using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Networks;

public class StateNoiseTests
{
    private static readonly ActiveSets Inputs = new SparseInputs(6, 2, Sparsity.AtMost).Draw(new Seed(1).Stream("inputs"), 2000);

    [Fact]
    public void Without_noise_a_network_runs_as_it_does()
    {
        using var network = Draw(hasEncoding: true);
        using var generator = new Seed(2).Generator("noise");
        using var expected = network.Run(Inputs);
        using var found = new StateNoise([0, 0, 0]).Run(network, Inputs, generator);
        Assert.Equal(expected.data<float>().ToArray(), found.data<float>().ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Noise_on_one_state_has_its_deviation_there(bool hasEncoding)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Draw(hasEncoding);
        using var generator = new Seed(2).Generator("noise");
        var noise = new StateNoise(hasEncoding ? [0, 0, 0.5] : [0, 0.5]);
        var difference = noise.Activations(network, Inputs, generator) - network.Activations(Inputs);

        // The last layer's neurons all fire (bias 50), so the noise on their pre-activations is what comes out.
        Assert.Equal(0.5, difference.std().item<float>(), 0.01);
        Assert.Equal(0, difference.mean().item<float>(), 0.02);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_residual_form_noise_is_on_what_neurons_read_and_the_stream_carries_it(bool hasEncoding)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var stream = hasEncoding ? 4 : 6;
        using var generator = new Seed(2).Generator("noise");
        var layer = new ReluLayer(randn(stream, stream, generator: generator), full(stream, 50f), 2 * eye(stream));
        using var network = new ReluNetwork(
            [layer], new DenseReadOff(randn(3, stream, generator: generator)), hasEncoding ? randn(4, 6, generator: generator) : null);
        using var quiet = new StateNoise(hasEncoding ? [0, 0] : [0]).Activations(network, Inputs, generator);
        Assert.InRange((quiet - network.Activations(Inputs)).abs().max().item<float>(), 0, 1e-4);
        var difference = new StateNoise(hasEncoding ? [0, 0.5] : [0.5]).Activations(network, Inputs, generator) - quiet;

        // All neurons fire (bias 50) and write twice what they are.
        Assert.Equal(1, difference.std().item<float>(), 0.02);
    }

    [Fact]
    public void Another_number_of_deviations_than_states_is_refused()
    {
        using var network = Draw(hasEncoding: true);
        Assert.Contains(
            "3 states", Assert.Throws<ArgumentException>(() => new StateNoise([0.1, 0.1]).ThrowIfUnfit(network)).Message,
            StringComparison.Ordinal);
        StateNoise.None.ThrowIfUnfit(network);
    }

    private static ReluNetwork Draw(bool hasEncoding)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(9).Generator("network");
        var first = new ReluLayer(randn(8, hasEncoding ? 4 : 6, generator: generator), randn(8, generator: generator));
        var second = new ReluLayer(randn(7, 8, generator: generator), full(7, 50f));
        return new ReluNetwork(
            [first, second], new DenseReadOff(randn(3, 7, generator: generator)), hasEncoding ? randn(4, 6, generator: generator) : null);
    }
}
