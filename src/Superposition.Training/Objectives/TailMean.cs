using System.Numerics;
using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace Superposition.Objectives;

/// <summary>
/// The mean of the largest absolute errors, a given share of all (conditional value at risk): with the share 1 the mean absolute error, and
/// the worst error ε as the share goes to 0. The share is met exactly: errors that equal the threshold count in part.
/// </summary>
/// <param name="share">The share, above 0 and at most 1.</param>
public sealed class TailMean(double share) : IObjective
{
    // Up to this many outputs are kept rather than computed three times: 64 MiB.
    private const int Kept = 1 << 24;
    private const int LowBits = 15;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"CVaR {100 * share} %");

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass)
    {
        var blocks = new OutputBlocks(pass, Kept);
        var isKept = blocks.BlockInputs == pass.Inputs;
        var kept = isKept ? blocks.Excess(0, isMargin: false) : null;
        var wanted = Math.Max(1, share * pass.Inputs * pass.Outputs);

        // The threshold is found by its bits, the high ones first: positive floats are in the order of their bit patterns.
        var (high, aboveHigh) = Select(Histogram(blocks, kept, bits => (int)(bits >> LowBits), 1 << (32 - LowBits)), wanted);
        var low = Histogram(blocks, kept, bits => bits >> LowBits == high ? (int)(bits & ((1 << LowBits) - 1)) : -1, 1 << LowBits);
        var (lowBits, aboveLow) = Select(low, wanted - aboveHigh);
        var threshold = BitConverter.UInt32BitsToSingle(((uint)high << LowBits) | (uint)lowBits);
        var tail = new Tail(threshold, (float)((wanted - aboveHigh - aboveLow) / low[lowBits]));
        var sum = 0.0;
        foreach (var start in blocks.Starts)
        {
            var block_bg = kept ?? blocks.Excess(start, isMargin: false);
            sum += blocks.Sum(start, block_bg, byClass: null, tail);
            if (pass.NeedsGradient)
            {
                blocks.Accumulate(start, block_bg, 1 / wanted, keep: 1);
            }
        }

        return sum / wanted;
    }

    private static long[] Histogram(OutputBlocks blocks, Tensor? kept, Func<uint, int> bin, int bins)
    {
        var counts = new long[bins];
        foreach (var start in blocks.Starts)
        {
            foreach (var cell in MemoryMarshal.Cast<byte, uint>((kept ?? blocks.Excess(start, isMargin: false)).bytes))
            {
                if (bin(cell & 0x7fffffff) is >= 0 and var index)
                {
                    counts[index]++;
                }
            }
        }

        return counts;
    }

    /// <summary>The bin in which a number of cells, counted from the top, is reached, and how many cells lie above the bin.</summary>
    private static (int Bin, long Above) Select(long[] counts, double wanted)
    {
        var above = 0L;
        var bin = counts.Length - 1;
        while (bin > 0 && above + counts[bin] < wanted)
        {
            above += counts[bin--];
        }

        return (bin, above);
    }

    private readonly struct Tail(float threshold, float shareOfEqual) : IOutputLoss
    {
        public static bool IsMargin => false;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            var size = Vector.Abs(excess);
            var equal = Vector.ConditionalSelect(
                Vector.Equals(size, new Vector<float>(threshold)), new Vector<float>(shareOfEqual), Vector<float>.Zero);
            var weight = Vector.ConditionalSelect(Vector.GreaterThan(size, new Vector<float>(threshold)), Vector<float>.One, equal);
            derivative = Vector.ConditionalSelect(Vector.LessThan(excess, Vector<float>.Zero), -weight, weight);
            return size * weight;
        }
    }
}
