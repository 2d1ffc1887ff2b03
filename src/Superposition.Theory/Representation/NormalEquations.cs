using System.Collections.Immutable;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>
/// The pseudo-inverse of AᵀA for the columns that a read-off weighs: spanning neurons, then the constant. Columns are scaled by powers of
/// two, which is exact, so that neurons of very different size do not spoil it. It serves least squares and the bounds on weights; nothing
/// rests on its accuracy.
/// </summary>
internal sealed class NormalEquations
{
    // Singular values of A below 1e-6 of the largest count as 0.
    private const double RelativeCut = 1e-12;

    // Neurons that are 3e-6 of their size away from what others span count as dependent: what is left of them is small enough to be
    // rounding.
    private const double DependentCut = 1e-11;

    private readonly double[] inverse;

    private NormalEquations(double[] inverse, double[] scales, ImmutableArray<int> independent)
    {
        this.inverse = inverse;
        Scales = scales;
        Independent = independent;
    }

    /// <summary>
    /// Neurons, increasing, that are clearly independent of each other (and of the constant) and leave nothing but rounding errors of the
    /// others: a linear program over these is well posed.
    /// </summary>
    public ImmutableArray<int> Independent { get; }

    /// <summary>2^k for every column: the scaled column has a largest entry between 1/2 and 1.</summary>
    public double[] Scales { get; }

    /// <summary>The number of columns, the constant included.</summary>
    public int Count => Scales.Length;

    /// <summary>Sums AᵀA over some inputs and inverts it.</summary>
    public static NormalEquations Of(InputActivations activations, ReadOffForm form, IReadOnlyList<int> inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var columns = activations.Columns(form);
        var count = columns.Length + (form == ReadOffForm.Affine ? 1 : 0);
        var largest = new double[count];
        var moments = zeros(count, count, float64);
        foreach (var block in inputs.Chunk(2048))
        {
            using var step = NewDisposeScope();
            var rows = new double[block.Length * count];
            for (var i = 0; i < block.Length; i++)
            {
                Gather(activations[block[i]], columns.AsSpan(), rows.AsSpan(i * count, count));
                for (var j = 0; j < count; j++)
                {
                    largest[j] = Math.Max(largest[j], Math.Abs(rows[(i * count) + j]));
                }
            }

            var rows_nc = tensor(rows, [block.Length, count], float64);
            moments.add_(rows_nc.t().matmul(rows_nc));
        }

        double[] scales = [.. largest.Select(size => size == 0 ? 1 : Math.ScaleB(1, -Math.ILogB(size) - 1))];
        var scales_c = tensor(scales, float64);
        var scaled_cc = (moments * scales_c * scales_c.unsqueeze(1)).contiguous();
        var inverse_cc = linalg.pinv(scaled_cc, atol: 0, rtol: RelativeCut, hermitian: true).contiguous();
        var independent = FindIndependent(MemoryMarshal.Cast<byte, double>(scaled_cc.bytes).ToArray(), count, columns.Length);
        return new NormalEquations(
            MemoryMarshal.Cast<byte, double>(inverse_cc.bytes).ToArray(), scales, [.. independent.Order().Select(j => columns[j])]);
    }

    /// <summary>
    /// Cholesky's factorisation with the largest rest as the next pivot, the constant first; it stops where nothing but rounding is left.
    /// </summary>
    private static List<int> FindIndependent(double[] moments, int count, int neurons)
    {
        var chosen = new List<int>();
        double[] size = [.. Enumerable.Range(0, count).Select(j => moments[(j * count) + j])];
        double[] rest = [.. size];
        var factors = new List<double[]>();
        for (var next = count > neurons ? neurons : Largest(); next >= 0 && rest[next] > DependentCut * size[next]; next = Largest())
        {
            var factor = new double[count];
            for (var j = 0; j < count; j++)
            {
                var entry = moments[(next * count) + j];
                foreach (var earlier in factors)
                {
                    entry -= earlier[next] * earlier[j];
                }

                factor[j] = entry / Math.Sqrt(rest[next]);
            }

            for (var j = 0; j < count; j++)
            {
                rest[j] -= factor[j] * factor[j];
            }

            rest[next] = double.NegativeInfinity;
            factors.Add(factor);
            if (next < neurons)
            {
                chosen.Add(next);
            }
        }

        return chosen;

        int Largest()
        {
            var best = -1;
            for (var j = 0; j < neurons; j++)
            {
                best = size[j] > 0 && (best < 0 || rest[j] / size[j] > rest[best] / size[best]) ? j : best;
            }

            return best;
        }
    }

    /// <summary>One row of A: spanning neurons, then 1 where there is room for the constant.</summary>
    public static void Gather(ReadOnlySpan<double> activations, ReadOnlySpan<int> columns, Span<double> row)
    {
        for (var j = 0; j < columns.Length; j++)
        {
            row[j] = activations[columns[j]];
        }

        row[columns.Length..].Fill(1);
    }

    /// <summary>A row of the inverse, for scaled columns.</summary>
    public ReadOnlySpan<double> Row(int column) => inverse.AsSpan(column * Count, Count);

    /// <summary>Adds (AᵀA)⁺ v to weights.</summary>
    public void AddSolution(ReadOnlySpan<double> v, Span<double> weights)
    {
        for (var j = 0; j < Count; j++)
        {
            var row = Row(j);
            double sum = 0;
            for (var k = 0; k < Count; k++)
            {
                sum += row[k] * Scales[k] * v[k];
            }

            weights[j] += Scales[j] * sum;
        }
    }
}
