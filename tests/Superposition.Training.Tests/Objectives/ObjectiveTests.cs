using FsCheck.Xunit;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Representation;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Tests.Objectives;

/// <summary>Losses and derivatives are those of the outputs written out, whatever way they are computed.</summary>
public class ObjectiveTests
{
    private static readonly Reduction[] Reductions = [Reduction.Mean, Reduction.Sum];

    [Property(MaxTest = 40)]
    public void Mean_squared_error_agrees_in_its_gram_form(ulong seed, byte features, byte neurons, byte active, bool hasBias)
    {
        // Many inputs and few neurons: the Gram form is the cheaper one.
        using var dense = new WrittenOut(seed, Pairs(seed, features, active, inputs: 120), 1 + (neurons % 12), hasBias: hasBias);
        dense.AssertAgrees(new PowerLoss(2), o => (o - dense.Y).square().mean());
    }

    [Property(MaxTest = 40)]
    public void Weighted_squared_error_agrees_in_its_gram_form(ulong seed, byte features, byte neurons, byte active, bool isBalanced)
    {
        using var dense = new WrittenOut(seed, Pairs(seed, (byte)(12 + (features % 20)), active, inputs: 300), 1 + (neurons % 4));
        var weighting = isBalanced ? ClassWeighting.Balanced : ClassWeighting.Fixed([0.5, 3, 20]);
        dense.AssertAgrees(new PowerLoss(2, Reduction.Mean, weighting), o => (Weights(dense, weighting) * (o - dense.Y).square()).mean());
    }

    [Property(MaxTest = 40)]
    public void Powers_agree_for_every_p_weighting_and_reduction(
        ulong seed, byte features, byte active, byte power, bool isSum, bool isWeighted, bool hasBias)
    {
        using var dense = new WrittenOut(seed, Pairs(seed, features, active, inputs: 9), 20, hasBias: hasBias);
        var p = 1 + (power % 63 / 2.0);
        var weighting = isWeighted ? ClassWeighting.Fixed([1, 2, 5]) : null;
        var reduction = Reductions[isSum ? 1 : 0];
        dense.AssertAgrees(new PowerLoss(p, reduction, weighting), o =>
            Reduce(reduction, Weights(dense, weighting) * (o - dense.Y).abs().pow(p)), 1e-4, 1e-4);
    }

    [Property(MaxTest = 40)]
    public void Roots_of_powers_agree_though_powers_alone_would_leave_float32(
        ulong seed, byte active, byte power, byte size, bool isBalanced)
    {
        // Outputs from 1e-4 to 1e4 to the 30th: 1e±120. More outputs than one block takes, so that a higher peak comes later.
        using var dense = new WrittenOut(seed, Pairs(seed, 30, active, inputs: 600), 5, Math.Pow(10, (size % 5) - 2));
        var p = 2 + (power % 29);
        var weighting = isBalanced ? ClassWeighting.Balanced : null;
        dense.AssertAgrees(new PowerLoss(p, Reduction.Root, weighting), o =>
            (Weights(dense, weighting) * (o - dense.Y).abs().pow(p)).mean().pow(1.0 / p), 1e-4, 1e-4);
    }

    [Property(MaxTest = 20)]
    public void Soft_maximum_agrees_and_lies_between_the_mean_and_the_worst(ulong seed, byte active, byte sharpness)
    {
        using var dense = new WrittenOut(seed, Pairs(seed, 30, active, inputs: 600), 5);
        var tau = 1 + (sharpness / 4.0);
        dense.AssertAgrees(new SoftMaximum(tau), o =>
            (((o - dense.Y).abs() * tau).flatten().logsumexp(0) - Math.Log(600 * dense.Targets.Outputs)) / tau, 1e-5, 1e-4);
    }

    [Property(MaxTest = 20)]
    public void Tail_mean_is_the_mean_of_the_largest_errors(ulong seed, byte active, ushort share)
    {
        using var dense = new WrittenOut(seed, Pairs(seed, 14, active, inputs: 40), 5);
        var wanted = Math.Max(1, (1 + (share % 3000)) / 3000.0 * 40 * dense.Targets.Outputs);
        dense.AssertAgrees(new TailMean(wanted / (40 * dense.Targets.Outputs)), o =>
        {
            var sorted = (o - dense.Y).abs().flatten().sort(descending: true).Values;
            var whole = (long)wanted;
            var part = whole < sorted.numel() ? sorted[whole] * (wanted - whole) : 0;
            return (sorted[..(int)whole].sum() + part) / wanted;
        });
    }

    [Property(MaxTest = 20)]
    public void Cross_entropy_and_hinge_agree_on_targets_of_plus_and_minus_one(ulong seed, byte features, byte active, bool isWeighted)
    {
        using var dense = new WrittenOut(seed, Pairs(seed, features, active, inputs: 30), 7);
        var weighting = isWeighted ? ClassWeighting.Balanced : null;
        dense.AssertAgrees(new CrossEntropy(Reduction.Mean, weighting), o =>
            (Weights(dense, weighting) * nn.functional.softplus(-((2 * dense.Y) - 1) * ((2 * o) - 1))).mean(), 1e-5, 1e-5);
        dense.AssertAgrees(new Hinge(Reduction.Sum, weighting), o =>
            (Weights(dense, weighting) * (1 - (((2 * dense.Y) - 1) * ((2 * o) - 1))).clamp_min(0)).sum());
    }

