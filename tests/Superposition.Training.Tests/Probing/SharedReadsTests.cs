using Superposition.Booleans;
using Superposition.Probing;
using static TorchSharp.torch;

namespace Superposition.Tests.Probing;

public class SharedReadsTests
{
    private static readonly PairAnds Pairs = PairAnds.All(10);
    private static readonly InputSample Inputs = InputSample.All(new SparseInputs(10, 3, Sparsity.AtMost));

    [Fact]
    public void Errors_that_are_sums_of_reads_are_explained_and_tell_every_failing_input()
    {
        var shared = SharedReads.Of(Planted(shared: 0.15, own: 0), Pairs, Inputs);
        var report = shared.Report(new Seed(1).Stream("test"));
        Assert.InRange(report.Failing, 0.05, 0.9);
        Assert.True(report.Explained > 0.99, $"explained {report.Explained}");
        Assert.True(report.Reads.Area > 0.99, $"area {report.Reads.Area}");
        Assert.True(report.Reads.Precision > 0.9 && report.Reads.Recall > 0.8, $"{report.Reads}");
        Assert.True(report.Permuted.Area < report.Reads.Area - 0.1, $"{report.Permuted} against {report.Reads}");

        // The same errors dealt to other inputs are as many, but no longer share anything, so that more inputs fail with fewer errors each.
        var dealt = shared.Dealt(new Seed(1).Stream("dealt")).Report(new Seed(1).Stream("test"));
        Assert.Equal(
            report.Failing * report.ErrorsGivenFailure, dealt.Failing * dealt.ErrorsGivenFailure, 9);
        Assert.True(dealt.Failing > report.Failing * 1.1, $"{dealt.Failing} against {report.Failing}");
        Assert.True(dealt.Reads.Area < report.Reads.Area, $"{dealt.Reads} against {report.Reads}");
    }

    [Fact]
    public void Errors_that_share_nothing_are_explained_as_far_as_there_are_numbers_to_fit()
    {
        var report = SharedReads.Of(Planted(shared: 0, own: 0.15), Pairs, Inputs).Report(new Seed(1).Stream("test"));
        Assert.InRange(report.Explained, 0.8 * 10 / 45, 1.2 * 10 / 45);
    }

    [Fact]
    public void Reads_need_three_features_and_stop_when_they_are_told_to()
    {
        Assert.True(SharedReads.AreOf(Pairs, Inputs));
        Assert.False(SharedReads.AreOf(PairAnds.All(2), InputSample.All(new SparseInputs(2, 2, Sparsity.AtMost))));
        Assert.False(SharedReads.AreOf(PairAnds.Of(10, [(0, 1)]), Inputs));
        using var stop = new CancellationTokenSource();
        var shared = SharedReads.Of(Planted(shared: 0.15, own: 0), Pairs, Inputs, stop.Token);
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => shared.Report(new Seed(1).Stream("test")));
    }

    [Fact]
    public void A_threshold_is_chosen_on_one_half_and_judged_on_the_other()
    {
        double[] margins = [.. Enumerable.Range(0, 400).Select(i => (double)i)];
        var perfect = Detection.Of(margins, [.. margins.Select(margin => margin < 100)], new Seed(0).Stream("test"));
        Assert.Equal(1, perfect.Area);
        Assert.InRange(perfect.Precision, 0.95, 1);
        Assert.InRange(perfect.Recall, 0.95, 1);
        var reversed = Detection.Of(margins, [.. margins.Select(margin => margin >= 300)], new Seed(0).Stream("test"));
        Assert.Equal(0, reversed.Area);
        var none = Detection.Of(margins, [.. margins.Select(_ => false)], new Seed(0).Stream("test"));
        Assert.True(double.IsNaN(none.Area) && double.IsNaN(none.Precision));
    }

    /// <summary>The right outputs, with errors that are sums of a read of either feature, and errors of their own.</summary>
    private static Func<ActiveSets, Tensor> Planted(double shared, double own) => inputs =>
    {
        var out_ng = zeros(inputs.Count, Pairs.Count);
        var classes = new byte[Pairs.Count];
        for (var i = 0; i < inputs.Count; i++)
        {
            Pairs.Classify(inputs[i], classes);
            var random = new Seed(7).Stream(string.Join('-', inputs[i].ToArray()));
            double[] reads = [.. Enumerable.Range(0, Pairs.Features).Select(_ => shared * Normal(random))];
            out_ng[i] = tensor(Pairs.Pairs.Select((pair, j) =>
                (float)(Pairs.ValueOf(classes[j]) + reads[pair.First] + reads[pair.Second] + (own * Normal(random)))).ToArray());
        }

        return out_ng;
    };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
