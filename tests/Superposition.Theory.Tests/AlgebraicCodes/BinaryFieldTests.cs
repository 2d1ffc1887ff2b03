using Superposition.AlgebraicCodes;

namespace Superposition.Tests.AlgebraicCodes;

/// <summary>GF(2^k) is a field, and its signs are the characters of its addition.</summary>
public class BinaryFieldTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Multiplication_is_distributive_associative_and_has_inverses(int degree)
    {
        var field = new BinaryField(degree);
        for (var x = 0; x < field.Size; x++)
        {
            Assert.Equal(x, field.Multiply(x, 1));
            Assert.True(x == 0 || field.Multiply(x, field.Power(x, Math.Max(1, field.Units - 1))) == 1);
            for (var y = 0; y < field.Size; y++)
            {
                Assert.Equal(field.Multiply(x, y), field.Multiply(y, x));
                Assert.Equal(field.Multiply(3, x ^ y), field.Multiply(3, x) ^ field.Multiply(3, y));
                Assert.Equal(field.Multiply(field.Multiply(2, x), y), field.Multiply(2, field.Multiply(x, y)));
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Signs_are_characters_and_sum_to_zero(int degree)
    {
        var field = new BinaryField(degree);
        var all = Enumerable.Range(0, field.Size).ToArray();
        Assert.Equal(0, all.Sum(field.Sign));
        Assert.All(all, x => Assert.All(all, y => Assert.Equal(field.Sign(x) * field.Sign(y), field.Sign(x ^ y))));
    }

    [Fact]
    public void The_exponents_of_five_dimensions_are_those_of_the_cyclotomic_classes() =>
        Assert.Equal([1, 3, 5, 7, 11, 15], new BinaryField(5).Exponents().AsEnumerable());
}
