using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>
/// The pseudo-inverse of AᵀA for the columns that a read-off weighs: spanning neurons, then the constant. Columns are scaled by powers of two, which is
/// exact, so that neurons of very different size do not spoil it. It serves least squares and the bounds on weights; nothing rests on its accuracy.
/// </summary>
internal sealed class NormalEquations
{
    // Singular values of A below 1e-6 of the largest count as 0.
    private const double RelativeCut = 1e-12;

    private readonly double[] inverse;

    private NormalEquations(double[] inverse, double[] scales)
    {
        this.inverse = inverse;
        Scales = scales;
    }

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
        var inverse_cc = linalg.pinv(moments * scales_c * scales_c.unsqueeze(1), atol: 0, rtol: RelativeCut, hermitian: true);
        return new NormalEquations(MemoryMarshal.Cast<byte, double>(inverse_cc.contiguous().bytes).ToArray(), scales);
    }

    /// <summary>One row of A: spanning neurons, then 1 where there is room for the constant.</summary>
    public static void Gather(ReadOnlySpan<float> activations, ReadOnlySpan<int> columns, Span<double> row)
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
