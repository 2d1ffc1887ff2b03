using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.UniversalAnd;

/// <summary>Moments of Gaussian neurons compared with four million drawn ones.</summary>
public class GaussianWeightsTests
{
    private const long Draws = 4_000_000;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Moments_of_products_are_those_of_drawn_weights(int active)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(31).Generator($"{active}");
        for (var members = 0; members <= 2; members++)
        {
            // A member that is not active is a weight of its own; the other active features add up to one normal number.
            var pair_n2 = randn(Draws, 2, generator: generator);
            var others_n = randn(Draws, generator: generator) * Math.Sqrt(active - members);
            var a_n = (others_n + pair_n2.narrow(1, 0, members).sum(dim: 1)).clamp_min(0);
            var product_n = pair_n2.select(1, 0) * pair_n2.select(1, 1);
            var level = Math.Sqrt(active / (2 * Math.PI));
            Assert.Equal(level, a_n.mean().item<float>(), 0.005);

            var plain = GaussianWeights.CentredProduct(active, members);
            var centred = GaussianWeights.CentredRowProduct(active, members);
            AssertMoments(plain, product_n * a_n);
            AssertMoments(centred, product_n * (a_n - level));
            Assert.Equal(members == 2 ? GaussianWeights.Signal(active) : 0, plain.Mean, 1e-12);
        }
    }

    private static void AssertMoments((double Mean, double MeanSquare) expected, Tensor values_n)
    {
        // The mean square has heavy tails: its standard deviation over four million draws is below 1 % of it.
        Assert.Equal(expected.Mean, values_n.mean().item<float>(), 0.01);
        Assert.InRange(values_n.square().mean().item<float>() / expected.MeanSquare, 0.96, 1.04);
    }
}
