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
        var rows = FourthPower.Reproduce(
            Run, new FourthPower.Sizes(
            Seeds: 2, Steps: 30, Pool: 2000, Evaluated: 5000, EvaluatedInTheEnd: 5000, Codes: 1, Swaps: 2000, CodeInputs: 500));
        Assert.All(
            rows, row => Assert.True(
            double.IsFinite(row.Ours) || row.Quantity.Contains("codeword", StringComparison.Ordinal)
            || row.Quantity.Contains("weights", StringComparison.Ordinal), row.Quantity));
        Assert.False(rows[0].Holds, "Thirty steps cannot do what a hundred thousand do.");

        // Rows that do not depend on training: zero has p/6 and p/10, naive half of each.
        Assert.InRange(rows.Single(row => row.Quantity == "zero: mean squared error").Ours, 0.9 * 0.02 / 6, 1.1 * 0.02 / 6);
        Assert.InRange(
            rows.Single(row => row.Quantity.StartsWith("naive (50", StringComparison.Ordinal)).Ours, 0.9 * 0.01 / 6, 1.1 * 0.01 / 6);

        var embedded = FourthPower.ReproduceEmbedded(
            Run, new FourthPower.Sizes(
            Seeds: 1, Steps: 3, Pool: 2000, Evaluated: 2000, EvaluatedInTheEnd: 2000, Codes: 0, Swaps: 0, CodeInputs: 500));
        Assert.False(embedded[0].Holds);
        Assert.True(double.IsFinite(embedded[0].Ours));
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
        Assert.InRange(
            geometry.Single(row => row.Quantity.StartsWith("random directions, d = 50: least", StringComparison.Ordinal)).Ours, 2.9, 3.4);
    }

    [Fact]
    public void The_tied_read_off_has_the_gradient_that_automatic_differentiation_gives()
    {
        var task = new CompressedComputation(9, 0.2, mixing: null, pool: null, new Seed(1));
        using var ours = CompressedNetworks.Normal(9, 5, 0.6, 0.1, new Seed(2));
        using var weight_dm = ours.Layers[0].Weight.detach().clone().requires_grad_(true);
        using var multiple = tensor(1.3f).requires_grad_(true);
        var plan = CompressedNetworks.Plan(task, 4, steps: 6, batch: 40, learningRate: 0.02, Schedule.Cosine);
        using var tie = new TiedWeights(ours, 1.3);
        DerivedTraining.Train(ours, tie, plan, new Seed(4), new Progress<TrainingProgress>(), CancellationToken.None);
        var c = (float)tie.Multiple;
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
    public void A_network_in_a_residual_stream_is_trained_as_automatic_differentiation_trains_it()
    {
        var task = new CompressedComputation(9, 0.2, mixing: null, pool: null, new Seed(1));
        using var ours = CompressedNetworks.Normal(9, 5, 0.6, 0.1, new Seed(2));
        using var embedded = new EmbeddedWeights(9, 5, width: 30, 0.1, 0.15, new Seed(3));
        using var twin = new EmbeddedWeights(9, 5, width: 30, 0.1, 0.15, new Seed(3));
        var plan = CompressedNetworks.Plan(task, 4, steps: 6, batch: 40, learningRate: 0.02, Schedule.Cosine);
        DerivedTraining.Train(ours, embedded, plan, new Seed(4), new Progress<TrainingProgress>(), CancellationToken.None);
        using var adam = optim.Adam(twin.Parameters, 0.02);
        for (var step = 0; step < 6; step++)
        {
            using var scope = NewDisposeScope();
            adam.ParamGroups.Single().LearningRate = 0.02 * plan.Settings.Factor(step);
            adam.zero_grad();
            var batch = task.Batch(new Seed(4), step, 40);
            var (layer_dm, readOff_md) = twin.Weights();
            var out_ng = nn.functional.relu(batch.Inputs.SumRows(layer_dm.t())).matmul(readOff_md.t());
            (out_ng - FreshErrors.Dense(batch.Targets)).pow(4).mean().backward();
            adam.step();
        }

        Assert.All(embedded.Parameters.Zip(twin.Parameters), pair =>
            Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, 2e-4));
        var found = embedded.Weights();
        Assert.InRange((found.Layer_dm - ours.Layers[0].Weight).abs().max().item<float>(), 0, 1e-6);
        Assert.InRange((found.ReadOff_md - ((DenseReadOff)ours.ReadOff).Weight).abs().max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void Codewords_hold_while_the_weights_within_them_are_trained_anew()
    {
        using var weight_dm = tensor(new float[] { 0.06f, 0.3f, 0.01f, 0.04f, -0.5f, 0.2f }, 2, 3);
        using var network = new ReluNetwork([new ReluLayer(weight_dm, zeros(2))], new DenseReadOff(zeros(3, 2)));
        using var tie = new TiedWeights(network, 1, keepsCodewords: true);

        // 0.06 lies 0.01 below the margin above the threshold 0.05, 0.04 lies 0.01 above the margin below it.
        Assert.Equal((1e-4 + 1e-4) / 6, tie.Penalty()!.item<float>(), 1e-8);
        using var free = new TiedWeights(network, 1);
        Assert.Null(free.Penalty());
    }

    [Fact]
    public void The_best_multiple_is_where_the_fourth_power_of_the_error_is_least()
    {
        using var z = tensor(new[] { 1f, 2f, -1f, 0.5f });
        using var y = tensor(new[] { 1f, 1f, 0f, 0.25f });
        var best = BestMultiple.Of(z, y);
        Assert.Equal(Loss(best.Multiple), best.Loss, 1e-9);
        Assert.All((double[])[-3, 0, best.Multiple - 0.01, best.Multiple + 0.01, 3], c => Assert.True(Loss(c) > best.Loss, $"{c}"));

        static double Loss(double c) => Math.Pow(c - 1, 4) + Math.Pow((2 * c) - 1, 4) + Math.Pow(c, 4) + Math.Pow((0.5 * c) - 0.25, 4);
    }

    [Fact]
    public void A_shuffled_code_is_balanced_and_another_one_and_an_independent_code_is_not_balanced()
    {
        var drawn = Codewords.Draw(100, 50, 5, new Seed(1));
        var shuffled = drawn.Shuffled(20_000, new Seed(1));
        Assert.All(Enumerable.Range(0, 50), neuron => Assert.Equal(10, Enumerable.Range(0, 100).Count(f => shuffled[f].Contains(neuron))));
        Assert.Contains(Enumerable.Range(0, 100), f => !shuffled[f].ToArray().Order().SequenceEqual(drawn[f].ToArray().Order()));
        var independent = Codewords.DrawIndependently(100, 50, 5, new Seed(1));
        Assert.All(Enumerable.Range(0, 100), f => Assert.Equal(5, independent[f].ToArray().Distinct().Count()));
        Assert.Contains(Enumerable.Range(0, 50), neuron => Enumerable.Range(0, 100).Count(f => independent[f].Contains(neuron)) != 10);
        Assert.Throws<ArgumentException>(() => Codewords.Of(3, [[0, 3]]));
    }

    [Fact]
    public void Swaps_keep_a_code_balanced_and_lower_its_overlap()
    {
        var drawn = Codewords.Draw(100, 50, 5, new Seed(1));
        var swapped = drawn.WithLessOverlap(100_000, new Seed(1));
        Assert.Equal(Loads(drawn), Loads(swapped));
        Assert.All(Enumerable.Range(0, 100), f => Assert.Equal(5, swapped[f].ToArray().Distinct().Count()));
        Assert.True(Squares(swapped) < 0.9 * Squares(drawn), $"{Squares(swapped)} against {Squares(drawn)}");

        static int[] Loads(Codewords code) =>
            [.. Enumerable.Range(0, 50).Select(neuron => Enumerable.Range(0, 100).Count(f => code[f].Contains(neuron)))];
        static int Squares(Codewords code) => Enumerable.Range(0, 100).Sum(f => Enumerable.Range(0, f).Sum(g =>
            (int)Math.Pow(code[f].ToArray().Intersect(code[g].ToArray()).Count(), 2)));
    }
}
