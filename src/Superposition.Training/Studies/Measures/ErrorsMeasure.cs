using System.ComponentModel;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>
/// Errors on the inputs that are measured: the worst, the root mean square, those on the wrong side of ½, and all statistics by class of
/// input.
/// </summary>
[Description("Errors, on so many inputs (inputs, of which training from a pool cannot see inputs.unseen): epsilon (the worst), rms, "
    + "errors.threshold (outputs on the wrong side of ½), and mean, std, rms, median, q90, q99 and max by class of input.")]
public sealed record ErrorsMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        var errors = bench.Errors(read.Network);
        numbers.Add("inputs", errors.Inputs);
        numbers.Add("inputs.unseen", bench.Unseen);
        numbers.Add("", errors);
    }
}

/// <summary>What a construction's own theory predicts of its errors under its own read-off.</summary>
[Description("Errors that a construction predicts of itself, under its own read-off: predicted.epsilon, and predicted.mean and "
    + "predicted.std by class of input.")]
public sealed record PredictedErrorsMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (!read.IsOwn || read.Drawn.Predict?.Invoke() is not { } predicted)
        {
            return;
        }

        numbers.Add("predicted.epsilon", predicted.ExpectedMaximum(bench.Measured.Count));
        foreach (var expected in predicted.Classes)
        {
            numbers.Add($"predicted.mean.{expected.Class}", expected.Mean);
            numbers.Add($"predicted.std.{expected.Class}", expected.Std);
        }
    }
}
