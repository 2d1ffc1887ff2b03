using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Superposition.Representation;

/// <summary>
/// A real number known to lie within Value ± Radius. Sums of products are added up in double precision in any order, and the radius covers
/// every rounding error: for n products |computed − exact| ≤ γ_n Σ|products| with γ_n = n u/(1 − n u), u = 2⁻⁵³ (Higham,
/// "Accuracy and Stability of Numerical Algorithms", 2nd ed., §3.1). Factors of 2 in the code below cover the rounding of the radius
/// itself.
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

    /// <summary>The same with a larger radius.</summary>
    public Enclosure Widened(double by) => by == 0 ? this : new(Value, (Radius + by) * (1 + Math.ScaleB(1, -40)));

    /// <summary>The product of two numbers.</summary>
    public Enclosure Times(Enclosure other) => new(
        Value * other.Value,
        ((Math.Abs(Value) * other.Radius) + (Math.Abs(other.Value) * Radius) + (Radius * other.Radius)
            + (Math.Abs(Value * other.Value) * Math.ScaleB(1, -52)) + double.Epsilon) * (1 + Math.ScaleB(1, -48)));

    /// <summary>The difference of two numbers.</summary>
    public Enclosure Minus(Enclosure other) => new(
        Value - other.Value, (Radius + other.Radius + (Math.Abs(Value - other.Value) * Math.ScaleB(1, -52))) * (1 + Math.ScaleB(1, -48)));

    /// <summary>A sum of n products from its computed value and the computed sum of their absolute values.</summary>
    public static Enclosure OfSum(double sum, double absolute, int products) =>
        // The last term covers products that underflow.
        new(sum, ((products + 2) * Math.ScaleB(1, -52) * absolute) + ((products + 2) * double.Epsilon));

    /// <summary>The quotient of two numbers; the second must not reach 0, otherwise the result is not finite.</summary>
    public Enclosure Over(Enclosure other)
    {
        var (quotient, least) = (Value / other.Value, Math.BitDecrement(Math.Abs(other.Value) - other.Radius));
        return least > 0
            ? new(
                quotient,
                (((Radius + (Math.Abs(quotient) * other.Radius)) / least) + (Math.Abs(quotient) * Math.ScaleB(1, -52)) + double.Epsilon)
                * (1 + Math.ScaleB(1, -48)))
            : new(double.NaN, double.PositiveInfinity);
    }

    /// <summary>
    /// Σ_j a_j w_j + c to twice the working precision, as compensated sums do (Ogita, Rump and Oishi, "Accurate sum and dot product",
    /// 2005): for sums whose terms are very much larger than their result.
    /// </summary>
    public static Enclosure CompensatedDot(ReadOnlySpan<double> a, ReadOnlySpan<double> w, double c)
    {
        double sum = c, rest = 0, absolute = Math.Abs(c);
        for (var j = 0; j < a.Length; j++)
        {
            var product = a[j] * w[j];
            var (next, lost) = TwoSum(sum, product);
            sum = next;
            rest += lost + Math.FusedMultiplyAdd(a[j], w[j], -product);
            absolute += Math.Abs(product);
        }

        // |computed − exact| ≤ u|exact| + γ_n² Σ|products|, with factors to spare, and products that underflow.
        var n = a.Length + 2;
        return new(
            sum + rest,
            (Math.ScaleB(Math.Abs(sum + rest), -52) + (4.0 * n * n * Math.ScaleB(absolute, -104)) + (n * 4 * double.Epsilon))
            * (1 + Math.ScaleB(1, -48)));
    }

    /// <summary>The rounded sum of two doubles and exactly what rounding lost (Knuth).</summary>
    public static (double Sum, double Lost) TwoSum(double x, double y)
    {
        var sum = x + y;
        var part = sum - x;
        return (sum, (x - (sum - part)) + (y - part));
    }

    /// <summary>Encloses Σ_j a_j w_j + c, rounding errors included; a and w have the same length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Enclosure Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> w, double c)
    {
        Vector<double> sums = default, absolutes = default;
        var lanes = Vector<double>.Count;
        var j = 0;
        for (; j <= a.Length - lanes; j += lanes)
        {
            var products = new Vector<double>(a[j..]) * new Vector<double>(w[j..]);
            sums += products;
            absolutes += Vector.Abs(products);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRow(double factor, ReadOnlySpan<double> row, Span<double> sums, Span<double> absolutes)
    {
        var lanes = Vector<double>.Count;
        var sumLanes = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var absoluteLanes = MemoryMarshal.Cast<double, Vector<double>>(absolutes);
        var j = 0;
        for (; j <= row.Length - lanes; j += lanes)
        {
            var products = new Vector<double>(row[j..]) * factor;
            sumLanes[j / lanes] += products;
            absoluteLanes[j / lanes] += Vector.Abs(products);
        }

        for (; j < row.Length; j++)
        {
            sums[j] += factor * row[j];
            absolutes[j] += Math.Abs(factor * row[j]);
        }
    }
}
