using Superposition.Booleans;
using Superposition.ErrorCorrection;

namespace Superposition.Tests.ErrorCorrection;

public class ChannelCodeTests
{
    [Theory]
    [InlineData(ChannelCodeKind.Random)]
    [InlineData(ChannelCodeKind.Balanced)]
    [InlineData(ChannelCodeKind.OverlapReduced)]
    [InlineData(ChannelCodeKind.Polynomial)]
    public void Every_channel_has_its_number_of_different_units_and_both_directions_agree(ChannelCodeKind kind)
    {
        var code = ChannelCode.Draw(kind, 300, 97, 7, new Seed(1));
        var matrix = new bool[97, 300];
        for (var channel = 0; channel < 300; channel++)
        {
            Assert.Equal(7, code.UnitsOf(channel).ToArray().Distinct().Count());
            Assert.Equal(code.UnitsOf(channel).ToArray().Order(), code.UnitsOf(channel).ToArray());
            foreach (var unit in code.UnitsOf(channel))
            {
                matrix[unit, channel] = true;
            }
        }

        for (var unit = 0; unit < code.Units; unit++)
        {
            Assert.Equal(Enumerable.Range(0, 300).Where(channel => matrix[unit, channel]), code.ChannelsOf(unit).ToArray().Order());
        }
    }

    [Theory]
    [InlineData(ChannelCodeKind.Balanced)]
    [InlineData(ChannelCodeKind.OverlapReduced)]
    [InlineData(ChannelCodeKind.Polynomial)]
    public void Every_unit_of_a_balanced_code_serves_the_same_number_of_channels_to_within_two(ChannelCodeKind kind)
    {
        var code = ChannelCode.Draw(kind, 1024, 512, 8, new Seed(2));
        var loads = Enumerable.Range(0, code.Units).Select(unit => code.ChannelsOf(unit).Length).ToArray();
        Assert.InRange(loads.Max() - loads.Min(), 0, 2);
        Assert.Equal(8.0 * 1024 / code.Units, code.Load);
    }

    [Fact]
    public void Shared_units_are_counted_over_all_pairs_of_channels()
    {
        var code = ChannelCode.Draw(ChannelCodeKind.Random, 60, 30, 5, new Seed(3));
        var expected = new long[6];
        for (var first = 0; first < 60; first++)
        {
            for (var second = first + 1; second < 60; second++)
            {
                expected[code.UnitsOf(first).ToArray().Intersect(code.UnitsOf(second).ToArray()).Count()]++;
            }
        }

        Assert.Equal(expected, code.SharedUnits());
    }

    [Fact]
    public void An_overlap_reduced_code_has_hardly_any_pairs_that_share_two_units()
    {
        long Twice(ChannelCodeKind kind) => ChannelCode.Draw(kind, 2048, 1024, 8, new Seed(4)).SharedUnits().Skip(2).Sum();
        var (balanced, reduced) = (Twice(ChannelCodeKind.Balanced), Twice(ChannelCodeKind.OverlapReduced));
        Assert.True(reduced * 50 < balanced, $"{reduced} pairs share two units or more, {balanced} without reduction.");
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(900, 2)]
    public void Channels_of_a_polynomial_code_share_no_more_units_than_the_degree(int channels, int degree)
    {
        // 136 units make 8 blocks of 17: 17² = 289 lines, so 900 channels need parabolas. 300 would need a few as well, on 152 units (19²
        // = 361) they do not.
        var code = ChannelCode.Draw(ChannelCodeKind.Polynomial, channels, degree == 1 ? 152 : 136, 8, new Seed(4));
        var shared = code.SharedUnits();
        Assert.Equal(0, shared.Skip(degree + 1).Sum());
        Assert.True(shared[degree] > 0);
    }

    [Fact]
    public void Too_few_units_for_a_field_are_refused() =>
        Assert.Contains(
            "blocks of at least 8", Assert.Throws<ArgumentException>(
            () => ChannelCode.Draw(ChannelCodeKind.Polynomial, 100, 60, 8, new Seed(4))).Message, StringComparison.Ordinal);

    [Fact]
    public void Channels_that_should_be_apart_share_no_unit()
    {
        var apart = Enumerable.Range(0, 500).Select(k => new List<int> { k ^ 1 }).ToArray();
        var code = ChannelCode.Draw(ChannelCodeKind.OverlapReduced, 500, 300, 8, new Seed(5), apart);
        Assert.All(Enumerable.Range(0, 500), k => Assert.Empty(code.UnitsOf(k).ToArray().Intersect(code.UnitsOf(k ^ 1).ToArray())));
    }

    [Fact]
    public void A_channel_larger_than_the_layer_is_refused() =>
        Assert.Contains(
            "between 1 and all 10", Assert.Throws<ArgumentOutOfRangeException>(
            () => ChannelCode.Draw(ChannelCodeKind.Random, 5, 10, 11, new Seed(6))).Message, StringComparison.Ordinal);
}
