using System.Globalization;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using Xunit.Abstractions;

namespace Superposition.Tests.Circuits;

/// <summary>One bank of bias −1 reads ANDs of every fan-in.</summary>
public class SharedBankTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 4, 0.3)]
    [InlineData(3, 5, 0.4)]
    [InlineData(4, 6, 0.25)]
    public void The_signal_of_subsets_has_its_closed_form(int fanIn, int active, double density) =>
        Assert.Equal(
            (fanIn % 2 == 0 ? 1 : -1) * Math.Pow(1 - density, active - fanIn),
            AndBank.Shared(BankWeights.Subsets, fanIn, 1, density).Signal(active), 12);

    [Fact]
    public void The_same_seed_gives_the_same_neurons_for_every_fan_in()
    {
        float[] Weights(int fanIn)
        {
            using var network = Build(
                AndBank.Shared(BankWeights.Subsets, fanIn, 64, 0.4), new SparseInputs(12, 4, Sparsity.Exactly),
                FanInAnds.All(12, fanIn), 7);
            return [.. network.Layers[0].Weight.data<float>(), .. network.Layers[0].Bias.data<float>()];
        }

        Assert.Equal(Weights(2), Weights(3));
        Assert.Equal(Weights(2), Weights(4));
    }

    [Theory, Trait("Category", "Slow")]
    [InlineData(BankWeights.Subsets, 2)]
    [InlineData(BankWeights.Subsets, 3)]
    [InlineData(BankWeights.Subsets, 4)]
    [InlineData(BankWeights.Signs, 2)]
    [InlineData(BankWeights.Signs, 3)]
    [InlineData(BankWeights.Signs, 4)]
    public void Errors_are_within_three_per_cent_of_the_prediction_at_three_sizes(BankWeights weights, int fanIn)
    {
        var inputs = new SparseInputs(24, 4, Sparsity.Exactly);
        foreach (var neurons in new[] { 1024, 2048, 4096 })
        {
            var bank = AndBank.Shared(weights, fanIn, neurons, weights == BankWeights.Subsets ? 0.4 : 0.5);
            var targets = FanInAnds.Draw(24, fanIn, 400, new Seed(91).Stream("sets"));
            var predicted = HighFanInAnd.Predict(bank, inputs, targets.Count);
            var reports = Enumerable.Range(0, 3).Select(draw =>
            {
                using var network = Build(bank, inputs, targets, 92 + (ulong)draw);
                return OutputErrors.Measure(network, targets, InputSample.Drawn(inputs, 250, new Seed(93)));
            }).ToArray();
            foreach (var expected in predicted.Classes.Where(c => reports[0][c.Class].Count >= 30_000))
            {
                var std = Math.Sqrt(reports.Average(report => Math.Pow(report[expected.Class].Std, 2)));
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{bank} n={neurons} {expected.Class}: {std:F4} predicted {expected.Std:F4} ({std / expected.Std:F3})"));
                Assert.InRange(std / expected.Std, 0.97, 1.03);
            }
        }
    }

    [Theory]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.25)]
    [InlineData(3, 0.15)]
    public void Inclusion_and_exclusion_is_as_biased_and_as_noisy_as_predicted(int fanIn, double density)
    {
        var inputs = new SparseInputs(24, 4, Sparsity.Exactly);
        var bank = AndBank.Shared(BankWeights.Subsets, fanIn, 8192, density);
        var targets = FanInAnds.Draw(24, fanIn, 120, new Seed(94).Stream("sets"));
        using var network = InclusionExclusion.Build(bank, targets, new Seed(95));
        var measured = OutputErrors.Measure(network, targets, InputSample.Drawn(inputs, 200, new Seed(96)));
        for (var members = 0; members <= fanIn; members++)
        {
            var errors = measured[FanInAnds.ClassOf(members, fanIn)];
            var (mean, std) = InclusionExclusion.Predict(bank, active: 4, members);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"t={fanIn} p={density} {members}: n {errors.Count} mean {errors.Mean:F4} predicted {mean:F4}, std {errors.Std:F4} "
                + $"predicted {std:F4}"));
            if (errors.Count > 800)
            {
                Assert.InRange(errors.Mean - mean, -0.3 * std, 0.3 * std);
                Assert.InRange(errors.Std / std, 0.9, 1.1);
            }
        }
    }

    [Fact]
    public void A_signal_that_changes_its_sign_over_the_inputs_is_still_refused() =>
        Assert.Throws<ConstructionFailedException>(
            () => AndBank.Subsets(3, 100, 0.5).Normaliser(new SparseInputs(24, 6, Sparsity.Exactly)));

    private static ReluNetwork Build(AndBank bank, SparseInputs inputs, FanInAnds targets, ulong seed)
    {
        return HighFanInAnd.Build(bank, inputs, targets, new Seed(seed));
    }
}
