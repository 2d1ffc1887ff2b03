using Superposition.Representation;

namespace Superposition.Tests.Representation;

/// <summary>What a measure proves, by hand in whole numbers: five inputs, two neurons and one that never responds.</summary>
public class MeasureSumsTests
{
    private static readonly InputActivations Activations = new(
        [
            1, 0, 0,
            0, 2, 0,
            3, 4, 0,
            0, 0, 0,
            3, 1, 0,
        ],
        3, "five inputs");

    private static readonly BooleanTarget Target = new([false, true, true, false, false]);

    // Σ|μ| = 10, Σμ = 2, on the positives −3 + 4 = 1; neuron 0: 2·1 + 4·3 − 1·3 = 11, neuron 1: −3·2 + 4·4 − 1·1 = 9.
    private static readonly SignedMeasure Measure = new([0, 1, 2, 4], [2, -3, 4, -1]);

    [Fact]
    public void The_bound_is_the_measure_of_the_positives_less_the_defect_over_the_total()
    {
        var sums = MeasureSums.Of(Activations, Target, Measure);
        Assert.Equal(0.1, sums.IfOrthogonal, 1e-12);
        AssertJustBelow(0.1, sums.Bound(0));
        AssertJustBelow(0.06, sums.Bound(0.4));
        Assert.Equal(0, sums.Bound(1.5));

        // The other sign of μ is the same measure; a measure of no positive proves nothing.
        AssertJustBelow(0.1, MeasureSums.Of(Activations, Target, new([0, 1, 2, 4], [-2, 3, -4, 1])).Bound(0));
        Assert.Equal(0, MeasureSums.Of(Activations, Target, new([0, 4], [-2, 3])).Bound(0));
    }

    [Fact]
    public void Where_terms_are_limited_each_neuron_counts_by_its_largest_activation()
    {
        // 11/3 and 9/4; the silent neuron counts nothing; with a constant |Σμ| = 2 more.
        var sums = MeasureSums.Of(Activations, Target, Measure);
        AssertJustAbove(5 * ((11 / 3.0) + (9 / 4.0)), sums.Defect(Activations, ReadOffForm.WithoutConstant, 5));
        AssertJustAbove(5 * (2 + (11 / 3.0) + (9 / 4.0)), sums.Defect(Activations, ReadOffForm.Affine, 5));
    }

    [Theory]
    [InlineData(ReadOffForm.WithoutConstant, 2)]
    [InlineData(ReadOffForm.Affine, 1.5)]
    public void Where_weights_are_bounded_each_column_counts_by_its_weight(ReadOffForm form, double values)
    {
        var bounds = Assert.IsType<WeightBounds>(WeightBounds.Of(Activations, form));
        var sums = MeasureSums.Of(Activations, Target, Measure);
        var constant = form == ReadOffForm.Affine ? 2 * bounds.Largest[2] : 0;
        Assert.Equal(form == ReadOffForm.Affine ? 3 : 2, bounds.Largest.Count);
        AssertJustAbove(values * (constant + (11 * bounds.Largest[0]) + (9 * bounds.Largest[1])), sums.Defect(Activations, form, bounds));
    }

    [Fact]
    public void Activations_that_are_not_exact_widen_the_defect()
    {
        // Numbers in double precision near 1e6 in steps of 1 are held with an offset; adding it back loses nothing here, so that the
        // defect without a constant is that of the sums themselves: 1e6·2 + 11 and 9.
        var far = new InputActivations([1e6f + 1, 0, 1e6f, 2, 1e6f + 3, 4, 1e6f, 0, 1e6f + 3, 1], 2, "far");
        var sums = MeasureSums.Of(far.In(ReadOffForm.WithoutConstant), Target, Measure);
        var largest = far.In(ReadOffForm.WithoutConstant).LargestOf;
        AssertJustAbove(
            (2000011 / largest[0]) + (9 / 4.0), sums.Defect(far.In(ReadOffForm.WithoutConstant), ReadOffForm.WithoutConstant, 1));
    }

    private static void AssertJustBelow(double exact, double bound) => Assert.InRange(bound, exact - 1e-12, exact);

    // The exact number is rounded here, by less than its last digit.
    private static void AssertJustAbove(double exact, double bound) =>
        Assert.InRange(bound, exact * (1 - 1e-15), exact * (1 + 1e-12));
}
