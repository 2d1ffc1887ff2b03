using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Plateaus;
using static TorchSharp.torch;

namespace Superposition.Tests.Plateaus;

public class IsoContourTests
{
    [Fact]
    public void A_linear_map_of_orthogonal_directions_has_circles() => Assert.Equal(2, Exponent((x, y) => Math.Sqrt((x * x) + (y * y))), 3);

    [Fact]
    public void The_sum_has_a_diamond_and_an_ellipse_of_overlapping_directions_is_flatter_than_a_circle()
    {
        Assert.Equal(1, Exponent((x, y) => x + y), 3);
        Assert.InRange(Exponent((x, y) => Math.Sqrt((x * x) + (y * y) + (2 * 0.07 * x * y))), 1.77, 1.85);
    }

    [Fact]
    public void The_larger_of_two_has_a_square_whose_exponent_is_known_from_below_alone()
    {
        var contour = IsoContour.Of(Response(Math.Max), 0.5);
        Assert.True(contour.IsAtBound);
        Assert.Equal(0, contour.Unreached);
    }

    [Theory]
    [InlineData(0.1, 0.5), InlineData(0.2, 0.5), InlineData(0.3, 0.5), InlineData(0.2, 0.25), InlineData(0.3, 0.7)]
    public void Two_thresholds_have_the_exponent_of_the_closed_form_be_they_full_clips_or_half_ones(double theta, double share)
    {
        double Half(double t) => Math.Max(0, t - theta) / (1 - (2 * theta));
        double Full(double t) => Math.Min(1, Half(t));
        var expected = OfTwoThresholds(theta, share);
        foreach (var unit in (Func<double, double>[])[Half, Full])
        {
            // The level is a share of the response of a whole clip, which half of one exceeds at 1.
            var factor = 1 / unit(1);
            var found =
                IsoContour.Of(Response((x, y) => Math.Sqrt(Math.Pow(unit(x), 2) + Math.Pow(unit(y), 2))), share * factor).Exponent!.Value;
            Assert.InRange(found / expected, 0.93, 1.1);
        }
    }

    /// <summary>
    /// p of two outputs that each respond as (t − θ)/(1 − 2θ) above θ, without noise: ln 2 / ln[(u + 1)/(u + 1/√2)] with u = θ/(f
    /// (1 − 2θ)). It is the same for a full clip and for half of one.
    /// </summary>
    private static double OfTwoThresholds(double windowEdge, double share)
    {
        var u = windowEdge / (share * (1 - (2 * windowEdge)));
        return Math.Log(2) / Math.Log((u + 1) / (u + Math.Sqrt(0.5)));
    }

    [Fact]
    public void A_level_that_is_not_reached_has_no_exponent()
    {
        var contour = IsoContour.Of(Response((x, y) => x > y ? 0.1 : Math.Max(x, y)), 0.9);
        Assert.Null(contour.Exponent);
        Assert.True(contour.Unreached > 0);
    }

    /// <summary>
    /// The toy model of arXiv 2606.24964: y = c Eᵀ tanh³(a E x) with a frozen random sparse E of entries ±1, 512 features, 128 neurons,
    /// two active. It is published with p of 3 to 3.4 along features and 2 along random directions.
    /// </summary>
    [Fact]
    public void The_published_toy_model_has_its_exponent_along_features_and_none_along_random_directions()
    {
        const int m = 512, d = 128, count = 40;
        using var scope = NewDisposeScope();
        using var generator = new Seed(0).Generator("toy");
        var uniform_dm = rand(d, m, generator: generator);
        var encoder_dm = uniform_dm.lt(0.025).to(float32) - uniform_dm.gt(0.975).to(float32);
        var map = new StateMap(m, m, x_nm => x_nm.matmul(encoder_dm.t()).tanh().pow(3).matmul(encoder_dm));
        using var planes = BasisPlanes(m, count);
        using var random = IsoResponse.Random(planes, generator);
        var feature = IsoContour.Of(IsoResponse.Surface(map, planes), 0.5).Exponent!.Value;
        var other = IsoContour.Of(IsoResponse.Surface(map, random), 0.5).Exponent!.Value;
        Assert.InRange(feature, 2.7, 3.7);
        Assert.InRange(other, 1.7, 2.4);
    }

    [Fact]
    public void Planes_of_recorded_states_need_no_features_and_a_linear_map_has_circles_in_all_of_them_that_are_orthogonal()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(3).Generator("test");
        using var between = IsoResponse.BetweenStates(randn(30, 16, generator: generator), new Seed(3));
        var map = new StateMap(16, 16, x_nd => x_nd * 2);
        foreach (var planes in (IsoPlanes[])[IsoResponse.Random(between, generator), IsoResponse.Principal(between, generator)])
        {
            Assert.Equal(2, IsoContour.Of(IsoResponse.Surface(map, planes), 0.5).Exponent!.Value, 1);
        }

        using var turned = IsoResponse.Rotated(between, Math.PI / 4, generator);
        var cosine = (turned.First * between.First).sum(1) / between.First.square().sum(1);
        Assert.True((cosine - Math.Sqrt(0.5)).abs().max().item<float>() < 1e-4);
    }

    private static IsoPlanes BasisPlanes(int m, int count)
    {
        using var scope = NewDisposeScope();
        var basis_mm = eye(m);
        var random = new Seed(0).Stream("planes");
        var places = Enumerable.Range(0, count).Select(_ =>
        {
            int[] all = [.. Enumerable.Range(0, m)];
            random.Shuffle(all);
            return all[..4].Select(k => (long)k).ToArray();
        }).ToArray();
        Tensor Rows(int place) => basis_mm.index_select(0, tensor(places.Select(four => four[place]).ToArray()));
        return new IsoPlanes(
            (Rows(0) + Rows(1)).MoveToOuterDisposeScope(), Rows(2).MoveToOuterDisposeScope(), Rows(3).MoveToOuterDisposeScope());
    }

    private static double Exponent(Func<double, double, double> response) => IsoContour.Of(Response(response), 0.5).Exponent!.Value;

    private static double[][] Response(Func<double, double, double> response) =>
        [.. IsoContour.Angles.Select(angle => IsoContour.Radii.Select(r => response(r * Math.Cos(angle), r * Math.Sin(angle))).ToArray())];
}
