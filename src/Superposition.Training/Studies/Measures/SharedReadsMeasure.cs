using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Probing;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>Whether the inputs on which a network of pairs fails can be told from one read a feature.</summary>
[Description("Whether a network of all pairs fails through reads that pairs share: the share of inputs with an output on the wrong side "
    + "of 1/2 (failing), wrong outputs on such an input (wrong.given-failure), the share of squared errors that one read a feature "
    + "explains (reads.explained), and how its margin tells failing inputs (reads.area, .precision, .recall; the threshold is chosen on "
    + "the other half of the inputs). Controls: reads of other inputs (permuted.), the number of active features alone (count.), and the "
    + "same errors dealt to other inputs (independent.failing and so on). Left out below 3 features, and where inputs times pairs are "
    + "more than 134,217,728.")]
public sealed record SharedReadsMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Boolean is not PairAnds pairs || bench.Task.Inputs.AreReal || bench.Task.Spec.Encoding?.Noise > 0
            || !SharedReads.AreOf(pairs, bench.Measured))
        {
            return;
        }

        var shared = SharedReads.Of(read.Network.Run, pairs, bench.Measured, context.Cancellation);
        var seed = bench.Seed.For("shared-reads");
        Add("", shared.Report(seed.Stream("halves")));
        context.Progress.Report(new CellProgress(0.8, "errors dealt to other inputs"));
        Add("independent.", shared.Dealt(seed.Stream("dealt")).Report(seed.Stream("halves")));

        void Add(string prefix, SharedReadsReport report)
        {
            numbers.Add($"{prefix}failing", report.Failing);
            numbers.Add($"{prefix}wrong.given-failure", report.Failing > 0 ? report.ErrorsGivenFailure : null);
            numbers.Add($"{prefix}reads.explained", report.Explained);
            foreach (var (name, found) in new[]
                { ("reads", report.Reads), ("permuted", report.Permuted), ("count", report.CountAlone) })
            {
                numbers.Add($"{prefix}{name}.area", found.Area);
                numbers.Add($"{prefix}{name}.precision", found.Precision);
                numbers.Add($"{prefix}{name}.recall", found.Recall);
            }
        }
    }
}
