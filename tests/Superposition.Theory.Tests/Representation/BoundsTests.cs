using Superposition.Booleans;
using Superposition.Representation;

namespace Superposition.Tests.Representation;

public class BoundsTests
{
    [Fact]
    public void The_naive_width_is_the_number_of_pairs() => Assert.Equal(PairAnds.All(37).Count, Bounds.NaiveWidth(37));

    [Theory]
    [InlineData(10, 0.2)]
    [InlineData(496, 0.05)]
    [InlineData(100_000, 0.3)]
    public void Needed_neurons_grow_with_outputs_and_fall_with_the_error_allowed(double outputs, double epsilon)
    {
        Assert.True(Bounds.RankBound(outputs, epsilon) < Bounds.RankBound(2 * outputs, epsilon));
        Assert.True(Bounds.RankBound(outputs, epsilon) > Bounds.RankBound(outputs, epsilon * 1.2));
        Assert.True(Bounds.PerturbedIdentityBound(outputs, epsilon) >= Bounds.RankBound(outputs, epsilon) * (1 - 1e-9));
        Assert.True(Bounds.PerturbedIdentityBound(outputs * outputs, epsilon) > Bounds.PerturbedIdentityBound(outputs, epsilon));
    }

    [Fact]
    public void With_no_error_every_output_needs_a_neuron_and_with_half_an_error_none_is_ruled_out()
    {
        Assert.Equal(496, Bounds.RankBound(496, 0));
        Assert.Equal(496, Bounds.PerturbedIdentityBound(496, 0));
        Assert.Equal(1, Bounds.PerturbedIdentityBound(496, 0.5));
    }

    [Fact]
    public void Powers_sharpen_the_rank_bound_where_outputs_are_many()
    {
        Assert.True(Bounds.PerturbedIdentityBound(1e6, 0.2) > 1.5 * Bounds.RankBound(1e6, 0.2));

        // As Alon has it, the bound goes on growing like log N where the rank bound has levelled off.
        double[] growth = [.. new[] { 1e4, 1e6, 1e8 }.Select(n => Bounds.PerturbedIdentityBound(n, 0.2))];
        Assert.True(growth[0] < growth[1] && growth[1] < growth[2]);
    }

    [Fact]
    public void A_matrix_with_a_given_rank_does_not_contradict_the_bounds()
    {
        // Certified ε* of a layer against what the bounds ask for at that error.
        var layer = LayerRepresentation.Decide(
            Layers.Activations("sign", features: 10, neurons: 16, active: 2, seed: 1),
                BooleanTarget.Of(PairAnds.All(10), Layers.AtMost(10, 2)), ReadOffForm.WithoutConstant, parallelism: 2,
                EpsilonLinear.UsualLimit, CancellationToken.None);
        Assert.True(Bounds.PerturbedIdentityBound(45, layer.Upper) <= 16);
        Assert.True(Bounds.PerturbedIdentityBound(45, layer.Upper / 3) > Bounds.PerturbedIdentityBound(45, layer.Upper));
    }

    [Fact]
    public void The_counting_bound_is_the_logarithm_of_the_number_of_choices()
    {
        Assert.Equal(Math.Sqrt(Math.Log2(45) / 16), Bounds.CountingBound(10, gates: 1, bitsPerWeight: 8), 1e-12);
        Assert.Equal(0, Bounds.CountingBound(10, gates: 45, bitsPerWeight: 8));
    }

    [Fact]
    public void Every_bound_in_the_table_is_a_finite_curve_with_a_source_and_its_own_name()
    {
        Assert.Equal(Bounds.All.Length, Bounds.All.Select(bound => bound.Id).Distinct().Count());
        foreach (var bound in Bounds.All)
        {
            Assert.NotEmpty(bound.Source);
            foreach (var features in new[] { 8, 64, 512 })
            {
                var neurons = bound.Neurons(BoundSize.UniversalAnd(features, active: 3, epsilon: 0.2));
                Assert.True(double.IsFinite(neurons) && neurons >= 0, $"{bound.Id} gives {neurons} at m = {features}");
            }
        }
    }

    [Fact]
    public void What_is_needed_stays_below_what_is_enough_where_constants_are_known()
    {
        foreach (var features in new[] { 8, 64, 512 })
        {
            var size = BoundSize.UniversalAnd(features, active: 2, epsilon: 0.1);
            var known = Bounds.All.Where(bound => !bound.IsOrderOnly).ToLookup(bound => bound.Side, bound => bound.Neurons(size));
            Assert.True(known[BoundSide.Needed].Max() <= known[BoundSide.Enough].Min());
        }
    }
}
