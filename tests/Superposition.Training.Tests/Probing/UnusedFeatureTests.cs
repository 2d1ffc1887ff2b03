using System.Globalization;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;
using Xunit.Abstractions;

namespace Superposition.Tests.Probing;

/// <summary>Networks trained on some ANDs hold others as well; a probe finds them, and interventions show that nothing uses them.</summary>
public class UnusedFeatureTests(ITestOutputHelper output)
{
    internal static ProbeSettings Settings { get; } = new()
    {
        Folds = 5,
        Ridge = 0.01,
        Controls = 1000,
        RandomDirections = 5000,
        Contexts = 64,
        FalseDiscoveryRate = 0.05,
        ReadableAuc = 0.95,
        ShareOfStrongest = 0.5,
        ImmaterialShare = 0.25,
    };

    [Fact]
    public void Held_out_pairs_are_readable_but_unused_in_a_small_network()
    {
        var shares = Probe(features: 12, neurons: 32, pairs: 15, steps: 800, seed: 0);
        Assert.InRange(shares.TrainedUsed, 0.9, 1);
        Assert.InRange(shares.HeldOutUsed, 0, 0.05);
        Assert.InRange(shares.ControlAbsent, 0.95, 1);
    }

    [Theory, Trait("Category", "Slow")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Held_out_pairs_are_readable_but_unused_at_24_features_64_neurons_and_60_of_276_pairs(ulong seed)
    {
        var shares = Probe(features: 24, neurons: 64, pairs: 60, steps: 2000, seed);
        Assert.InRange(shares.TrainedUsed, 0.95, 1);
        Assert.InRange(shares.HeldOutReadable, 0.95, 1);
        Assert.InRange(shares.HeldOutReadableButUnused, 0.95, 1);
        Assert.InRange(shares.ControlAbsent, 0.95, 1);
    }

    private Shares Probe(int features, int neurons, int pairs, int steps, ulong seed)
    {
        using var network = PartlyTrained.Draw(features, neurons, pairs, steps, seed);
        var report = FeatureProbing.OfPairs(
            new NetworkSite(network.Trained, 0), new NetworkSite(network.Untrained, 0), PairAnds.All(features),
                InputSample.All(network.Inputs), Settings, network.Seed.For("probing"));
        var shares = new Shares(
            report.Share(Verdict.Used, network.TrainedPairs),
            network.HeldOutPairs.Average(i => report.Features[i].Readability!.HeldOut.Auc > 0.95 ? 1.0 : 0),
            report.Share(Verdict.ReadableButUnused, network.HeldOutPairs),
            report.Share(Verdict.Used, network.HeldOutPairs),
            report.Controls.Average(control => control.Verdict == Verdict.Absent ? 1.0 : 0));
        output.WriteLine(shares.ToString());
        foreach (var calls in MetricCalls.Of(report, network.TrainedPairs, network.HeldOutPairs))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{calls.Metric,-60} used {calls.OnUsed:F3} unused {calls.OnUnused:F3} control {calls.OnControls:F3}"));
        }

        return shares;
    }

    private sealed record Shares(
        double TrainedUsed, double HeldOutReadable, double HeldOutReadableButUnused, double HeldOutUsed, double ControlAbsent);
}
