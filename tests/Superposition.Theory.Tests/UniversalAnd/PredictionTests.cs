using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using Xunit.Abstractions;

namespace Superposition.Tests.UniversalAnd;

/// <summary>The constructions err as much as they say they do.</summary>
public class PredictionTests(ITestOutputHelper output)
{
    public static TheoryData<string, int> KindsAndActives()
    {
        var data = new TheoryData<string, int>();
        foreach (var kind in new[] { "subset", "subset-averaging", "sign", "gaussian" })
        {
            foreach (var active in new[] { 2, 3, 4 })
            {
                data.Add(kind, active);
            }
        }

        return data;
    }

    [Theory, Trait("Paper", "2408.05451 universal AND, basis-aligned inputs"), MemberData(nameof(KindsAndActives))]
    public void Standard_deviations_and_biases_agree_with_prediction(string kind, int active) =>
        AgreesWithPrediction(kind, active, features: 64, draws: 3, inputs: 700, tolerance: 0.05);

    [Theory, Trait("Category", "Slow"), Trait("Paper", "2408.05451 universal AND, basis-aligned inputs"),
        MemberData(nameof(KindsAndActives))]
    public void Standard_deviations_agree_with_prediction_within_3_percent_at_256_features_and_2048_neurons(string kind, int active) =>
        AgreesWithPrediction(kind, active, features: 256, draws: 12, inputs: 800, tolerance: 0.03);

    [Theory, Trait("Paper", "2408.05451 universal AND, basis-aligned inputs")]
    [InlineData("subset")]
    [InlineData("sign")]
    [InlineData("gaussian")]
    public void Errors_do_not_depend_on_the_number_of_features(string kind)
    {
        // The mix of classes depends on m, the standard deviation within the largest class does not.
        var few = Draws(kind, features: 64, active: 3, draws: 4, inputs: 150).Average(r => r["none"].Std);
        var many = Draws(kind, features: 256, active: 3, draws: 2, inputs: 30).Average(r => r["none"].Std);
        output.WriteLine($"{kind}: {few:F5} at m=64, {many:F5} at m=256, ratio {many / few:F4}");
        Assert.InRange(many / few, 0.98, 1.02);
    }

    [Fact, Trait("Paper", "2408.05451 universal AND, basis-aligned inputs")]
    public void The_averaging_read_off_keeps_a_bias_that_no_width_removes()
    {
        double[] biases =
            [.. new[] { 512, 2048, 8192 }.Select(d => Draws("subset-averaging", 32, 3, draws: 1, inputs: 200, neurons: d)[0]["one"].Mean)];
        output.WriteLine(string.Join(", ", biases));

        // p(s−1) with p = 0.75/s = 0.25.
        Assert.All(biases, bias => Assert.InRange(bias, 0.45, 0.55));
    }

    [Theory]
    [InlineData("subset")]
    [InlineData("sign")]
    [InlineData("gaussian")]
    public void The_largest_error_falls_with_width_and_is_foreseen(string kind)
    {
        int[] widths = [512, 2048, 8192];
        double[] largest = [.. widths.Select(d => Draws(kind, 32, 2, draws: 2, inputs: 496, neurons: d).Average(r => r.Epsilon))];
        double[] expected = [.. widths.Select(d => Construction(kind).Predict(Size(32, 2, d)).ExpectedMaximum(496))];
        output.WriteLine($"{string.Join(", ", largest)} expected {string.Join(", ", expected)}");
        Assert.All(largest, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(largest.OrderDescending(), largest);
        Assert.All(largest.Zip(expected), pair => Assert.InRange(pair.First / pair.Second, 0.75, 1.25));
        Assert.InRange(largest[^1], 0, 0.25);
    }

    [Fact]
    public void Predicted_signals_are_the_closed_forms()
    {
        // F(s_b) = (p(1−p))²(1−p)^(s_b−2) for random subsets; ¼, ¼, 3/16 for dense signs (derived by the second difference of the
        // activation).
        foreach (var (active, sign) in new[] { (2, 0.25), (3, 0.25), (4, 0.1875) })
        {
            const double Density = 0.2;
            var subset = Math.Pow(Density * (1 - Density), 2) * Math.Pow(1 - Density, active - 2);
            Assert.Equal(1 / (1000 * subset), ScaleOf("subset", active, Density), 1e-3);
            Assert.Equal(1 / (1000 * sign), ScaleOf("sign", active, density: null), 1e-6);
            Assert.Equal(Math.Sqrt(2 * Math.PI * active) / 1000, ScaleOf("gaussian", active, density: null), 1e-6);
        }
    }

    private static double ScaleOf(string kind, int active, double? density)
    {
        using var network =
            Construction(kind).Build(new UniversalAndSize(new SparseInputs(8, active, Sparsity.Exactly), 1000, density), new Seed(1));
        return Assert.IsType<PairReadOff>(network.ReadOff).Scale.item<float>();
    }

    private void AgreesWithPrediction(string kind, int active, int features, int draws, int inputs, double tolerance)
    {
        var predicted = Construction(kind).Predict(Size(features, active, 2048));
        var measured = Draws(kind, features, active, draws, inputs);
        foreach (var expected in predicted.Classes)
        {
            var std = Math.Sqrt(measured.Average(r => Math.Pow(r[expected.Class].Std, 2)));
            var mean = measured.Average(r => r[expected.Class].Mean);
            output.WriteLine($"{kind} s={active} {expected.Class}: std {std:F4}, predicted {expected.Std:F4}; mean {mean:F4}, predicted "
                + $"{expected.Mean:F4}; {measured[0][expected.Class].Count * draws:N0} errors");
            Assert.InRange(std, expected.Std * (1 - tolerance), expected.Std * (1 + tolerance));
            Assert.InRange(mean, expected.Mean - 0.015, expected.Mean + 0.015);
        }
    }

    private static ErrorReport[] Draws(string kind, int features, int active, int draws, int inputs, int neurons = 2048) =>
        [.. Enumerable.Range(0, draws).Select(i =>
        {
            var seed = new Seed((ulong)i);
            var size = Size(features, active, neurons);
            using var network = Construction(kind).Build(size, seed);
            return OutputErrors.Measure(network, PairAnds.All(features), InputSample.AllUpTo(size.Inputs, inputs, seed.For("measurement")));
        })];

    private static UniversalAndSize Size(int features, int active, int neurons) =>
        new(new SparseInputs(features, active, Sparsity.Exactly), neurons);

    private static IUniversalAndConstruction Construction(string kind) => UniversalAndConstructions.Find(kind)!;
}
