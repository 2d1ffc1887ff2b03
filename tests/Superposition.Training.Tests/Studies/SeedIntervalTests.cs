using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>Intervals over seeds, against tables and by hand.</summary>
public class SeedIntervalTests
{
    [Fact]
    public void A_mean_has_the_interval_of_student()
    {
        // Deviation √(7/3), t₂ = 4.3027 (97.5 %): 4.3027 · 1.5275 / √3 = 3.7946.
        var interval = SeedInterval.Of([1, 2, 4])!;
        Assert.Equal((7 / 3.0, 3, true), (interval.Value, interval.Seeds, interval.IsKnown));
        Assert.Equal(3.7946, interval.High - interval.Value, 1e-4);
        Assert.Equal(3.7946, interval.Value - interval.Low, 1e-4);
        Assert.Equal(Math.Sqrt(7 / 3.0), SeedInterval.Deviation([1, 2, 4]), 1e-12);

        // A shift changes nothing but the value.
        Assert.Equal(3.7946, SeedInterval.Of([1001, 1002, 1004])!.High - 1002 - (1 / 3.0), 1e-4);
    }

    [Fact]
    public void Equal_values_one_value_and_none()
    {
        // The mean of three times 0.1 is not 0.1 in doubles; the deviation is 0 all the same.
        Assert.Equal(0, SeedInterval.Deviation([0.1, 0.1, 0.1]));
        Assert.NotEqual(0, SeedInterval.Deviation([0.1, 0.2, 0.1]));
        Assert.Equal(new SeedInterval(5, 5, 5, 1), SeedInterval.Of([5]));
        Assert.False(SeedInterval.Of([5])!.IsKnown);
        Assert.True(SeedInterval.Exact(5).IsKnown);
        Assert.Null(SeedInterval.Of([]));
        Assert.Null(SeedInterval.OfShare([(0, 0)]));
    }

    [Fact]
    public void A_share_with_one_case_a_seed_has_the_interval_of_Clopper_and_Pearson()
    {
        // 3 of 10: 0.0667 to 0.6525; 0 of 10: up to 0.3085; 10 of 10: from 0.6915.
        var some = SeedInterval.OfShare([.. Enumerable.Range(0, 10).Select(i => (i < 3 ? 1 : 0, 1))])!;
        Assert.Equal(0.3, some.Value, 1e-12);
        Assert.Equal(0.0667, some.Low, 1e-4);
        Assert.Equal(0.6525, some.High, 1e-4);
        var none = SeedInterval.OfShare([.. Enumerable.Repeat((0, 1), 10)])!;
        Assert.Equal((0.0, 0.0), (none.Value, none.Low));
        Assert.Equal(0.3085, none.High, 1e-4);
        var all = SeedInterval.OfShare([.. Enumerable.Repeat((1, 1), 10)])!;
        Assert.Equal((1.0, 1.0), (all.Value, all.High));
        Assert.Equal(0.6915, all.Low, 1e-4);
    }

    [Fact]
    public void Cases_of_a_seed_that_are_alike_count_as_one()
    {
        // Ten seeds of a hundred cases, each all or nothing: as ten cases.
        (int, int)[] alike = [.. Enumerable.Range(0, 10).Select(i => (i < 3 ? 100 : 0, 100))];
        Assert.Equal(10, SeedInterval.Effective(alike), 1e-9);
        Assert.Equal(0.0667, SeedInterval.OfShare(alike)!.Low, 1e-4);

        // Where every seed has the same share, cases are independent, and never more than there are.
        Assert.Equal(1000, SeedInterval.Effective([.. Enumerable.Repeat((30, 100), 10)]));
        Assert.Equal(40, SeedInterval.Effective([(9, 20), (11, 20)]));

        // All of one seed; all seeds at 0 or 1: nothing shows how alike cases are.
        Assert.Equal(1, SeedInterval.Effective([(3, 10)]));
        Assert.Equal(4, SeedInterval.Effective([.. Enumerable.Repeat((0, 50), 4)]));
        Assert.Equal(4, SeedInterval.Effective([.. Enumerable.Repeat((50, 50), 4)]));
    }
}
