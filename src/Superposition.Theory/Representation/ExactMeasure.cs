using System.Collections.Immutable;
using System.Numerics;

namespace Superposition.Representation;

/// <summary>
/// A signed measure with integer weights that is orthogonal to the activations of every neuron (and, affine, to the constant) in exact
/// arithmetic: activations are integers times a power of two, which one neuron's numbers can share (where they are known exactly, as in
/// networks of one layer). There is no way to make one that is not checked.
/// </summary>
public sealed class ExactMeasure
{
    private ExactMeasure(ReadOffForm form, ImmutableArray<int> inputs, ImmutableArray<BigInteger> weights)
    {
        Form = form;
        Inputs = inputs;
        Weights = weights;
    }

    /// <summary>Affine when the weights also add up to 0.</summary>
    public ReadOffForm Form { get; }

    /// <summary>The inputs that carry weight, by their places in the list of activations.</summary>
    public ImmutableArray<int> Inputs { get; }

    /// <summary>The integer weight of each input in <see cref="Inputs"/>, in the same order; positive or negative.</summary>
    public ImmutableArray<BigInteger> Weights { get; }

    /// <summary>
    /// The measure on inputs that have, up to a factor, just one; null when they have none or more, or numbers grow too large.
    /// </summary>
    public static ExactMeasure? Find(InputActivations activations, ReadOffForm form, ImmutableArray<int> inputs)
    {
        if (!activations.IsExact)
        {
            return null;
        }

        var equations = new List<long[]>();
        foreach (var column in activations.Columns(form))
        {
            if (Integers([.. inputs.Select(input => activations[input][column])]) is not { } equation)
            {
                return null;
            }

            equations.Add(equation);
        }

        if (form == ReadOffForm.Affine)
        {
            equations.Add([.. inputs.Select(_ => 1L)]);
        }

        // Neurons that are left out are silent, copies or constant, so they are orthogonal when the others are.
        return ExactNullVector.Find(equations, inputs.Length) is { } weights ? new ExactMeasure(form, inputs, [.. weights]) : null;
    }

    /// <summary>|Σ_{positives} μ_i|/Σ|μ_i| rounded down to a double: no read-off of this form has a smaller ε.</summary>
    public double LowerBound(BooleanTarget target)
    {
        var (onPositives, total) = (BigInteger.Zero, BigInteger.Zero);
        for (var i = 0; i < Inputs.Length; i++)
        {
            onPositives += target[Inputs[i]] ? Weights[i] : 0;
            total += BigInteger.Abs(Weights[i]);
        }

        // A double holds 53 bits: with a quotient of exactly that many the conversion cuts and never rounds up.
        const int Bits = 60;
        var quotient = (BigInteger.Abs(onPositives) << Bits) / total;
        var surplus = (int)Math.Max(0, quotient.GetBitLength() - 53);
        return Math.ScaleB((double)(quotient >> surplus), surplus - Bits);
    }

    /// <summary>
    /// Whether all positives weigh the same sign and all negatives the other, so that convex combinations of the two coincide.
    /// </summary>
    public bool SetsAgainstEachOther(BooleanTarget target) =>
        Form == ReadOffForm.Affine && (Inputs.Select((input, i) => target[input] ? Weights[i] : -Weights[i]) is var signed
            && (signed.All(weight => weight.Sign >= 0) || signed.All(weight => weight.Sign <= 0)));

    /// <summary>Doubles as integers over one power of two, or null when they differ too much in size.</summary>
    private static long[]? Integers(double[] values)
    {
        var least = values.Where(value => value != 0).Select(LowestBit).DefaultIfEmpty(0).Min();
        var integers = new long[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // Exact: a power of two times a number that it makes whole.
            var scaled = Math.ScaleB(values[i], -least);
            if (Math.Abs(scaled) >= 1L << 62)
            {
                return null;
            }

            integers[i] = (long)scaled;
        }

        return integers;
    }

    /// <summary>The exponent of the lowest bit of a double that is 1.</summary>
    private static int LowestBit(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = (bits & ((1UL << 52) - 1)) | (exponent == 0 ? 0 : 1UL << 52);
        return Math.Max(exponent, 1) - 1075 + BitOperations.TrailingZeroCount(mantissa);
    }
}
