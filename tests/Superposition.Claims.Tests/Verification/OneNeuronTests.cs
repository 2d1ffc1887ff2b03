using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.UniversalAnd;
using Superposition.Verification;

namespace Superposition.Tests.Verification;

/// <summary>
/// The moments that claims predict from agree with closed forms by hand, and with the constructions' own, which they share no code with.
/// </summary>
public class OneNeuronTests
{
    [Fact]
    public void Moments_are_those_worked_out_by_hand()
    {
        // Signs, bias −1, exactly 3 active: a is 2 with probability 1/8 and 0 otherwise, so E a² = ½, and F = ¼: √(½)/¼ = 2√2
        // with none active.
        Assert.Equal(2 * Math.Sqrt(2), OneNeuron.Sign(-1).Spread(3, 0), 1e-12);

        // With rows that sum to zero the mean square is the variance ½ − 1/16.
        Assert.Equal(Math.Sqrt(7.0 / 16) * 4, OneNeuron.Sign(-1).Spread(3, 0, rowsSumToZero: true), 1e-12);

        // Gaussian weights without bias: √(s/2) over 1/√(2π s) = s √π.
        Assert.Equal(3 * Math.Sqrt(Math.PI), OneNeuron.Normal.Spread(3, 0), 0.01);

        // A bias uniform on ±h adds h²/3 to the variance 3 of the sum, and F is the mean density of the sum at −β.
        var h = Math.Sqrt(0.5);
        var signal = (MathNet.Numerics.SpecialFunctions.Erf(h / Math.Sqrt(6)) / 2) / h;
        Assert.Equal(Math.Sqrt((3 + (h * h / 3)) / 2) / signal, (OneNeuron.Normal with { BiasBound = h }).Spread(3, 0), 0.01);

        // Subsets of density p with all 3 of 3 active and no other: the bank's activation is 1 on the neurons that have all three.
        var p = 0.3;
        Assert.Equal(
            Math.Sqrt((Math.Pow((1 - p) * (1 - p), 3) * p * p * p) - Math.Pow((1 - p) * p, 6)) / Math.Pow(p * (1 - p), 3),
            OneNeuron.Subset(p, -2).Spread(3, 3, 3), 1e-9);
    }

    [Theory]
    [InlineData("subset")]
    [InlineData("sign")]
    [InlineData("gaussian")]
    [InlineData("random-kaiming")]
    [InlineData("random-kaiming-biased")]
    [InlineData("random-pytorch")]
    [InlineData("random-xavier")]
    public void Moments_agree_with_those_of_the_construction(string kind)
    {
        var neuron = kind switch
        {
            "subset" => OneNeuron.Subset(0.25),
            "sign" => OneNeuron.Sign(-1),
            "random-kaiming-biased" => OneNeuron.Normal with { BiasBound = Math.Sqrt(0.5) },
            "random-pytorch" => OneNeuron.Uniform with { BiasBound = Math.Sqrt(3) },
            "random-xavier" => OneNeuron.Uniform,
            _ => OneNeuron.Normal,
        };
        var predicted =
            UniversalAndConstructions.Find(kind)!.Predict(new UniversalAndSize(new SparseInputs(64, 3, Sparsity.Exactly), 1024));
        foreach (var (members, name) in new[] { "none", "one", "both" }.Index())
        {
            Assert.Equal(1, neuron.Spread(3, members) / (32 * predicted[name].Std), 0.003);
        }
    }

    [Fact]
    public void Moments_agree_with_those_of_a_bank()
    {
        var inputs = new SparseInputs(24, 4, Sparsity.Exactly);
        var predicted = HighFanInAnd.Predict(AndBank.Subsets(3, 2048, 0.28), inputs, sets: 1);
        for (var members = 0; members <= 3; members++)
        {
            Assert.Equal(
                Math.Sqrt(2048) * predicted[FanInAnds.ClassOf(members, 3)].Std,
                OneNeuron.Subset(0.28, -2).Spread(4, members, 3, rowsSumToZero: true), 1e-6);
        }
    }
}
