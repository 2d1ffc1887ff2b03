using Superposition.Measurement;

namespace Superposition.Tests.Measurement;

/// <summary>Errors of read-offs of features, worked out by hand.</summary>
public class FeatureErrorsTests
{
    [Fact]
    public void Active_features_are_measured_against_1_and_the_others_against_0()
    {
        var tally = new FeatureErrorTally();
        tally.Add([0.25f, 0.75f, 0.5f, -0.5f, 0.25f], active: [1, 4]);
        tally.Add([1, 0, 0, 0, 0], active: [0]);
        var errors = tally.ToErrors();
        Assert.Equal((3, 7), (errors.On.Count, errors.Off.Count));
        Assert.Equal(-1.0 / 3, errors.On.Mean, 1e-12);
        Assert.Equal(0.25 / 7, errors.Off.Mean, 1e-12);
        Assert.Equal((0.75, 0.5, 0.75), (errors.On.Max, errors.Off.Max, errors.Epsilon));
        Assert.Equal(Math.Sqrt((0.0625 + 0.5625 + 0.0625 + 0.25 + 0.25) / 10), errors.Rms, 1e-12);

        // A read-off of ½ is on: that of feature 2 is wrong, and feature 4 is missed.
        Assert.Equal(2, errors.ThresholdErrors);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_read_off_that_is_not_a_number_is_named(float value, string name)
    {
        var refusal = Assert.Throws<NotFiniteException>(() => new FeatureErrorTally().Add([0, value], active: [0]));
        Assert.Equal($"Feature 1 reads {name}.", refusal.Message);
    }
}
