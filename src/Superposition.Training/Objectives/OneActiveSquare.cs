using System.Numerics.Tensors;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Superposition.Objectives;

/// <summary>
/// Squares of the outputs for pairs with exactly one active member. There are s(m − s) of them an input, a share 2s/m of all: feature by
/// feature, the inputs in which it is active meet the m − 1 pairs that it belongs to, in three products whose sizes add up to n·s·m·d.
/// </summary>
internal static class OneActiveSquare
{
    /// <summary>Multiplications, counting a number that is copied as three.</summary>
    public static double Cost(ReadOffPass pass, PairAnds pairs)
    {
        double active = pass.Targets.Inputs!.Features.Length, m = pairs.Features, d = pass.Neurons;
        return (3 * active * m * d) + (6 * m * m * d) + (6 * active * d);
    }

    /// <summary>Adds weight × factor × the derivative to the gradients, and returns weight × the sum.</summary>
    public static double Add(ReadOffPass pass, PairAnds pairs, double weight, double factor)
    {
        var (inputs, d, others) = (pass.Targets.Inputs!, pass.Neurons, pairs.Features - 1);
        var (owners, starts) = InputsOf(inputs, pairs.Features);
        var h_nd = pass.Workspace.Take("one.activations", pass.Inputs, d);
        var slope_nd = pass.Workspace.Take("one.activation-gradient", pass.Inputs, d);
        var o_nl = pass.Workspace.Take("one.outputs", pass.Inputs, others);
        var r_ld = pass.Workspace.Take("one.rows", others, d);
        var outputs = new int[others];
        var sum = 0.0;
        for (var k = 0; k < pairs.Features; k++)
        {
            var own = owners.AsSpan(starts[k], starts[k + 1] - starts[k]);
            if (own.IsEmpty)
            {
                continue;
            }

            using var scope = NewDisposeScope();
            for (var l = 0; l < others; l++)
            {
                outputs[l] = l < k ? pairs.IndexOf(l, k) : pairs.IndexOf(k, l + 1);
            }

            Gather(pass.Activations, own, h_nd);
            Gather(pass.Weight, outputs, r_ld);
            var h_bd = h_nd.narrow(0, 0, own.Length);
            var o_bl = o_nl.narrow(0, 0, own.Length).addmm_(h_bd, r_ld.t(), 0, 1);
            sum += Excess(pass, inputs, own, k, outputs, o_bl);
            if (!pass.NeedsGradient)
            {
                continue;
            }

            var scale = (float)(2 * weight * factor);
            if (pass.BiasGradient is not null)
            {
                Scatter(o_bl.sum(dim: 0).mul_(scale), outputs, 1, pass.BiasGradient);
            }

            if (pass.ActivationGradient is not null)
            {
                Scatter(slope_nd.narrow(0, 0, own.Length).addmm_(o_bl, r_ld, 0, scale), own, d, pass.ActivationGradient);
            }

            if (pass.WeightGradient is not null)
            {
                // The rows themselves are no longer needed: their derivative takes their place.
                Scatter(r_ld.addmm_(o_bl.t(), h_bd, 0, scale), outputs, d, pass.WeightGradient);
            }
        }

        return weight * sum;
    }

    /// <summary>For every feature the inputs in which it is active.</summary>
    private static (int[] Owners, int[] Starts) InputsOf(ActiveSets inputs, int features)
    {
        var starts = new int[features + 1];
        foreach (var feature in inputs.Features)
        {
            starts[feature + 1]++;
        }

        for (var k = 0; k < features; k++)
        {
            starts[k + 1] += starts[k];
        }

        var next = starts[..features];
        var owners = new int[inputs.Features.Length];
        for (var i = 0; i < inputs.Count; i++)
        {
            foreach (var feature in inputs[i])
            {
                owners[next[feature]++] = i;
            }
        }

        return (owners, starts);
    }

    /// <summary>Adds c, puts 0 where the other member is active too, and sums the squares.</summary>
    private static double Excess(ReadOffPass pass, ActiveSets inputs, ReadOnlySpan<int> own, int feature, int[] outputs, Tensor o_bl)
    {
        var cells = o_bl.Floats();
        float[] bias = [];
        if (pass.Bias is not null)
        {
            var c_g = pass.Bias.Floats();
            bias = new float[outputs.Length];
            for (var l = 0; l < bias.Length; l++)
            {
                bias[l] = c_g[outputs[l]];
            }
        }

        var sum = 0.0;
        for (var i = 0; i < own.Length; i++)
        {
            var row = cells.Slice(i * outputs.Length, outputs.Length);
            if (bias.Length > 0)
            {
                TensorPrimitives.Add(row, bias, row);
            }

            foreach (var other in inputs[own[i]])
            {
                if (other != feature)
                {
                    row[other < feature ? other : other - 1] = 0;
                }
            }

            sum += TensorPrimitives.SumOfSquares<float>(row);
        }

        return sum;
    }

    private static void Gather(Tensor rows, ReadOnlySpan<int> places, Tensor into)
    {
        var from = rows.Floats();
        var to = into.Floats();
        var width = (int)rows.shape[1];
        for (var i = 0; i < places.Length; i++)
        {
            from.Slice(checked(places[i] * width), width).CopyTo(to[(i * width)..]);
        }
    }

    private static void Scatter(Tensor rows, ReadOnlySpan<int> places, int width, Tensor onto)
    {
        var from = rows.Floats();
        var to = onto.Floats();
        for (var i = 0; i < places.Length; i++)
        {
            var target = to.Slice(checked(places[i] * width), width);
            TensorPrimitives.Add(target, from.Slice(i * width, width), target);
        }
    }

}
