using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

public class SeededPermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(97)]
    [InlineData(4096)]
    [InlineData(10_007)]
    public void Every_place_is_taken_once_and_the_inverse_finds_it_again(int length)
    {
        var permutation = new SeededPermutation(length, new Seed(7));
        var places = Enumerable.Range(0, length).Select(i => permutation[i]).ToArray();
        Assert.Equal(Enumerable.Range(0, length), places.Order());
        Assert.Equal(Enumerable.Range(0, length), places.Select(permutation.Inverse));
    }

    [Fact]
    public void Pairs_of_places_are_uniform_over_seeds()
    {
        // Where two neighbours of 8 go, over seeds: 56 ordered pairs, χ² with 55 degrees of freedom; 98 is exceeded with probability 3 in
        // 10,000.
        const int draws = 56 * 200;
        var counts = new int[8, 8];
        for (ulong seed = 0; seed < draws; seed++)
        {
            var permutation = new SeededPermutation(8, new Seed(seed));
            counts[permutation[2], permutation[3]]++;
        }

        var chiSquare = Enumerable.Range(0, 64).Where(i => i / 8 != i % 8).Sum(i => Math.Pow(counts[i / 8, i % 8] - 200, 2) / 200);
        Assert.InRange(chiSquare, 20, 98);
    }

    [Fact]
    public void A_long_permutation_looks_random_within_one_seed()
    {
        // Fixed points and adjacent pairs that stay adjacent are both Poisson with mean about 1 in a random permutation.
        const int length = 1_000_003;
        var permutation = new SeededPermutation(length, new Seed(11));
        var (fixedPoints, adjacent, displacement) = (0, 0, 0.0);
        for (var i = 0; i + 1 < length; i++)
        {
            var place = permutation[i];
            fixedPoints += place == i ? 1 : 0;
            adjacent += place + 1 == permutation[i + 1] ? 1 : 0;
            displacement += Math.Abs(place - i);
        }

        Assert.InRange(fixedPoints, 0, 7);
        Assert.InRange(adjacent, 0, 7);
        Assert.InRange(displacement / length / length, 0.332, 0.335);
    }

    [Fact]
    public void An_index_outside_is_refused()
    {
        var permutation = new SeededPermutation(10, new Seed(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[10]);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation.Inverse(-1));
    }
}
