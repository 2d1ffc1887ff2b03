using Superposition.Reporting.Statistics;

namespace Superposition.Tests.Reporting.Statistics;

/// <summary>How numbers are written.</summary>
public class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.027123, "0.0271")]
    [InlineData(1.1499, "1.15")]
    [InlineData(32640, "32,640")]
    [InlineData(-0.5, "−0.500")]
    public void Short_numbers_have_three_digits(double value, string text) => Assert.Equal(text, Numbers.Short(value));

    [Theory]
    [InlineData(1.158e-4, "1.16·10⁻⁴")]
    [InlineData(0.25, "0.250")]
    [InlineData(9697, "9,697")]
    [InlineData(4e12, "4.00·10¹²")]
    public void Small_and_large_numbers_have_a_power_of_ten(double value, string text) => Assert.Equal(text, Numbers.Scientific(value));

    [Fact]
    public void Intervals_have_as_many_digits_as_they_are_worth()
    {
        Assert.Equal("0.271 [0.262, 0.280]", Numbers.Interval(new Estimate(5, 0.271, 0.009)));
        Assert.Equal("0.3767 [0.3755, 0.3779]", Numbers.Interval(new Estimate(5, 0.3767, 0.0012)));
        Assert.Equal("−0.010 [−0.110, 0.090]", Numbers.Interval(new Estimate(5, -0.01, 0.1)));
        Assert.Equal("0.271", Numbers.Interval(new Estimate(1, 0.271, null)));
        Assert.Equal("0.271 ± 0.009", Numbers.PlusMinus(new Estimate(5, 0.271, 0.009)));
        Assert.Equal("9.54·10⁻⁷", Numbers.PlusMinus(new Estimate(5, 9.54e-7, 1e-8)));
        Assert.Equal("–", Numbers.PlusMinus((Estimate?)null));
    }

    [Fact]
    public void Zero_has_no_sign() => Assert.Equal("0.000", Numbers.Fixed(-0.0001, 3));

    [Fact]
    public void Counted_things_agree_in_number()
    {
        Assert.Equal("1 seed", Numbers.Of(1, "seed"));
        Assert.Equal("1,200 seeds", Numbers.Of(1200, "seed"));
    }
}
