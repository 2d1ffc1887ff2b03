using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Superposition.Representation;

/// <summary>
/// Row operations on the inverse of a basis, n×n numbers row after row: what a step of an exchange method costs. Code for wide vectors
/// is not compiled ahead of time, so it is optimized at its first call: a command of a few seconds would spend much of them in the
/// first draft.
/// </summary>
internal static class BasisInverse
{
    /// <summary>
    /// The inverse after row r of the basis was replaced, in place: with α = (new row)·B⁻¹, column r is divided by α_r and α_j times
    /// it is taken from every other column. More rows than n are transformed alike.
    /// </summary>
    /// <param name="matrix">Rows of n numbers.</param>
    /// <param name="n">The width.</param>
    /// <param name="replaced">r, the row that is replaced.</param>
    /// <param name="alpha">α, with α_r ≠ 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReplaceRow(Span<double> matrix, int n, int replaced, ReadOnlySpan<double> alpha)
    {
        for (var at = 0; at < matrix.Length; at += n)
        {
            Replace(matrix.Slice(at, n), replaced, alpha);
        }
    }

    /// <summary>The same, and the new inverse times a column while its rows are at hand.</summary>
    /// <param name="matrix">Rows of n numbers.</param>
    /// <param name="replaced">r, the row that is replaced.</param>
    /// <param name="alpha">α, with α_r ≠ 0.</param>
    /// <param name="column">What the new inverse is multiplied by.</param>
    /// <param name="product">Receives the product.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReplaceRow(
        Span<double> matrix, int replaced, ReadOnlySpan<double> alpha, ReadOnlySpan<double> column, Span<double> product)
    {
        for (var i = 0; i < product.Length; i++)
        {
            var row = matrix.Slice(i * column.Length, column.Length);
            Replace(row, replaced, alpha);
            product[i] = Dot(row, column);
        }
    }

    private static void Replace(Span<double> row, int replaced, ReadOnlySpan<double> alpha)
    {
        var factor = row[replaced] / alpha[replaced];
        if (factor != 0)
        {
            AddMultiple(-factor, alpha, row);
        }

        row[replaced] = factor;
    }

    /// <summary>x·B⁻¹, into α: a strip of columns at a time, whose sums stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TimesRow(ReadOnlySpan<double> matrix, int n, ReadOnlySpan<double> x, Span<double> alpha)
    {
        var lanes = Vector512<double>.Count;
        var j = 0;
        for (; j <= n - (4 * lanes); j += 4 * lanes)
        {
            Vector512<double> first = default, second = default, third = default, fourth = default;
            for (var i = 0; i < n; i++)
            {
                if (x[i] == 0)
                {
                    continue;
                }

                var strip = MemoryMarshal.Cast<double, Vector512<double>>(matrix.Slice((i * n) + j, 4 * lanes));
                var factor = Vector512.Create(x[i]);
                first = Vector512.MultiplyAddEstimate(strip[0], factor, first);
                second = Vector512.MultiplyAddEstimate(strip[1], factor, second);
                third = Vector512.MultiplyAddEstimate(strip[2], factor, third);
                fourth = Vector512.MultiplyAddEstimate(strip[3], factor, fourth);
            }

            first.CopyTo(alpha[j..]);
            second.CopyTo(alpha[(j + lanes)..]);
            third.CopyTo(alpha[(j + (2 * lanes))..]);
            fourth.CopyTo(alpha[(j + (3 * lanes))..]);
        }

        if (j == n)
        {
            return;
        }

        alpha[j..n].Clear();
        for (var i = 0; i < n; i++)
        {
            if (x[i] != 0)
            {
                AddMultiple(x[i], matrix[((i * n) + j)..((i + 1) * n)], alpha[j..n]);
            }
        }
    }

    /// <summary>Adds a multiple of a vector to another of the same length in place: y ← y + f·x.</summary>
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

        var j = xs.Length * Vector512<double>.Count;
        for (; j < x.Length; j++)
        {
            y[j] += factor * x[j];
        }
    }

    /// <summary>The inner product x·y of two vectors of equal length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var xs = MemoryMarshal.Cast<double, Vector512<double>>(x);
        var ys = MemoryMarshal.Cast<double, Vector512<double>>(y)[..xs.Length];
        Vector512<double> first = default, second = default;
        var v = 0;
        for (; v + 1 < xs.Length; v += 2)
        {
            first = Vector512.MultiplyAddEstimate(xs[v], ys[v], first);
            second = Vector512.MultiplyAddEstimate(xs[v + 1], ys[v + 1], second);
        }

        if (v < xs.Length)
        {
            first = Vector512.MultiplyAddEstimate(xs[v], ys[v], first);
        }

        var sum = Vector512.Sum(first + second);
        for (var j = xs.Length * Vector512<double>.Count; j < x.Length; j++)
        {
            sum += x[j] * y[j];
        }

        return sum;
    }
}
