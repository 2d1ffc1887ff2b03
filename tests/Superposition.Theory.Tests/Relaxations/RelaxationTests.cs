using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Relaxations;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.Relaxations;

/// <summary>What is left when a hypothesis of the theorems is given up.</summary>
public class RelaxationTests
{
    private static readonly SparseInputs ThreeOf32 = new(32, 3, Sparsity.Exactly);

    [Theory]
    [InlineData("subset")]
    [InlineData("sign")]
    [InlineData("sign-tuned")]
    [InlineData("gaussian")]
    public void Each_family_computes_a_continuous_and_of_its_own(string kind)
    {
        // At s = 2, tuned signs have no bias.
        Func<double, double, double> expected = kind switch
        {
            "sign-tuned" => ContinuousFeatures.Minimum,
            "gaussian" => ContinuousFeatures.NormalisedProduct,
            _ => ContinuousFeatures.Lukasiewicz,
        };
        using var network = Build(kind, new SparseInputs(32, 2, Sparsity.Exactly), neurons: 8192);
        var surface = ContinuousFeatures.Surface(network, steps: 2, pairs: 50, new Seed(101));
        Assert.Equal(9, surface.Length);
        surface = surface.Add(ContinuousFeatures.Read(network, 0.8, 0.6, pairs: 50, new Seed(101)));
        Assert.All(surface, at => Assert.InRange(at.Mean - expected(at.First, at.Second), -0.03, 0.03));
    }

