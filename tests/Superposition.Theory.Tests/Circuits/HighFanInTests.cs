using System.Globalization;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using Xunit.Abstractions;

namespace Superposition.Tests.Circuits;

/// <summary>ANDs of t features from one layer.</summary>
public class HighFanInTests(ITestOutputHelper output)
{
    [Theory, Trait("Paper", "2408.05451 high fan-in ANDs")]
    [InlineData(BankWeights.Subsets, 1, 3)]
    [InlineData(BankWeights.Subsets, 2, 4)]
    [InlineData(BankWeights.Subsets, 3, 4)]
    [InlineData(BankWeights.Subsets, 4, 4)]
    [InlineData(BankWeights.Signs, 3, 4)]
    [InlineData(BankWeights.Signs, 3, 6)]
    [InlineData(BankWeights.Signs, 4, 5)]
    public void Errors_agree_with_prediction(BankWeights weights, int fanIn, int active)
    {
        var inputs = new SparseInputs(24, active, Sparsity.Exactly);
        var bank = HighFanInAnd.Tune(fanIn, 4096, inputs, weights);
        var targets = FanInAnds.Draw(24, fanIn, 500, new Seed(81).Stream("sets"));
        using var network = Build(bank, inputs, targets, seed: 82);
        var measured = OutputErrors.Measure(network, targets, InputSample.Drawn(inputs, 400, new Seed(83)));
        var predicted = HighFanInAnd.Predict(bank, inputs, targets.Count);
        foreach (var expected in predicted.Classes)
        {
            var errors = measured[expected.Class];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{expected.Class}: n {errors.Count} std {errors.Std:F4} predicted {expected.Std:F4}, mean {errors.Mean:F4} predicted "
                + $"{expected.Mean:F4}"));
            if (errors.Count >= 300)
            {
                var tolerance = errors.Count >= 10_000 ? 0.07 : 0.2;
                Assert.InRange(errors.Std / expected.Std, 1 - tolerance, 1 + tolerance);
                Assert.InRange(errors.Mean - expected.Mean, -0.4 * expected.Std, 0.4 * expected.Std);
            }
        }
    }

    [Theory]
    [InlineData(2, 5, 0.3)]
    [InlineData(3, 6, 0.2)]
    [InlineData(4, 7, 0.1)]
    public void The_signal_of_subsets_is_an_alternating_sum_over_the_other_active_features(int fanIn, int active, double density)
    {
        // Σ_M P(M) (−1)^M C(t−2, M), M ~ Bin(s_b − t, p), written out independently of the class under test.
        double sum = 0;
        for (var m = 0; m <= Math.Min(active - fanIn, fanIn - 2); m++)
        {
            var probability =
                (double)Combinations.Count(active - fanIn, m) * Math.Pow(density, m) * Math.Pow(1 - density, active - fanIn - m);
            sum += probability * (m % 2 == 0 ? 1 : -1) * (double)Combinations.Count(fanIn - 2, m);
        }

        Assert.Equal(sum, AndBank.Subsets(fanIn, 1, density).Signal(active), 12);
    }

    [Fact]
    public void A_set_that_is_all_that_is_active_has_signal_one() =>
        Assert.All(Enumerable.Range(1, 6), fanIn => Assert.Equal(1, AndBank.Subsets(fanIn, 1, 0.37).Signal(fanIn), 12));

    [Theory]
    [InlineData(3, 4, 0.5, "with 4 active features F_3 = 0")]
    [InlineData(3, 6, 0.5, "with 6 active features F_3 = -0.25")]
    public void A_signal_that_vanishes_or_turns_negative_is_refused(int fanIn, int active, double density, string reason)
    {
        var inputs = new SparseInputs(24, active, Sparsity.Exactly);
        var refusal = Assert.Throws<ConstructionFailedException>(() => AndBank.Subsets(fanIn, 100, density).Normaliser(inputs));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("expected F_3 > 0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_that_fire_only_when_all_active_weights_agree_serve_every_fan_in_at_the_same_noise()
    {
        // With exactly s active and β = −(s − 2) a neuron fires only if all its active weights are +1: κ = √(2^s − 1) for every
        // t.
        const int active = 5;
        foreach (var fanIn in new[] { 2, 3, 4, 5 })
        {
            var bank = AndBank.Signs(fanIn, 1, bias: 2 - active);
            Assert.Equal(Math.Sqrt(Math.Pow(2, active) - 1), Math.Sqrt(bank.Product(active, 0).MeanSquare) / bank.Signal(active), 9);
        }
    }

    [Fact]
    public void Signs_are_quieter_than_subsets_where_three_of_six_active_features_meet()
    {
        var inputs = new SparseInputs(24, 6, Sparsity.Exactly);
        var targets = FanInAnds.Draw(24, 3, 300, new Seed(84).Stream("sets"));
        var sample = InputSample.Drawn(inputs, 200, new Seed(85));
        var errors = new[] { BankWeights.Subsets, BankWeights.Signs }.Select(weights =>
        {
            using var network = Build(HighFanInAnd.Tune(3, 2048, inputs, weights), inputs, targets, seed: 86);
            return OutputErrors.Measure(network, targets, sample);
        }).ToArray();
        Assert.True(
            errors[1]["3 of 3"].Rms < 0.25 * errors[0]["3 of 3"].Rms, $"{errors[1]["3 of 3"].Rms} against {errors[0]["3 of 3"].Rms}");
        Assert.True(errors[1].Epsilon < 0.5 * errors[0].Epsilon, $"{errors[1].Epsilon} against {errors[0].Epsilon}");
    }

    private static ReluNetwork Build(AndBank bank, SparseInputs inputs, FanInAnds targets, ulong seed)
    {
        return HighFanInAnd.Build(bank, inputs, targets, new Seed(seed));
    }
}