    [Property(MaxTest = 20)]
    public void Real_targets_agree_in_both_forms(ulong seed, byte neurons)
    {
        var task = new CompressedComputation(24, 0.1, mixing: null, pool: null, new Seed(seed));
        using var dense = new WrittenOut(seed, task.Batch(new Seed(seed), 0, 200).Targets, 1 + (neurons % 30), hasBias: false);
        dense.AssertAgrees(new PowerLoss(2), o => (o - dense.Y).square().mean());
        dense.AssertAgrees(new PowerLoss(4), o => (o - dense.Y).pow(4).mean(), 1e-5);
    }

    [Fact]
    public void A_chosen_set_of_pairs_is_weighted_by_its_own_classes()
    {
        var pairs = PairAnds.Of(9, [(0, 1), (2, 7), (3, 4), (4, 8)]);
        using var dense =
            new WrittenOut(7, TargetBatch.Of(new SparseInputs(9, 3, Sparsity.AtMost).Draw(new Seed(7).Stream("inputs"), 50), pairs), 3);
        var weighting = ClassWeighting.Fixed([1, 2, 9]);
        dense.AssertAgrees(new PowerLoss(2, Reduction.Mean, weighting), o => (Weights(dense, weighting) * (o - dense.Y).square()).mean());
    }

    [Fact]
    public void An_output_that_is_not_a_number_is_never_a_finite_loss()
    {
        using var dense = new WrittenOut(1, Pairs(1, 8, 2, inputs: 30), 3);
        dense.H[4, 1] = float.NaN;
        IObjective[] objectives = [new PowerLoss(2), new PowerLoss(3), new PowerLoss(6, Reduction.Root), new SoftMaximum(5),
            new TailMean(0.1), new CrossEntropy(), new Hinge(), new BestReadOffMaximum(8)];
        Assert.All(objectives, objective => Assert.False(double.IsFinite(Evaluate(objective, dense)), objective.Name));
    }

    [Property(MaxTest = 20)]
    public void The_best_read_off_is_least_squares_and_its_loss_has_the_derivative_of_the_whole_fit(ulong seed, byte features, byte neurons)
    {
        using var dense = new WrittenOut(seed, Pairs(seed, features, 3, inputs: 60), 1 + (neurons % 8));
        const double ridge = 1e-3;
        var h = dense.H.to(float64).requires_grad_(true);
        var h1 = cat([h, ones(60, 1, float64)], 1);
        var penalty = (h.square().sum(dim: 0).mean() * ridge).detach();
        var onlyWeights = ones(h1.shape[1], float64);
        onlyWeights[^1] = 0;
        var best = linalg.solve(h1.t().matmul(h1) + (diag(onlyWeights) * penalty), h1.t().matmul(dense.Y));
        var fit =
            ((h1.matmul(best) - dense.Y).square().sum() + (penalty * best.narrow(0, 0, dense.H.shape[1]).square().sum())) / dense.Y.numel();
        fit.backward();

        using var noGradient = no_grad();
        using var workspace = new Workspace();
        var slope = zeros_like(dense.H);
        var loss = new BestReadOffSquare(ridge).Evaluate(
            new ReadOffPass(dense.H, dense.R, dense.C, dense.Targets, workspace) { ActivationGradient = slope });
        Assert.Equal((h1.matmul(best) - dense.Y).square().mean().item<double>(), loss, 1e-5 * (1e-6 + loss));
        Assert.True((dense.R - best.narrow(0, 0, dense.H.shape[1]).t()).norm().item<double>() <= 1e-4 * best.norm().item<double>());
        Assert.True((slope - h.grad!).norm().item<double>() <= 1e-4 * h.grad!.norm().item<double>() + 1e-9);
    }

    [Property(MaxTest = 20)]
    public void The_smallest_worst_errors_are_proved_ones_and_have_the_derivative_of_differences(ulong seed, byte features, byte neurons)
    {
        using var dense = new WrittenOut(seed, Pairs(seed, (byte)(2 + (features % 5)), 3, inputs: 60), 2 + (neurons % 6));
        using var generator = new Seed(seed).Generator("without-ties");
        dense.H.copy_(randn(dense.H.shape, generator: generator));
        using var workspace = new Workspace();
        var slope = zeros_like(dense.H);
        const double p = 6;
        var loss = new BestReadOffMaximum(p).Evaluate(
            new ReadOffPass(dense.H, dense.R, dense.C, dense.Targets, workspace) { ActivationGradient = slope });
        var proved = Proved(dense.H, dense.Targets);
        Assert.Equal(Norm(proved, p), loss, 1e-7);
        var errors = dense.H.to(float64).matmul(dense.R.to(float64).t()) + dense.C!.to(float64) - dense.Y;
        Assert.Equal(proved, errors.abs().amax([0L]).data<double>(), (upper, largest) => Math.Abs(upper - largest) < 1e-4);

        // Along the derivative itself: ε is smooth but for kinks, which a step this small does not meet without ties.
        var size = slope.to(float64).norm().item<double>();
        if (size > 1e-3)
        {
            const double step = 1e-4;
            var moved = dense.H + (slope * (step / size));
            Assert.InRange((Norm(Proved(moved, dense.Targets), p) - loss) / step / size, 0.8, 1.2);
        }
    }