    [Fact]
    public void Quadratic_neurons_read_products_of_continuous_features_exactly_in_the_mean()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(102).Generator("signs");
        var features_nm = zeros(1, 12);
        features_nm[0, 0] = 0.8f;
        features_nm[0, 1] = 0.5f;
        features_nm[0, 2] = 0.3f;
        var size = new UniversalAndSize(new SparseInputs(12, 2, Sparsity.AtMost), 100_000);
        var products_g = new QuadraticLayer().Build(size, generator).call(features_nm)[0];
        var targets = PairAnds.All(12);
        float Read(int first, int second) => products_g[targets.IndexOf(first, second)].item<float>();
        Assert.Equal(0.40, Read(0, 1), 0.01);
        Assert.Equal(0.24, Read(0, 2), 0.01);
        Assert.Equal(0.15, Read(1, 2), 0.01);
        Assert.Equal(0, Read(0, 5), 0.01);
    }

    [Fact]
    public void Bernoulli_inputs_are_measured_where_the_binomial_distribution_has_its_quantiles()
    {
        using var network = Build("sign", ThreeOf32, neurons: 512);
        var errors = BernoulliSparsity.Measure(network, PairAnds.All(32), rate: 2, [0.99, 0.5, 0.5001], inputs: 100, new Seed(105));

        // Bin(32, 1/16): P(≤ 2) = 0.6749, P(≤ 5) = 0.9878, P(≤ 6) = 0.9969.
        Assert.Equal([2, 6], errors.Select(e => e.Active));
        Assert.True(errors[1].Errors.Rms > errors[0].Errors.Rms);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BernoulliSparsity.Measure(network, PairAnds.All(32), rate: double.NaN, [0.5], 10, new Seed(1)));
    }

    [Fact]
    public void Correlated_inputs_have_the_stated_number_of_features_and_share_groups()
    {
        var random = new Seed(106).Stream("inputs");
        var together = CorrelatedFeatures.Draw(32, active: 3, groupSize: 8, correlation: 1, inputs: 500, random);
        for (var i = 0; i < together.Count; i++)
        {
            Assert.Equal(3, together[i].Length);
            Assert.Equal(together[i][0] / 8, together[i][2] / 8);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => CorrelatedFeatures.Draw(32, 3, groupSize: 5, 1, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => CorrelatedFeatures.Draw(32, 3, groupSize: 8, double.NaN, 1, random));
    }

    [Fact]
    public void Correlations_change_nothing_within_a_class()
    {
        using var network = Build("sign", ThreeOf32, neurons: 1024);
        var independent = CorrelatedFeatures.Measure(network, PairAnds.All(32), 3, 8, correlation: 0, 400, new Seed(107));
        var together = CorrelatedFeatures.Measure(network, PairAnds.All(32), 3, 8, correlation: 1, 400, new Seed(107));
        Assert.InRange(independent.Together, 0.15, 0.35);
        Assert.Equal(1, together.Together, 1e-9);
        Assert.InRange(together.Errors["none"].Rms / independent.Errors["none"].Rms, 0.95, 1.05);
        Assert.InRange(together.Errors["one"].Rms / independent.Errors["one"].Rms, 0.93, 1.07);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void Noise_on_the_inputs_of_a_Gaussian_layer_does_what_is_predicted(double noise)
    {
        using var network = Build("gaussian", ThreeOf32, neurons: 1024);
        var measured =
            InputNoise.Measure(network, PairAnds.All(32), noise, InputSample.Drawn(ThreeOf32, 500, new Seed(108)), new Seed(109)).Errors;
        var predicted = InputNoise.PredictGaussian(new UniversalAndSize(ThreeOf32, 1024), noise);
        foreach (var expected in predicted.Classes)
        {
            var tolerance = expected.Class == "both" ? 0.12 : 0.06;
            Assert.InRange(measured[expected.Class].Std / expected.Std, 1 - tolerance, 1 + tolerance);
            Assert.InRange(measured[expected.Class].Mean - expected.Mean, -0.06, 0.06);
        }
    }

    [Fact]
    public void Signs_and_subsets_lose_nothing_at_one_bit_and_Gaussian_weights_become_signs()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(110).Generator("weights");
        var subset = (rand(64, 16, generator: generator) < 0.2).to(float32);
        Assert.True(WeightQuantisation.Round(subset, 1).allclose(subset, atol: 1e-6));
        var normal = randn(400, 50, generator: generator);
        var rounded = WeightQuantisation.Round(normal, 1);

        // The best two levels for a normal variable are ±√(2/π).
        Assert.InRange(rounded.max().item<float>(), 0.78f, 0.82f);
        Assert.InRange(rounded.min().item<float>(), -0.82f, -0.78f);
    }

    [Fact]
    public void Rounding_error_falls_with_every_bit_and_rounded_weights_have_that_many_levels()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(111).Generator("weights");
        var weights = randn(100, 40, generator: generator);
        double[] errors = [.. Enumerable.Range(1, 8).Select(bits =>
        {
            var rounded = WeightQuantisation.Round(weights, bits);
            Assert.InRange(rounded.unique().output.shape[0], 2, 1 << bits);
            return (double)(rounded - weights).square().mean().item<float>();
        })];
        Assert.Equal(errors.OrderDescending(), errors);
        Assert.InRange(errors[0], 0.34, 0.39);
        Assert.InRange(errors[7], 0, 2e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightQuantisation.Round(weights, 0));
    }

    [Fact]
    public void A_quantised_network_still_reads_true_ands_as_one()
    {
        using var network = Build("gaussian", ThreeOf32, neurons: 512);
        var results = WeightQuantisation.Measure(
            network, [1, 2, 8], InputSample.Drawn(ThreeOf32, 150, new Seed(112)), InputSample.Drawn(ThreeOf32, 150, new Seed(113)));
        Assert.Equal([1, 2, 8], results.Select(r => r.Bits));
        Assert.All(results, r => Assert.InRange(r.Errors["both"].Mean, -0.05, 0.05));
        Assert.True(results[0].Errors["one"].Rms < results[2].Errors["one"].Rms);
    }

    private static ReluNetwork Build(string kind, SparseInputs inputs, int neurons)
    {
        return UniversalAndConstructions.Find(kind)!.Build(new UniversalAndSize(inputs, neurons), new Seed(100));
    }
}
