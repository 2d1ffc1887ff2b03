using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Superposition.Representation;

/// <summary>
/// Row operations on the inverse of a basis, rows of whole vectors of eight (<see cref="AlignedRows"/>): what a step of an exchange
/// method costs. Code for wide vectors is not compiled ahead of time, so it is optimized at its first call: a command of a few seconds
/// would spend much of them in the first draft.
/// </summary>
internal static class BasisInverse
{
    /// <summary>
    /// The inverse after row r of the basis was replaced, in place: with α = (new row)·B⁻¹, column r is divided by α_r and α_j times
    /// it is taken from every other column. Rows that are no part of the inverse are transformed alike.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="replaced">r, the row that is replaced.</param>
    /// <param name="alpha">α, with α_r ≠ 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReplaceRow(AlignedRows rows, int replaced, ReadOnlySpan<double> alpha)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var factor = row[replaced] / alpha[replaced];
            if (factor != 0)
            {
                AddMultiple(-factor, alpha, row);
            }

            row[replaced] = factor;
        }
    }

    /// <summary>
    /// The same, and the new inverse times a column while its rows are at hand, four of them at a time: fewer would wait for their sums.
    /// </summary>
    /// <param name="inverse">The inverse, and rows of zeros that make their number a multiple of four.</param>
    /// <param name="replaced">r, the row that is replaced.</param>
    /// <param name="alpha">α, with α_r ≠ 0; as it was when the method returns.</param>
    /// <param name="column">What the new inverse is multiplied by.</param>
    /// <param name="product">Receives the product, a number for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReplaceRow(
        AlignedRows inverse, int replaced, Span<double> alpha, ReadOnlySpan<double> column, Span<double> product)
    {
        // With α_r = −1 and zeros in column r, y − f·α is f there, like everywhere else.
        var pivot = alpha[replaced];
        var part = -1 / pivot;
        alpha[replaced] = -1;
        var alphas = MemoryMarshal.Cast<double, Vector512<double>>(alpha);
        var columns = MemoryMarshal.Cast<double, Vector512<double>>(column)[..alphas.Length];
        for (var i = 0; i < inverse.Count; i += 4)
        {
            var firstFactor = TakeOut(inverse[i], replaced, part);
            var first = Vectors(inverse[i])[..alphas.Length];
            var secondFactor = TakeOut(inverse[i + 1], replaced, part);
            var second = Vectors(inverse[i + 1])[..alphas.Length];
            var thirdFactor = TakeOut(inverse[i + 2], replaced, part);
            var third = Vectors(inverse[i + 2])[..alphas.Length];
            var fourthFactor = TakeOut(inverse[i + 3], replaced, part);
            var fourth = Vectors(inverse[i + 3])[..alphas.Length];
            Vector512<double> firstSum = default, secondSum = default, thirdSum = default, fourthSum = default;
            for (var v = 0; v < alphas.Length; v++)
            {
                var (a, c) = (alphas[v], columns[v]);
                var y = Vector512.MultiplyAddEstimate(a, firstFactor, first[v]);
                first[v] = y;
                firstSum = Vector512.MultiplyAddEstimate(y, c, firstSum);
                y = Vector512.MultiplyAddEstimate(a, secondFactor, second[v]);
                second[v] = y;
                secondSum = Vector512.MultiplyAddEstimate(y, c, secondSum);
                y = Vector512.MultiplyAddEstimate(a, thirdFactor, third[v]);
                third[v] = y;
                thirdSum = Vector512.MultiplyAddEstimate(y, c, thirdSum);
                y = Vector512.MultiplyAddEstimate(a, fourthFactor, fourth[v]);
                fourth[v] = y;
                fourthSum = Vector512.MultiplyAddEstimate(y, c, fourthSum);
            }

            product[i] = Vector512.Sum(firstSum);
            product[i + 1] = Vector512.Sum(secondSum);
            product[i + 2] = Vector512.Sum(thirdSum);
            product[i + 3] = Vector512.Sum(fourthSum);
        }

        alpha[replaced] = pivot;
    }

    /// <summary>x·B⁻¹: a strip of columns at a time, whose sums stay in registers, over the rows where x is not 0.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="x">A number for each of the first rows.</param>
    /// <param name="places">Room for as many places as x has numbers.</param>
    /// <param name="product">Receives the product, as wide as the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TimesRow(AlignedRows rows, ReadOnlySpan<double> x, Span<int> places, Span<double> product)
    {
        // Activations of ReLUs are often 0.
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            places[count] = i;
            count += x[i] != 0 ? 1 : 0;
        }

        var used = places[..count];
        var products = MemoryMarshal.Cast<double, Vector512<double>>(product);
        var v = 0;
        for (; v + 3 < products.Length; v += 4)
        {
            Vector512<double> first = default, second = default, third = default, fourth = default;
            foreach (var i in used)
            {
                var strip = MemoryMarshal.Cast<double, Vector512<double>>(rows[i]).Slice(v, 4);
                var factor = Vector512.Create(x[i]);
                first = Vector512.MultiplyAddEstimate(strip[0], factor, first);
                second = Vector512.MultiplyAddEstimate(strip[1], factor, second);
                third = Vector512.MultiplyAddEstimate(strip[2], factor, third);
                fourth = Vector512.MultiplyAddEstimate(strip[3], factor, fourth);
            }

            (products[v], products[v + 1], products[v + 2], products[v + 3]) = (first, second, third, fourth);
        }

        for (; v < products.Length; v++)
        {
            Vector512<double> sum = default;
            foreach (var i in used)
            {
                var strip = MemoryMarshal.Cast<double, Vector512<double>>(rows[i]);
                sum = Vector512.MultiplyAddEstimate(strip[v], Vector512.Create(x[i]), sum);
            }

            products[v] = sum;
        }
    }

    /// <summary>Adds a multiple of a vector to another of the same length, a multiple of eight, in place: y ← y + f·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMultiple(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        var xs = MemoryMarshal.Cast<double, Vector512<double>>(x);
        var ys = MemoryMarshal.Cast<double, Vector512<double>>(y)[..xs.Length];
        var factors = Vector512.Create(factor);
        for (var v = 0; v < xs.Length; v++)
        {
            ys[v] = Vector512.MultiplyAddEstimate(xs[v], factors, ys[v]);
        }
    }

    /// <summary>The inner product x·y of two vectors of equal length, a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var xs = MemoryMarshal.Cast<double, Vector512<double>>(x);
        var ys = MemoryMarshal.Cast<double, Vector512<double>>(y)[..xs.Length];
        Vector512<double> first = default, second = default, third = default, fourth = default;
        var v = 0;
        for (; v + 3 < xs.Length; v += 4)
        {
            first = Vector512.MultiplyAddEstimate(xs[v], ys[v], first);
            second = Vector512.MultiplyAddEstimate(xs[v + 1], ys[v + 1], second);
            third = Vector512.MultiplyAddEstimate(xs[v + 2], ys[v + 2], third);
            fourth = Vector512.MultiplyAddEstimate(xs[v + 3], ys[v + 3], fourth);
        }

        for (; v < xs.Length; v++)
        {
            first = Vector512.MultiplyAddEstimate(xs[v], ys[v], first);
        }

        return Vector512.Sum(first + second + (third + fourth));
    }

    private static Span<Vector512<double>> Vectors(Span<double> row) => MemoryMarshal.Cast<double, Vector512<double>>(row);

    private static Vector512<double> TakeOut(Span<double> row, int place, double part)
    {
        var factor = row[place] * part;
        row[place] = 0;
        return Vector512.Create(factor);
    }
}
