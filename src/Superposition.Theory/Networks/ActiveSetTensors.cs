using System.Runtime.InteropServices;
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
        var cells = MemoryMarshal.Cast<byte, float>(x_nm.bytes);
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
    public static Tensor SumRows(this ActiveSets inputs, Tensor rows_mc)
    {
        using var scope = NewDisposeScope();
        var features = tensor(inputs.Features.ToArray(), int64);
        var owners = new long[inputs.Features.Length];
        for (var i = 0; i < inputs.Count; i++)
        {
            owners.AsSpan(inputs.Offsets[i], inputs.Offsets[i + 1] - inputs.Offsets[i]).Fill(i);
        }

        var sums_nc = zeros([inputs.Count, rows_mc.shape[1]], rows_mc.dtype)
            .index_add(0, tensor(owners, int64), rows_mc.index_select(0, features), RootedScalars.One);
        return sums_nc.MoveToOuterDisposeScope();
    }
}
