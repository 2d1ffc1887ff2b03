using System.Numerics;
using System.Numerics.Tensors;
using Superposition.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Superposition.Objectives;

/// <summary>
/// Walks the outputs R h + c of a pass in blocks of inputs, so that a block stays in cache where it can and memory is bounded whatever n·g
/// is: the excess over the targets is written into the block, a loss turns it into derivatives, and these are multiplied into the
/// gradients.
/// </summary>
/// <param name="pass">The pass.</param>
/// <param name="wholeUpTo">With no more outputs than this, all of them are one block.</param>
internal sealed class OutputBlocks(ReadOffPass pass, int wholeUpTo = 0)
{
    // Half a megabyte fits the second-level cache; R has to be read again for every block, so blocks are not made thinner than 256 inputs;
    // and no block is larger than 256 MiB.
    private const int InCache = 1 << 17;
    private const int Thinnest = 256;
    private const int Largest = 1 << 26;

    // Sums run over segments of this length in a fixed order, so that they do not depend on the number of threads.
    private const int Segment = 1 << 14;

    /// <summary>How many inputs a block has.</summary>
    public int BlockInputs { get; } = (long)pass.Inputs * pass.Outputs <= wholeUpTo
        ? pass.Inputs
        : Math.Clamp(Math.Min(Math.Max(Thinnest, InCache / pass.Outputs), Largest / pass.Outputs), 1, pass.Inputs);

    /// <summary>The first inputs of all blocks.</summary>
    public IEnumerable<int> Starts
    {
        get
        {
            for (var start = 0; start < pass.Inputs; start += BlockInputs)
            {
                yield return start;
            }
        }
    }

    /// <summary>
    /// The excess u of the outputs over the targets for the inputs from one on, shape [b, g]. It lies in a buffer that the next block takes
    /// over.
    /// </summary>
    public Tensor Excess(int start, bool isMargin)
    {
        var count = Math.Min(BlockInputs, pass.Inputs - start);
        var block_bg = pass.Workspace.Take("outputs", BlockInputs, pass.Outputs).narrow(0, 0, count);
        var h_bd = pass.Activations.narrow(0, start, count);
        if (pass.Bias is not null)
        {
            block_bg.copy_(pass.Bias.expand(count, pass.Outputs));
        }

        block_bg.addmm_(h_bd, pass.Weight.t(), pass.Bias is null ? 0 : 1, 1);
        var outputs = block_bg.Floats();
        ForEachOn(start, count, (cell, target, cells) => cells[cell] = isMargin ? 1 - cells[cell] : cells[cell] - target, outputs);
        return block_bg;
    }

    /// <summary>Sums a loss over a block and turns the excess into the derivative of that sum.</summary>
    public double Sum<TLoss>(int start, Tensor block_bg, float[]? byClass, TLoss loss)
        where TLoss : struct, IOutputLoss
    {
        var length = (int)block_bg.numel();
        var parts = new double[(length + Segment - 1) / Segment];
        Tensor? weights_bg = null;
        if (byClass is not null)
        {
            weights_bg = pass.Workspace.Take("weights", BlockInputs, pass.Outputs);
            ClassWeighting.Fill(pass.Targets, start, byClass, weights_bg.Floats()[..length]);
        }

        InParallel(parts.Length, length, part =>
        {
            var cells = block_bg.Floats().Slice(part * Segment, Math.Min(Segment, length - (part * Segment)));
            parts[part] = SumCells(cells, weights_bg is null ? [] : weights_bg.Floats().Slice(part * Segment, cells.Length), loss);
        });
        if (TLoss.IsMargin)
        {
            ForEachOn(start, (int)block_bg.shape[0], (cell, _, cells) => cells[cell] = -cells[cell], block_bg.Floats());
        }

        return parts.Sum();
    }

    /// <summary>
    /// Adds a block's derivatives, times a scale, to the gradients; before that, what the gradients of R and c hold is multiplied by
    /// <paramref name="keep"/>.
    /// </summary>
    public void Accumulate(int start, Tensor block_bg, double scale, double keep)
    {
        var count = block_bg.shape[0];
        var h_bd = pass.Activations.narrow(0, start, count);
        pass.ActivationGradient?.narrow(0, start, count).addmm_(block_bg, pass.Weight, 0, (float)scale);
        pass.WeightGradient?.addmm_(block_bg.t(), h_bd, start == 0 ? 0 : (float)keep, (float)scale);
        if (pass.BiasGradient is { } bias)
        {
            var ones_b = pass.Workspace.Take("ones", BlockInputs).fill_(1).narrow(0, 0, count);
            bias.addmv_(block_bg.t(), ones_b, start == 0 ? 0 : (float)keep, (float)scale);
        }
    }

    /// <summary>The largest absolute value in a block.</summary>
    public static float Peak(Tensor block_bg)
    {
        var length = (int)block_bg.numel();
        var parts = new float[(length + Segment - 1) / Segment];
        InParallel(parts.Length, length, part =>
        {
            var cells = block_bg.Floats().Slice(part * Segment, Math.Min(Segment, length - (part * Segment)));
            parts[part] = Math.Abs(TensorPrimitives.MaxMagnitude<float>(cells));
        });
        return parts.Max();
    }


    private static void InParallel(int parts, int length, Action<int> part)
    {
        if (length > 1 << 16 && get_num_threads() > 1)
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, part);
            return;
        }

        for (var i = 0; i < parts; i++)
        {
            part(i);
        }
    }

    private static double SumCells<TLoss>(Span<float> cells, ReadOnlySpan<float> weights, TLoss loss)
        where TLoss : struct, IOutputLoss
    {
        var width = Vector<float>.Count;
        var sum = Vector<double>.Zero;
        var partial = Vector<float>.Zero;
        var i = 0;
        for (; i <= cells.Length - width; i += width)
        {
            var value = loss.Evaluate(new Vector<float>(cells[i..]), out var derivative);
            if (!weights.IsEmpty)
            {
                var weight = new Vector<float>(weights[i..]);
                value *= weight;
                derivative *= weight;
            }

            derivative.CopyTo(cells[i..]);
            partial += value;
            if ((i & 1023) == 0)
            {
                Flush(ref sum, ref partial);
            }
        }

        Flush(ref sum, ref partial);
        var total = Vector.Sum(sum);
        for (; i < cells.Length; i++)
        {
            var value = loss.Evaluate(new Vector<float>(cells[i]), out var derivative);
            var weight = weights.IsEmpty ? 1 : weights[i];
            cells[i] = derivative[0] * weight;
            total += value[0] * weight;
        }

        return total;
    }

    private static void Flush(ref Vector<double> sum, ref Vector<float> partial)
    {
        Vector.Widen(partial, out var low, out var high);
        sum += low + high;
        partial = Vector<float>.Zero;
    }

    private delegate void Cell(int cell, float target, Span<float> cells);

    private void ForEachOn(int start, int count, Cell visit, Span<float> cells)
    {
        var on = pass.Targets.On;
        var offsets = on.Places.Offsets;
        for (var i = 0; i < count; i++)
        {
            for (var at = offsets[start + i]; at < offsets[start + i + 1]; at++)
            {
                visit((i * pass.Outputs) + on.Places.Features[at], on.ValueAt(at), cells);
            }
        }
    }
}
