using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Probing;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.Probing;

public class ProbeTests
{
    private static readonly int[] Identities = [.. Enumerable.Range(0, 200)];

    [Fact]
    public void Held_out_values_are_those_of_a_probe_fitted_on_the_other_folds()
    {
        using var scope = NewDisposeScope();
        var (a_nd, y_nc) = Data();
        var folds = Folds.Of(Identities, 4, new Seed(1));
        var held_nc = new RidgeProbe(a_nd, 0.01, folds).HeldOut(y_nc);
        for (var fold = 0; fold < 4; fold++)
        {
            var (fitting, held) = (tensor(folds.Others(fold)), tensor(folds.Members(fold)));
            var (weight_dc, bias_1c) = new RidgeProbe(a_nd.index_select(0, fitting), 0.01).Fit(y_nc.index_select(0, fitting));
            var expected = a_nd.index_select(0, held).matmul(weight_dc) + bias_1c;
            Assert.True(held_nc.index_select(0, held).allclose(expected, 1e-9, 1e-9));
        }
    }

    [Fact]
    public void Least_squares_reads_an_affine_label_without_error_and_leaves_no_tensors()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            var (a_nd, _) = Data();
            var y_nc = a_nd[.., 0..1] * 2 - a_nd[.., 1..2] + 0.5;
            Assert.True(new RidgeProbe(a_nd, 0).InSample(y_nc).allclose(y_nc, 1e-6, 1e-6));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void An_activation_that_is_not_finite_is_refused()
    {
        using var scope = NewDisposeScope();
        var (a_nd, y_nc) = Data();
        a_nd[3, 2] = double.NaN;
        Assert.Throws<NotFiniteException>(() => new RidgeProbe(a_nd, 0.1).Fit(y_nc));
    }

    [Fact]
    public void Logistic_and_least_squares_probes_agree_on_what_can_be_read()
    {
        using var scope = NewDisposeScope();
        var (a_nd, y_nc) = Data();
        var folds = Folds.Of(Identities, 4, new Seed(1));
        var squares = ProbeScore.Of(new RidgeProbe(a_nd, 0.01, folds).HeldOut(y_nc), y_nc);
        var means = ProbeScore.Of(MeanDifferenceProbe.HeldOut(a_nd, y_nc, folds), y_nc);
        var labels = y_nc.t().contiguous().data<double>().ToArray();
        for (var c = 0; c < 2; c++)
        {
            var own = labels[(200 * c)..(200 * (c + 1))];
            var logistic =
                ProbeScore.Of(new LogisticProbe(0.1f).HeldOut(a_nd, [.. own.Select(label => label == 1)], folds, new Seed(2)), own);
            Assert.InRange(Math.Abs(logistic.Auc - squares[c].Auc), 0, 0.05);
            Assert.InRange(Math.Abs(means[c].Auc - squares[c].Auc), 0, 0.05);
        }

        Assert.InRange(squares[0].Auc, 0.95, 1); // a threshold of a coordinate
        Assert.InRange(squares[1].Auc, 0.3, 0.7); // coin tosses
    }

    [Fact]
    public void A_difference_of_means_can_miss_what_least_squares_reads()
    {
        // The label is x₁ − x₀ > 0 where both are nearly the same large number: its mean direction is drowned by what they share.
        using var scope = NewDisposeScope();
        using var generator = new Seed(4).Generator("data");
        var x_n2 = randn(200, 2, dtype: float64, generator: generator);
        var a_nd = cat([x_n2[.., ..1] * 50, x_n2[.., ..1] * 50 + x_n2[.., 1..]], 1);
        var y_nc = (x_n2[.., 1..] > 0).to(float64);
        var folds = Folds.Of(Identities, 4, new Seed(1));
        Assert.InRange(ProbeScore.Of(new RidgeProbe(a_nd, 0, folds).HeldOut(y_nc), y_nc)[0].Auc, 0.99, 1);
        Assert.InRange(ProbeScore.Of(MeanDifferenceProbe.HeldOut(a_nd, y_nc, folds), y_nc)[0].Auc, 0.3, 0.8);
    }

    [Fact]
    public void After_erasure_no_linear_probe_reads_the_label_and_others_are_read_as_before()
    {
        using var scope = NewDisposeScope();
        var (a_nd, _) = Data();
        var y_nc = cat([(a_nd[.., 0..1] > 0.3).to(float64), (a_nd[.., 1..2] > 0).to(float64)], 1);
        var (directions_cd, readers_cd) = ConceptErasure.Fit(a_nd, y_nc);
        var erased_nd = a_nd - ((a_nd - a_nd.mean([0], keepdim: true)).matmul(readers_cd[0]).unsqueeze(1) * directions_cd[0]);
        var (before, after) =
            (ProbeScore.Of(new RidgeProbe(a_nd, 0).InSample(y_nc), y_nc),
            ProbeScore.Of(new RidgeProbe(erased_nd, 0).InSample(y_nc), y_nc));
        Assert.InRange(before[0].R2, 0.5, 1);
        Assert.InRange(after[0].R2, -1e-6, 1e-6);
        Assert.InRange(after[1].R2, before[1].R2 - 0.05, 1);
    }

    /// <summary>200 inputs with 8 activations; a label that is a threshold of one of them, and a label by coin tosses.</summary>
    private static (Tensor Activations_nd, Tensor Labels_nc) Data()
    {
        using var generator = new Seed(3).Generator("data");
        var a_nd = randn(200, 8, dtype: float64, generator: generator);
        var coins = (rand(200, 1, dtype: float64, generator: generator) > 0.5).to(float64);
        return (a_nd, cat([(a_nd[.., 0..1] > 0.3).to(float64), coins], 1));
    }
}