    [Fact]
    public void An_annealed_power_rises_from_the_first_to_the_last_and_stays()
    {
        using var dense = new WrittenOut(1, Pairs(1, 8, 2, inputs: 30), 3);
        var annealed = new AnnealedPower(2, 32, until: 0.5, Reduction.Mean);
        Assert.Equal(Evaluate(new PowerLoss(2), dense), Evaluate(annealed.At(0), dense));
        Assert.Equal(Evaluate(new PowerLoss(8), dense), Evaluate(annealed.At(0.25), dense), 1e-4);
        Assert.Equal(Evaluate(new PowerLoss(32), dense), Evaluate(annealed.At(0.75), dense));
    }

    private static double[] Proved(Tensor h_nd, TargetBatch targets) =>
    [
        .. Enumerable.Range(0, targets.Outputs).Select(output => EpsilonLinear.Decide(
            new InputActivations(h_nd.contiguous().data<float>(), (int)h_nd.shape[1], "a test"),
            new BooleanTarget(Enumerable.Range(0, targets.Count).Select(i => targets.On.Places[i].Contains(output))),
            ReadOffForm.Affine).Upper),
    ];

    private static double Norm(double[] values, double p) => Math.Pow(values.Average(value => Math.Pow(value, p)), 1 / p);

    private static double Evaluate(IObjective objective, WrittenOut dense)
    {
        using var workspace = new Workspace();
        return objective.Evaluate(new ReadOffPass(dense.H, dense.R, dense.C, dense.Targets, workspace));
    }

    private static Tensor Reduce(Reduction reduction, Tensor losses) => reduction == Reduction.Mean ? losses.mean() : losses.sum();

    private static Tensor Weights(WrittenOut dense, ClassWeighting? weighting) => weighting is null
        ? ones(1, float64)
        : tensor(weighting.Of(dense.Targets).Select(w => (double)w).ToArray()).index_select(0, dense.Classes.flatten())
            .view(dense.Targets.Count, dense.Targets.Outputs);

    [Theory]
    [InlineData(60, 12)]
    [InlineData(200, 9)]
    [InlineData(30, 20)]
    public void The_gram_form_is_taken_up_to_the_width_where_writing_outputs_out_costs_less(int inputs, int features)
    {
        // A step with all n·g outputs takes 3 n g d multiplications; the Gram form 2 d² (n + g), and 3 d for each target that is 1.
        var targets = Pairs(3, (byte)(features - 2), active: 2, inputs);
        double n = inputs, g = targets.Outputs, ones = targets.On.Places.Features.Length;
        var bound = ((3 * n * g) - (3 * ones)) / (2 * (n + g));
        Assert.True(Pays((int)Math.Ceiling(bound) - 1, weighting: null));
        Assert.False(Pays((int)Math.Ceiling(bound), weighting: null));

        // With weights of its own, a class costs more; for some pairs only there is no such form.
        Assert.True(Pays(1, ClassWeighting.Balanced));
        Assert.False(Pays((int)Math.Ceiling(bound), ClassWeighting.Balanced));
        var some = PairAnds.Of(9, [(0, 1), (2, 7)]);
        var chosen = TargetBatch.Of(new SparseInputs(9, 3, Sparsity.AtMost).Draw(new Seed(7).Stream("inputs"), 50), some);
        using var dense = new WrittenOut(1, chosen, 1);
        using var space = new Workspace();
        Assert.False(GramSquare.Pays(new ReadOffPass(dense.H, dense.R, dense.C, chosen, space), ClassWeighting.Balanced));
        Assert.True(GramSquare.Pays(new ReadOffPass(dense.H, dense.R, dense.C, chosen, space), null));

        bool Pays(int neurons, ClassWeighting? weighting)
        {
            using var written = new WrittenOut(1, targets, neurons);
            using var workspace = new Workspace();
            return GramSquare.Pays(new ReadOffPass(written.H, written.R, written.C, targets, workspace), weighting);
        }
    }

    private static TargetBatch Pairs(ulong seed, byte features, byte active, int inputs)
    {
        var pairs = PairAnds.All(2 + (features % 40));
        var space = new SparseInputs(pairs.Features, 1 + (active % Math.Min(5, pairs.Features)), Sparsity.AtMost);
        return TargetBatch.Of(space.Draw(new Seed(seed).Stream("inputs"), inputs), pairs);
    }
}
