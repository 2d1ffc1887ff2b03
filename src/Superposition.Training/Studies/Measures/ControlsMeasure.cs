using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Studies.Networks;
using Superposition.Studies.ReadOffs;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Measures;

/// <summary>Whether a network does better than whatever computes nothing in superposition, on the same inputs.</summary>
[Description("A network of ANDs of pairs and what computes nothing in superposition, on the same inputs: rms of the answer 0 "
    + "(control.zero), of as many pairs computed exactly as there are ReLUs (control.naive) and of least squares on the raw input "
    + "(control.linear); rms.ratio, its rms over the smallest of them; better.mean where that is below 1, better.worst where epsilon is "
    + "below 1/4, which a read-off of the raw input has, and better, both.")]
public sealed record ControlsMeasure : MeasureSpec
{
    /// <summary>ε of the best affine read-off of the raw input.</summary>
    private const double Quarter = 0.25;

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Boolean is not PairAnds pairs || bench.Task.Inputs.AreReal || bench.Task.Spec.Encoding is not null)
        {
            return;
        }

        var own = bench.Errors(read.Network);
        var (zero, linear) = (Of(Control.Zero), Of(Control.LinearLeastSquares));
        var naive = Naive(bench, pairs, Math.Min(read.Network.Neurons, pairs.Count));
        numbers.Add("control.zero", zero);
        numbers.Add("control.naive", naive);
        numbers.Add("control.linear", linear);
        var best = Math.Min(Math.Min(zero, linear), naive);
        var (mean, worst) = (own.Rms < best, own.Epsilon < Quarter);
        numbers.Add("rms.ratio", own.Rms / best);
        numbers.Add("better.mean", mean);
        numbers.Add("better.worst", worst);
        numbers.Add("better", mean && worst);

        double Of(Control control)
        {
            using var drawn = new ControlNetwork { Name = "control", Control = control }.Draw(bench, context);
            return bench.Errors(drawn.Network).Rms;
        }
    }

    /// <summary>The rms of as many of the pairs that are asked for as there are neurons, computed exactly.</summary>
    private static double Naive(StudyBench bench, PairAnds pairs, int neurons)
    {
        using var generator = bench.SeedOf(FormattableString.Invariant($"dedicated-d{neurons}")).Generator("construction");
        using var all = DedicatedSubset.Of(pairs, neurons, generator);
        using var asked = all.WithReadOff(((PairReadOff)all.ReadOff).For(pairs));
        return bench.Errors(asked).Rms;
    }
}
