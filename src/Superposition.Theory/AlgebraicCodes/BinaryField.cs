using System.Collections.Immutable;
using System.Numerics;

namespace Superposition.AlgebraicCodes;

/// <summary>
/// The field GF(2^k). An element is a polynomial over GF(2) of degree below k, stored as the bits of a whole number; addition is exclusive
/// or. Multiplication is taken modulo the smallest primitive polynomial of degree k, so that x, the element 2, generates every non-zero
/// element.
/// </summary>
public sealed class BinaryField
{
    private readonly int[] powers; // powers[i] = x^i, two periods, so that sums of logarithms need no reduction
    private readonly int[] logarithms;
    private readonly bool[] traces;

    /// <summary>Sets the tables of the field up.</summary>
    /// <param name="degree">k, from 1 to 16.</param>
    public BinaryField(int degree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, 16);
        Degree = degree;
        powers = new int[2 * Units];
        logarithms = new int[Size];
        var modulus = SmallestPrimitive(degree);
        for (int i = 0, value = 1; i < Units; i++, value = TimesX(value, modulus, degree))
        {
            powers[i] = powers[i + Units] = value;
            logarithms[value] = i;
        }

        traces = [.. Enumerable.Range(0, Size).Select(TraceOf)];
    }

    /// <summary>k, the degree: the field has 2^k elements.</summary>
    public int Degree { get; }

    /// <summary>2^k, the number of elements.</summary>
    public int Size => 1 << Degree;

    /// <summary>2^k − 1, the number of elements other than zero.</summary>
    public int Units => Size - 1;

    /// <summary>The product of two elements of the field, both 0 … 2^k − 1.</summary>
    public int Multiply(int left, int right) => left == 0 || right == 0 ? 0 : powers[logarithms[left] + logarithms[right]];

    /// <summary>The power of an element, with an exponent of at least 1.</summary>
    public int Power(int element, int exponent) => element == 0 ? 0 : powers[(int)((long)logarithms[element] * exponent % Units)];

    /// <summary>The quadratic character of addition, (−1)^Tr(element): 1 or −1.</summary>
    public int Sign(int element) => traces[element] ? -1 : 1;

    /// <summary>
    /// One exponent of each kind: x ↦ x^e is one-to-one, and e is the smallest among e, 2e, 4e, … modulo 2^k − 1, which give the same
    /// classes of pairs. In increasing order.
    /// </summary>
    public ImmutableArray<int> Exponents() =>
        [.. Enumerable.Range(1, Math.Max(1, Units - 1)).Where(e =>
            BigInteger.GreatestCommonDivisor(e, Units).IsOne && SmallestConjugate(e) == e)];

    /// <summary>The smallest of e, 2e, 4e, … modulo 2^k − 1.</summary>
    public int SmallestConjugate(int exponent)
    {
        var smallest = exponent % Units;
        long conjugate = smallest;
        for (var i = 1; i < Degree; i++)
        {
            conjugate = conjugate * 2 % Units;
            smallest = (int)Math.Min(smallest, conjugate);
        }

        return smallest;
    }

    private bool TraceOf(int element)
    {
        int sum = 0, conjugate = element;
        for (var i = 0; i < Degree; i++)
        {
            sum ^= conjugate;
            conjugate = Multiply(conjugate, conjugate);
        }

        return sum == 1;
    }

    /// <summary>The smallest polynomial of degree k modulo which the powers of x run through all non-zero elements.</summary>
    private static int SmallestPrimitive(int degree)
    {
        var units = (1 << degree) - 1;
        return Enumerable.Range(1 << degree, 1 << degree).First(modulus =>
        {
            var value = TimesX(1, modulus, degree);
            var order = 1;
            for (; value != 1 && value != 0 && order <= units; order++)
            {
                value = TimesX(value, modulus, degree);
            }

            return value == 1 && order == units;
        });
    }

    private static int TimesX(int value, int modulus, int degree)
    {
        var shifted = value << 1;
        return (shifted >> degree) == 0 ? shifted : shifted ^ modulus;
    }
}
