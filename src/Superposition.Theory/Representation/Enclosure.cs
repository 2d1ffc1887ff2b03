using System.Numerics;
using System.Runtime.InteropServices;

namespace Superposition.Representation;

/// <summary>
/// A real number known to lie within Value ± Radius. Sums of products are added up in double precision in any order, and the radius covers every
/// rounding error: for n products |computed − exact| ≤ γ_n Σ|products| with γ_n = n u/(1 − n u), u = 2⁻⁵³ (Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd ed., §3.1). Factors of 2 in the code below cover the rounding of the radius itself.
/// </summary>
internal readonly record struct Enclosure(double Value, double Radius)
{
    /// <summary>The largest number it can be.</summary>
    public double Upper => Math.BitIncrement(Value + Radius);

    /// <summary>The smallest number it can be.</summary>
    public double Lower => Math.BitDecrement(Value - Radius);

    /// <summary>The largest distance that the number can have from a given one.</summary>
    public double LargestDistance(double from) => Math.BitIncrement(Math.BitIncrement(Math.Abs(Value - from)) + Radius);

    /// <summary>The smallest distance that the number can have from a given one.</summary>
    public double SmallestDistance(double from) => Math.Max(0, Math.BitDecrement(Math.BitDecrement(Math.Abs(Value - from)) - Radius));

    /// <summary>The product of two numbers.</summary>
    public Enclosure Times(Enclosure other) => new(
        Value * other.Value,
        ((Math.Abs(Value) * other.Radius) + (Math.Abs(other.Value) * Radius) + (Radius * other.Radius) + (Math.Abs(Value * other.Value) * Math.ScaleB(1, -52)) + double.Epsilon) * (1 + Math.ScaleB(1, -48)));

    /// <summary>The difference of two numbers.</summary>
    public Enclosure Minus(Enclosure other) => new(Value - other.Value, (Radius + other.Radius + (Math.Abs(Value - other.Value) * Math.ScaleB(1, -52))) * (1 + Math.ScaleB(1, -48)));

    /// <summary>A sum of n products from its computed value and the computed sum of their absolute values.</summary>
    public static Enclosure OfSum(double sum, double absolute, int products) =>
        // The last term covers products that underflow.
        new(sum, ((products + 2) * Math.ScaleB(1, -52) * absolute) + ((products + 2) * double.Epsilon));

    /// <summary>Σ_j a_j w_j + c.</summary>
    public static Enclosure Dot(ReadOnlySpan<float> a, ReadOnlySpan<double> w, double c)
    {
        Vector<double> sums = default, absolutes = default;
        var lanes = Vector<float>.Count;
        var j = 0;
        for (; j <= a.Length - lanes; j += lanes)
        {
            Vector.Widen(new Vector<float>(a[j..]), out var low, out var high);
            low *= new Vector<double>(w[j..]);
            high *= new Vector<double>(w[(j + (lanes / 2))..]);
            sums += low + high;
            absolutes += Vector.Abs(low) + Vector.Abs(high);
        }

        double sum = Vector.Sum(sums) + c, absolute = Vector.Sum(absolutes) + Math.Abs(c);
        for (; j < a.Length; j++)
        {
            sum += a[j] * w[j];
            absolute += Math.Abs(a[j] * w[j]);
        }

        return OfSum(sum, absolute, a.Length + 1);
    }

    /// <summary>Adds a multiple of a row to running sums and to the sums of absolute values that <see cref="OfSum"/> asks for.</summary>
    public static void AddRow(double factor, ReadOnlySpan<float> row, Span<double> sums, Span<double> absolutes)
    {
        var lanes = Vector<float>.Count;
        var sumLanes = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var absoluteLanes = MemoryMarshal.Cast<double, Vector<double>>(absolutes);
        var j = 0;
        for (; j <= row.Length - lanes; j += lanes)
        {
            Vector.Widen(new Vector<float>(row[j..]), out var low, out var high);
            low *= factor;
            high *= factor;
            var at = 2 * (j / lanes);
            sumLanes[at] += low;
            sumLanes[at + 1] += high;
            absoluteLanes[at] += Vector.Abs(low);
            absoluteLanes[at + 1] += Vector.Abs(high);
        }

        for (; j < row.Length; j++)
        {
            sums[j] += factor * row[j];
            absolutes[j] += Math.Abs(factor * row[j]);
        }
    }
}
