using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>Sparse inputs as tensors: the bridge from ground truth to networks.</summary>
public static class ActiveSetTensors
{
    /// <summary>Rows of zeros and ones, shape [n, m].</summary>
    public static Tensor ToDense(this ActiveSets inputs, int features)
    {
        var x_nm = zeros(inputs.Count, features);
        var cells = x_nm.Floats();
        for (var i = 0; i < inputs.Count; i++)
        {
            foreach (var feature in inputs[i])
            {
                cells[(i * features) + feature] = 1;
            }
        }

        return x_nm;
    }

    /// <summary>The sum of each input's active rows, shape [n, c]: the product of the inputs with a matrix, at a cost of n·s·c.</summary>
    /// <param name="inputs">n inputs.</param>
    /// <param name="rows_mc">One row a feature, shape [m, c].</param>
    public static Tensor SumRows(this ActiveSets inputs, Tensor rows_mc) => new SparseVectors(inputs).SumRows(rows_mc);

    /// <summary>
    /// The product of sparse vectors with a matrix, shape [n, c], at a cost of n·s·c. It has a gradient where the matrix has one.
    /// </summary>
    /// <param name="vectors">n sparse vectors of length m.</param>
    /// <param name="rows_mc">The matrix, shape [m, c].</param>
    public static Tensor SumRows(this SparseVectors vectors, Tensor rows_mc)
    {
        using var scope = NewDisposeScope();
        if (rows_mc.dtype == float32 && !(is_grad_enabled() && rows_mc.requires_grad))
        {
            var sums_nc = empty(vectors.Count, rows_mc.shape[1]);
            SparseProduct.Forward(vectors, rows_mc.contiguous(), bias_c: null, cutOff: false, sums_nc);
            return sums_nc.MoveToOuterDisposeScope();
        }

        var places = vectors.Places;
        var owners = new long[places.Features.Length];
        for (var i = 0; i < places.Count; i++)
        {
            owners.AsSpan(places.Offsets[i], places.Offsets[i + 1] - places.Offsets[i]).Fill(i);
        }

        var rows_kc = rows_mc.index_select(0, tensor(places.Features.ToArray(), int64));
        if (!vectors.AreBoolean)
        {
            rows_kc = rows_kc * tensor(vectors.Values.ToArray()).unsqueeze(1).to(rows_mc.dtype);
        }

        return zeros([places.Count, rows_mc.shape[1]], rows_mc.dtype).index_add(
            0, tensor(owners, int64), rows_kc, RootedScalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>The sum of the vectors, float64, shape [m].</summary>
    public static Tensor Totals(this SparseVectors vectors, int length)
    {
        var totals = new double[length];
        for (var at = 0; at < vectors.Places.Features.Length; at++)
        {
            totals[vectors.Places.Features[at]] += vectors.ValueAt(at);
        }

        return tensor(totals);
    }
}
