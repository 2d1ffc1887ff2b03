using System.Numerics;
using System.Runtime.InteropServices;

namespace Superposition.Representation;

/// <summary>Row operations on the inverse of a basis, n×n numbers row after row: what a step of an exchange method costs.</summary>
internal static class BasisInverse
{
    /// <summary>
    /// The inverse after row r of the basis was replaced, in place: with α = (new row)·B⁻¹, column r is divided by α_r and α_j times
    /// it is taken from every other column. More rows than n are transformed alike.
    /// </summary>
    /// <param name="matrix">Rows of n numbers.</param>
    /// <param name="n">The width.</param>
    /// <param name="replaced">r.</param>
    /// <param name="alpha">α, with α_r ≠ 0.</param>
    public static void ReplaceRow(Span<double> matrix, int n, int replaced, ReadOnlySpan<double> alpha)
    {
        var lanes = Vector<double>.Count;
        var pivot = alpha[replaced];
        for (var at = 0; at < matrix.Length; at += n)
        {
            var row = matrix.Slice(at, n);
            var factor = row[replaced] / pivot;
            if (factor != 0)
            {
                var j = 0;
                for (; j <= n - lanes; j += lanes)
                {
                    (new Vector<double>(row[j..]) - (new Vector<double>(alpha[j..]) * factor)).CopyTo(row[j..]);
                }

                for (; j < n; j++)
                {
                    row[j] -= factor * alpha[j];
                }
            }

            row[replaced] = factor;
        }
    }

    /// <summary>x·B⁻¹, into α.</summary>
    public static void TimesRow(ReadOnlySpan<double> matrix, int n, ReadOnlySpan<double> x, Span<double> alpha)
    {
        alpha.Clear();
        for (var i = 0; i < n; i++)
        {
            if (x[i] != 0)
            {
                AddMultiple(x[i], matrix.Slice(i * n, n), alpha);
            }
        }
    }

    /// <summary>y += f·x.</summary>
    public static void AddMultiple(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        var lanes = Vector<double>.Count;
        var j = 0;
        for (; j <= x.Length - lanes; j += lanes)
        {
            (new Vector<double>(y[j..]) + (new Vector<double>(x[j..]) * factor)).CopyTo(y[j..]);
        }

        for (; j < x.Length; j++)
        {
            y[j] += factor * x[j];
        }
    }

    /// <summary>The inner product x·y of two vectors of equal length.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        var ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> first = default, second = default;
        var v = 0;
        for (; v + 1 < xs.Length; v += 2)
        {
            first += xs[v] * ys[v];
            second += xs[v + 1] * ys[v + 1];
        }

        if (v < xs.Length)
        {
            first += xs[v] * ys[v];
        }

        var sum = Vector.Sum(first + second);
        for (var j = xs.Length * Vector<double>.Count; j < x.Length; j++)
        {
            sum += x[j] * y[j];
        }

        return sum;
    }
}
