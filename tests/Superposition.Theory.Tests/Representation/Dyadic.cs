using System.Numerics;
using Superposition.Representation;

namespace Superposition.Tests.Representation;

/// <summary>Exact arithmetic on doubles, m·2^e with a big m: shares nothing with the enclosures that it checks.</summary>
internal readonly record struct Dyadic(BigInteger Mantissa, int Exponent)
{
    public static Dyadic Zero { get; } = new(0, 0);

    public static implicit operator Dyadic(double value)
    {
        if (value == 0)
        {
            return Zero;
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
        return new Dyadic(Math.Sign(value) * (BigInteger)mantissa, Math.Max(exponent, 1) - 1075);
    }

    public static Dyadic operator +(Dyadic x, Dyadic y)
    {
        var exponent = Math.Min(x.Exponent, y.Exponent);
        return new Dyadic((x.Mantissa << (x.Exponent - exponent)) + (y.Mantissa << (y.Exponent - exponent)), exponent);
    }

    public static Dyadic operator *(Dyadic x, Dyadic y) => new(x.Mantissa * y.Mantissa, x.Exponent + y.Exponent);

    public static Dyadic operator -(Dyadic x) => new(-x.Mantissa, x.Exponent);

    public static bool operator <=(Dyadic x, Dyadic y) => (x + -y).Mantissa.Sign <= 0;

    public static bool operator >=(Dyadic x, Dyadic y) => y <= x;

    public Dyadic Size => new(BigInteger.Abs(Mantissa), Exponent);

    /// <summary>max |r·a + c − y| over all inputs, exactly.</summary>
    public static Dyadic LargestError(InputActivations activations, BooleanTarget target, LinearReadOff readOff)
    {
        var largest = Zero;
        for (var i = 0; i < activations.Inputs; i++)
        {
            Dyadic error = readOff.Constant;
            error += target[i] ? -1.0 : 0.0;
            for (var j = 0; j < activations.Neurons; j++)
            {
                error += ((Dyadic)activations[i][j] + (Dyadic)activations.Offsets[j]) * (Dyadic)readOff.Weights[j];
            }

            largest = largest <= error.Size ? error.Size : largest;
        }

        return largest;
    }
}
