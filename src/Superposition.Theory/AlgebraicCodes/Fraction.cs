using System.Numerics;

namespace Superposition.AlgebraicCodes;

/// <summary>An exact fraction in lowest terms, with a positive denominator.</summary>
public readonly record struct Fraction
{
    /// <summary>Reduces a quotient to lowest terms.</summary>
    public Fraction(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        var divisor = (long)BigInteger.GreatestCommonDivisor(numerator, denominator) * Math.Sign(denominator);
        (Numerator, Denominator) = (numerator / divisor, denominator / divisor);
    }

    /// <summary>The numerator, which carries the sign and has no common factor with the denominator.</summary>
    public long Numerator { get; }

    /// <summary>The denominator, at least 1.</summary>
    public long Denominator { get; }

    /// <summary>The fraction as a double, correct up to rounding.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <inheritdoc/>
    public override string ToString() => Denominator == 1 ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
