using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.TargetedAnds;
using Superposition.UniversalAnd;
using TorchSharp;

namespace Superposition.Tests.TargetedAnds;

/// <summary>ANDs of mixed fan-ins on one set of neurons, and circuits made of them.</summary>
public class TargetedCircuitTests
{
    private static readonly BooleanCircuit Circuit = CircuitText.Parse(
        "features 24\nboth = and x0 x1\nthree = and x2 x3 x4\ndiffer = xor x5 x6\nmost = maj x7 x8 x9\n"
            + "outputs both three differ most", "four gates");

    [Fact]
    public void Where_no_neuron_serves_two_ANDs_every_gate_is_exact_up_to_the_mean_over_neurons()
    {
        var design = Design(neurons: 512, size: 16);
        using var network = TargetedCircuitLayer.Build(design, new Seed(1));
        var errors = OutputErrors.Measure(network, Circuit, InputSample.AllUpTo(design.Inputs, 5000, new Seed(2)));
        Assert.Equal(9, design.Terms().Length);
        Assert.True(errors.AllInputs);
        Assert.InRange(errors.Epsilon, 1e-3, 10 * 16 * 1.0 / 512);
    }

    [Fact]
    public void Predicted_noise_does_not_depend_on_the_order_of_many_fan_ins()
    {
        // Thirteen fan-ins at six active features: more than 2³¹ numbers to tell apart.
        MultilinearPolynomial[] outputs =
            [.. Enumerable.Range(1, 13).Select(fanIn => MultilinearPolynomial.And(Enumerable.Range(0, fanIn)))];
        double Rms(IEnumerable<MultilinearPolynomial> ordered) => TargetedCircuitLayer.PredictedQuietRms(
            new TargetedCircuitDesign(new SparseInputs(40, 6, Sparsity.Exactly), [.. ordered], 64, 16) { Level = 1 });
        Assert.Equal(Rms(outputs), Rms(outputs.Reverse()), 9);
        Assert.InRange(Rms(outputs), 1e-3, 1);
    }

    [Fact]
    public void A_neuron_reaches_one_where_its_AND_is_true_whatever_the_fan_in()
    {
        var design = Design(neurons: 512, size: 16);
        using var network = TargetedCircuitLayer.Build(design, new Seed(1));
        using var scope = torch.NewDisposeScope();
        Assert.Equal(-2, network.Layers[0].Bias.unique().output.item<float>());
        Assert.Equal([0f, 1f, 1.5f, 3f], network.Layers[0].Weight.unique().output.data<float>().ToArray());
    }

    [Fact]
    public void Below_the_largest_fan_in_an_AND_that_lacks_a_member_leaks()
    {
        double Worst(double level)
        {
            using var network = TargetedCircuitLayer.Build(Design(512, 16) with { Level = level }, new Seed(1));
            var twoOfThree = InputSample.Given(new SparseInputs(24, 2, Sparsity.Exactly), new ActiveSets([2, 3], [0, 2]));
            return OutputErrors.Measure(network, Circuit, twoOfThree).Epsilon;
        }

        Assert.Equal(1.0 / 3, Worst(2), 0.05);
        Assert.InRange(Worst(3), 0, 0.05);
    }

    [Fact]
    public void A_feature_in_too_many_ANDs_is_refused() =>
        Assert.Contains(
            "its column fills up",
            Assert.Throws<ConstructionFailedException>(
                () => TargetedCircuitLayer.Build(Design(neurons: 64, size: 16), new Seed(0))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_no_tensor_stays_behind()
    {
        float[] Weights()
        {
            using var network = TargetedCircuitLayer.Build(Design(256, 8), new Seed(3));
            return [.. network.Layers[0].Weight.data<float>(), .. ((DenseReadOff)network.ReadOff).Weight.data<float>()];
        }

        var first = Weights();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(first, Weights());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static TargetedCircuitDesign Design(int neurons, int size) =>
        new(new SparseInputs(24, 3, Sparsity.AtMost), MultilinearPolynomial.OfAll(Circuit, active: 3), neurons, size);
}
