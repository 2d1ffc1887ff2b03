namespace Superposition.Objectives;

/// <summary>Losses that are added up over outputs, with their derivatives: three products of n·g·d in bounded memory.</summary>
internal static class OutputSweep
{
    /// <summary>The weighted sum of a loss over all outputs, times a factor.</summary>
    public static double Run<TLoss>(ReadOffPass pass, TLoss loss, ClassWeighting? weighting, double factor)
        where TLoss : struct, IOutputLoss
    {
        if (TLoss.IsMargin && !pass.Targets.On.AreBoolean)
        {
            throw new ArgumentException("A loss of the side of ½ needs targets of 0 and 1, found real targets.", nameof(pass));
        }

        var byClass = weighting?.Of(pass.Targets);
        var blocks = new OutputBlocks(pass);
        var sum = 0.0;
        foreach (var start in blocks.Starts)
        {
            var block_bg = blocks.Excess(start, TLoss.IsMargin);
            sum += blocks.Sum(start, block_bg, byClass, loss);
            if (pass.NeedsGradient)
            {
                blocks.Accumulate(start, block_bg, factor, keep: 1);
            }
        }

        return sum * factor;
    }

    /// <summary>
    /// A function of the weighted mean of a loss that is taken relative to the largest excess. The peak is only known after the last block,
    /// so whatever was added up under a lower one is scaled down when a higher one comes: exact, and in one walk.
    /// </summary>
    public static double RunUnderPeak<TLoss>(ReadOffPass pass, TLoss loss, ClassWeighting? weighting)
        where TLoss : struct, IPeakLoss<TLoss>
    {
        var byClass = weighting?.Of(pass.Targets);
        var blocks = new OutputBlocks(pass);
        var share = 1 / ((double)pass.Inputs * pass.Outputs);
        var sum = 0.0;
        var peak = 1e-30f;
        var peaks = new List<(int Start, float Peak)>();
        foreach (var start in blocks.Starts)
        {
            var block_bg = blocks.Excess(start, isMargin: false);
            var higher = Math.Max(peak, OutputBlocks.Peak(block_bg));
            var keep = loss.Rescaling(peak, higher);
            peak = higher;
            peaks.Add((start, peak));
            sum = (sum * keep) + blocks.Sum(start, block_bg, byClass, loss.Under(peak));
            if (pass.NeedsGradient)
            {
                blocks.Accumulate(start, block_bg, share, keep);
            }
        }

        var (value, slope) = loss.Finish(sum * share, peak);
        pass.WeightGradient?.mul_((float)slope);
        pass.BiasGradient?.mul_((float)slope);
        foreach (var (start, at) in pass.ActivationGradient is null ? [] : peaks)
        {
            pass.ActivationGradient!.narrow(0, start, Math.Min(blocks.BlockInputs, pass.Inputs - start)).mul_(
                (float)(slope * loss.Rescaling(at, peak)));
        }

        return value;
    }
}
