using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

public class SparseInputsTests
{
    [Theory]
    [InlineData(64, 3, Sparsity.AtMost, 43_745)]
    [InlineData(128, 3, Sparsity.AtMost, 349_633)]
    [InlineData(1024, 2, Sparsity.AtMost, 524_801)]
    [InlineData(5, 0, Sparsity.Exactly, 1)]
    [InlineData(5, 5, Sparsity.AtMost, 32)]
    public void Counts_are_sums_of_binomials(int m, int s, Sparsity sparsity, long count) =>
        Assert.Equal(count, new SparseInputs(m, s, sparsity).Count);

    [Property(MaxTest = 60)]
    public Property Walking_all_inputs_meets_every_rank_in_order() => Prop.ForAll(Spaces(), space =>
    {
        BigInteger rank = 0;
        foreach (var inputs in space.All(7))
        {
            Assert.InRange(inputs.Count, 1, 7);
            for (var i = 0; i < inputs.Count; i++, rank++)
            {
                Assert.Equal(rank, space.Rank(inputs[i]));
                Assert.Equal(inputs[i].ToArray(), space.Unrank(rank));
            }
        }

        Assert.Equal(space.Count, rank);
    });

    [Property(MaxTest = 60)]
    public Property Drawn_inputs_are_increasing_features_in_the_set() => Prop.ForAll(Spaces(), space =>
    {
        var inputs = space.Draw(new Seed(1).Stream("test"), 20);
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i].ToArray();
            Assert.Equal(input.Distinct().Order(), input);
            Assert.InRange(input.Length, space.MinActive, space.Active);
            Assert.All(input, feature => Assert.InRange(feature, 0, space.Features - 1));
        }
    });

    [Theory]
    [InlineData(Sparsity.Exactly)]
    [InlineData(Sparsity.AtMost)]
    public void Drawing_is_uniform(Sparsity sparsity)
    {
        const int Draws = 200_000;
        var space = new SparseInputs(7, 3, sparsity);
        var counts = new int[(int)space.Count];
        var inputs = space.Draw(new Seed(3).Stream("test"), Draws);
        for (var i = 0; i < Draws; i++)
        {
            counts[(int)space.Rank(inputs[i])]++;
        }

        // Chi-squared with k − 1 degrees of freedom: mean k − 1, standard deviation √(2(k−1)); five of them never happen by chance.
        var expected = (double)Draws / counts.Length;
        var chiSquared = counts.Sum(count => Math.Pow(count - expected, 2) / expected);
        Assert.InRange(chiSquared, 0, counts.Length - 1 + (5 * Math.Sqrt(2 * (counts.Length - 1))));
    }

    [Fact]
    public void Sets_beyond_64_bits_are_drawn_and_ranked()
    {
        var space = new SparseInputs(1000, 30, Sparsity.AtMost);
        Assert.True(space.Count > ulong.MaxValue);
        var inputs = space.Draw(new Seed(5).Stream("test"), 50);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(inputs[i].ToArray(), space.Unrank(space.Rank(inputs[i])));
        }

        // Nearly every member of the set has all 30 features active.
        Assert.InRange(Enumerable.Range(0, 50).Count(i => inputs[i].Length == 30), 40, 50);
        Assert.Equal(1, Enumerable.Range(0, 31).Sum(space.Share), 1e-9);
    }

    [Fact]
    public void A_sample_is_the_same_however_it_is_batched()
    {
        var sample = InputSample.Drawn(new SparseInputs(20, 3, Sparsity.AtMost), 100, new Seed(9));
        Assert.Equal(Flatten(sample.Batches(7)), Flatten(sample.Batches(100)));
        Assert.Equal(100, sample.Count);

        static int[][] Flatten(IEnumerable<ActiveSets> batches) =>
            [.. batches.SelectMany(b => Enumerable.Range(0, b.Count).Select(i => b[i].ToArray()))];
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(3, -1)]
    public void Sets_that_cannot_be_are_refused(int m, int s) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparseInputs(m, s, Sparsity.Exactly));

    [Fact]
    public void Ranks_outside_are_refused()
    {
        var space = new SparseInputs(6, 2, Sparsity.Exactly);
        Assert.Throws<ArgumentOutOfRangeException>(() => space.Unrank(15));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.Unrank(-1));
        Assert.Throws<ArgumentException>(() => space.Rank([1]));
    }

    private static Arbitrary<SparseInputs> Spaces() => (
        from m in Gen.Choose(1, 9)
        from s in Gen.Choose(0, Math.Min(m, 5))
        from sparsity in Gen.Elements(Sparsity.Exactly, Sparsity.AtMost)
        select new SparseInputs(m, s, sparsity)).ToArbitrary();
}
