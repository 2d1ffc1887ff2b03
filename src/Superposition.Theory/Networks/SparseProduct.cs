using System.Numerics.Tensors;
using Tensor = TorchSharp.torch.Tensor;

namespace Superposition.Networks;

/// <summary>
/// The product of sparse vectors with a dense matrix, and its derivative: n·s·c multiplications, without ever writing the vectors out.
/// Work is split between threads by columns, so that no two threads write the same number and the result is the same for every number of
/// threads.
/// </summary>
public static class SparseProduct
{
    /// <summary>Sums of rows: out_i = bias + Σ_k x_ik rows_k, cut off at 0 if asked for.</summary>
    /// <param name="vectors">n sparse vectors of length m.</param>
    /// <param name="rows_mc">The matrix, float32, contiguous, shape [m, c].</param>
    /// <param name="bias_c">Added to every sum, shape [c], or nothing.</param>
    /// <param name="cutOff">Whether negative sums become 0 (ReLU).</param>
    /// <param name="out_nc">Receives the sums, float32, contiguous, shape [n, c].</param>
    public static void Forward(SparseVectors vectors, Tensor rows_mc, Tensor? bias_c, bool cutOff, Tensor out_nc)
    {
        var columns = (int)rows_mc.shape[1];
        ColumnParts.Run((long)vectors.Places.Features.Length * columns, columns, (from, length) =>
        {
            var places = vectors.Places;
            var rows = rows_mc.Floats();
            var sums = out_nc.Floats();
            var bias = bias_c is null ? [] : bias_c.Floats().Slice(from, length);
            for (var i = 0; i < places.Count; i++)
            {
                var sum = sums.Slice((i * columns) + from, length);
                var (begin, end) = (places.Offsets[i], places.Offsets[i + 1]);
                if (bias.IsEmpty)
                {
                    sum.Clear();
                }
                else
                {
                    bias.CopyTo(sum);
                }

                for (var at = begin; at < end; at++)
                {
                    AddMultiple(rows.Slice((places.Features[at] * columns) + from, length), vectors, at, sum);
                }

                if (cutOff)
                {
                    TensorPrimitives.Max(sum, 0f, sum);
                }
            }
        });
    }

    /// <summary>
    /// The derivative with respect to the matrix: out_k = Σ_i x_ik gradient_i. What was in <paramref name="out_mc"/> is overwritten.
    /// </summary>
    /// <param name="vectors">n sparse vectors of length m.</param>
    /// <param name="gradient_nc">The derivative with respect to the sums, float32, contiguous, shape [n, c].</param>
    /// <param name="out_mc">Receives the derivative, float32, contiguous, shape [m, c].</param>
    public static void Backward(SparseVectors vectors, Tensor gradient_nc, Tensor out_mc)
    {
        var columns = (int)out_mc.shape[1];
        out_mc.Floats().Clear();
        ColumnParts.Run((long)vectors.Places.Features.Length * columns, columns, (from, length) =>
        {
            var places = vectors.Places;
            var gradients = gradient_nc.Floats();
            var rows = out_mc.Floats();
            for (var i = 0; i < places.Count; i++)
            {
                var gradient = gradients.Slice((i * columns) + from, length);
                for (var at = places.Offsets[i]; at < places.Offsets[i + 1]; at++)
                {
                    AddMultiple(gradient, vectors, at, rows.Slice((places.Features[at] * columns) + from, length));
                }
            }
        });
    }

    private static void AddMultiple(ReadOnlySpan<float> row, SparseVectors vectors, int at, Span<float> sum)
    {
        if (vectors.AreBoolean)
        {
            TensorPrimitives.Add(sum, row, sum);
        }
        else
        {
            TensorPrimitives.MultiplyAdd(row, vectors.Values[at], sum, sum);
        }
    }

}
