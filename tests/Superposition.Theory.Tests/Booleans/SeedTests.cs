using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

public class SeedTests
{
    [Fact]
    public void Splitting_is_the_same_on_every_machine()
    {
        // First eight bytes, little-endian, of SHA-256 of "7:construction"; recomputed by: printf '7:construction' | sha256sum
        Assert.Equal(
            new Seed(BitConverter.ToUInt64(System.Security.Cryptography.SHA256.HashData("7:construction"u8))),
            new Seed(7).For("construction"));
        Assert.NotEqual(new Seed(7).For("a"), new Seed(7).For("b"));
        Assert.NotEqual(new Seed(7).For("a"), new Seed(8).For("a"));
    }

    [Fact]
    public void A_stream_repeats_and_is_spread_evenly()
    {
        var first = Enumerable.Range(0, 1000).Select(_ => 0).ToArray();
        var random = new Seed(1).Stream("x");
        var again = new Seed(1).Stream("x");
        for (var i = 0; i < 100_000; i++)
        {
            var draw = random.Next(1000);
            Assert.Equal(draw, again.Next(1000));
            first[draw]++;
        }

        Assert.InRange(first.Sum(count => (count - 100.0) * (count - 100.0) / 100), 999 - (5 * 44.7), 999 + (5 * 44.7));
    }

    [Fact]
    public void Bounds_are_kept()
    {
        var random = new Seed(2).Stream("x");
        Assert.Equal(0, random.Next(1));
        Assert.Equal(5, random.Next(5, 5));
        Assert.InRange(random.Next(int.MinValue, int.MaxValue), int.MinValue, int.MaxValue - 1);
        Assert.InRange(random.NextDouble(), 0, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
    }
}
