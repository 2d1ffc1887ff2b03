using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Reproduction;
using Superposition.Retraining;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Tests.Retraining;

public class RetrainingTests
{
    private static readonly ReproductionRun Run = new(new Seed(3), Processors: 1, new Progress<string>(), CancellationToken.None);

    [Fact]
    public void A_short_training_gives_every_row_of_the_fourth_power_and_says_what_it_missed()
    {
        var rows = FourthPower.Reproduce(Run, new FourthPower.Sizes(Steps: 30, Pool: 2000, Evaluated: 5000, Codes: 1, CodeInputs: 500));
        Assert.All(rows, row => Assert.True(double.IsFinite(row.Ours) || row.Quantity.Contains("codeword", StringComparison.Ordinal) || row.Quantity.Contains("weights", StringComparison.Ordinal), row.Quantity));
        Assert.False(rows[0].Holds, "Thirty steps cannot do what a hundred thousand do.");

        // Rows that do not depend on training: zero has p/6 and p/10, naive half of each.
        Assert.InRange(rows.Single(row => row.Quantity == "zero: mean squared error").Ours, 0.9 * 0.02 / 6, 1.1 * 0.02 / 6);
        Assert.InRange(rows.Single(row => row.Quantity.StartsWith("naive (50", StringComparison.Ordinal)).Ours, 0.9 * 0.01 / 6, 1.1 * 0.01 / 6);
    }

    [Fact]
    public void A_feature_is_readable_on_supports_below_what_it_takes_to_imitate_it()
    {
        // φ₀ = φ₁ imitates at once; φ₂ = φ₃ + φ₄ takes the two of them; φ₅ stands alone.
        var code = new float[,] { { 1, 1, 0, 0, 0, 0 }, { 0, 0, 1, 1, 0, 0 }, { 0, 0, 1, 0, 1, 0 }, { 0, 0, 0, 0, 0, 1 } };
        Assert.Equal(1, SupportReadability.Of(code, 0), 1e-6);
        Assert.Equal(2, SupportReadability.Of(code, 2), 1e-6);
        Assert.Equal(2, SupportReadability.Of(code, 3), 1e-6); // φ₃ + φ₄ = φ₂ as well: one up, and one of its own beside φ₄
        Assert.Equal(double.PositiveInfinity, SupportReadability.Of(code, 5));
        Assert.Equal(1, SupportReadability.Least(code), 1e-6);
    }

    [Fact]
    public void Short_trainings_give_every_row_of_the_mixing_matrix_and_of_the_geometry()
    {
        var mixing = MixingMatrix.Reproduce(Run, seeds: 2, steps: 3, evaluated: 2000);
        Assert.Equal(8, mixing.Length);
        var geometry = CodeGeometry.AtFifty(Run, seeds: 2, steps: 2, untrained: 2);
        Assert.Equal(16, geometry.Length);
        Assert.All([.. mixing, .. geometry], row => Assert.True(double.IsFinite(row.Ours), row.Quantity));

        // Random directions are the same whatever was trained: 3.161 and 1.017 in print.
        Assert.InRange(geometry.Single(row => row.Quantity.StartsWith("random directions, d = 50: least", StringComparison.Ordinal)).Ours, 2.9, 3.4);
    }

    [Fact]
    public void The_tied_read_off_has_the_gradient_that_automatic_differentiation_gives()
    {
        var task = new CompressedComputation(9, 0.2, mixing: null, pool: null, new Seed(1));
        using var ours = CompressedNetworks.Normal(9, 5, 0.6, 0.1, new Seed(2));
        using var weight_dm = ours.Layers[0].Weight.detach().clone().requires_grad_(true);
        using var multiple = tensor(1.3f).requires_grad_(true);
        var plan = CompressedNetworks.Plan(task, 4, steps: 6, batch: 40, learningRate: 0.02, Schedule.Cosine);
        var c = TiedDecoder.Train(ours, plan, 1.3, new Seed(4), new Progress<TrainingProgress>(), CancellationToken.None);
        using var adam = optim.Adam([new TorchSharp.Modules.Parameter(weight_dm), new TorchSharp.Modules.Parameter(multiple)], 0.02);
        for (var step = 0; step < 6; step++)
        {
            using var scope = NewDisposeScope();
            foreach (var group in adam.ParamGroups)
            {
                group.LearningRate = 0.02 * plan.Settings.Factor(step);
            }

            adam.zero_grad();
            var batch = task.Batch(new Seed(4), step, 40);
            var parameters = adam.parameters().ToArray();
            var out_ng = nn.functional.relu(batch.Inputs.SumRows(parameters[0].t())).matmul(linalg.pinv(parameters[0]).t()) * parameters[1];
            (out_ng - FreshErrors.Dense(batch.Targets)).pow(4).mean().backward();
            adam.step();
        }

        var expected = adam.parameters().ToArray();
        Assert.InRange((expected[0] - ours.Layers[0].Weight).abs().max().item<float>(), 0, 2e-4);
        Assert.Equal(expected[1].item<float>(), c, 2e-4);
        using var inverse = linalg.pinv(ours.Layers[0].Weight) * c;
        Assert.InRange((inverse - ((DenseReadOff)ours.ReadOff).Weight).abs().max().item<float>(), 0, 2e-4);
    }

    [Fact]
    public void Swaps_keep_a_code_balanced_and_lower_its_overlap()
    {
        var drawn = Codewords.Draw(100, 50, 5, new Seed(1));
        var swapped = drawn.WithLessOverlap(100_000, new Seed(1));
        Assert.Equal(Loads(drawn), Loads(swapped));
        Assert.All(Enumerable.Range(0, 100), f => Assert.Equal(5, swapped[f].ToArray().Distinct().Count()));
        Assert.True(Squares(swapped) < 0.9 * Squares(drawn), $"{Squares(swapped)} against {Squares(drawn)}");
        Assert.Equal(100 * 99 / 2, swapped.OverlapCounts().Sum());

        static int[] Loads(Codewords code) => [.. Enumerable.Range(0, 50).Select(neuron => Enumerable.Range(0, 100).Count(f => code[f].Contains(neuron)))];
        static int Squares(Codewords code) => code.OverlapCounts().Select((count, shared) => count * shared * shared).Sum();
    }
}
