using System.Globalization;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.TargetedAnds;
using Superposition.UniversalAnd;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.TargetedAnds;

/// <summary>ANDs of chosen pairs.</summary>
public class TargetedLayerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Assignment.Balanced)]
    [InlineData(Assignment.Random)]
    public void Every_gate_has_its_group_and_every_feature_the_groups_of_its_gates(Assignment assignment)
    {
        using var scope = NewDisposeScope();
        var design = Design(64, 2, 64, 256, 8) with { Assignment = assignment };
        using var network = TargetedLayer.Build(design, new Seed(1));
        var rows_gd = ((DenseReadOff)network.ReadOff).Weight;
        var weight_dm = network.Layers[0].Weight;
        for (var gate = 0; gate < design.Targets.Count; gate++)
        {
            var group = (rows_gd[gate] > 0).nonzero().flatten();
            Assert.Equal(8, group.numel());
            var (k, l) = design.Targets.Pairs[gate];
            Assert.Equal(16, weight_dm.index_select(0, group).index_select(1, tensor(new long[] { k, l })).sum().item<float>());
        }

        Assert.Equal(0, rows_gd.sum(1).abs().max().item<float>(), 1e-5);
        Assert.True(weight_dm.max().item<float>() == 1 && weight_dm.min().item<float>() == 0);
    }

    [Fact]
    public void Balanced_groups_use_every_neuron_equally_often()
    {
        using var scope = NewDisposeScope();
        var design = Design(64, 2, 64, 256, 8);
        using var network = TargetedLayer.Build(design, new Seed(2));
        var uses = (((DenseReadOff)network.ReadOff).Weight > 0).to(int32).sum([0L]).to(int32);
        Assert.Equal((2, 2), (uses.min().item<int>(), uses.max().item<int>()));
    }

    [Theory]
    [InlineData(2, 512, 512, 1024, 8)]
    [InlineData(3, 512, 512, 1024, 16)]
    [InlineData(3, 768, 1024, 2048, 12)]
    public void Errors_of_the_indicator_are_as_predicted(int active, int features, int gates, int neurons, int size) =>
        Check(Design(features, active, gates, neurons, size), oneTolerance: 0.05);

    [Theory]
    [InlineData(2, 512, 512, 512, 512, 8)]
    [InlineData(3, 512, 512, 1024, 1024, 8)]
    [InlineData(3, 1024, 1024, 1024, 1024, 12)]
    public void Errors_with_superposed_inputs_are_as_predicted(int active, int features, int gates, int neurons, int dimension, int size) =>
        Check(
            Design(features, active, gates, neurons, size) with { Encoding = new EncodingSize(EncodingKind.Gaussian, dimension) },
            oneTolerance: 0.05);

    [Fact]
    public void More_gates_for_a_feature_than_its_column_holds_are_refused()
    {
        var star = PairAnds.Of(64, Enumerable.Range(1, 40).Select(leaf => (0, leaf)));
        var refusal = Assert.Throws<ConstructionFailedException>(
            () => TargetedLayer.Build(new TargetedDesign(new SparseInputs(64, 2, Sparsity.Exactly), star, 256, 8), new Seed(0)));
        Assert.Contains("feature 0 is in 40 gates", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Building_and_measuring_leave_no_tensor_behind()
    {
        Measure();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Measure();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Measure()
        {
            var design = Design(64, 2, 64, 256, 8) with { Encoding = new EncodingSize(EncodingKind.Gaussian, 64) };
            using var network = TargetedLayer.Build(design, new Seed(2));
            OutputErrors.Measure(network, design.Targets, InputSample.Drawn(design.Inputs, 50, new Seed(3)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_bridge_has_as_many_neurons_for_a_gate_as_predicted(double lambda)
    {
        using var scope = NewDisposeScope();
        var gates = PairAnds.Draw(128, 128, new Seed(21).Stream("gates"));
        using var network = BridgeLayer.Build(128, gates, gates, 8192, load: 12, lambda, new Seed(22));
        var weight_dm = network.Layers[0].Weight;
        var shared_mm = weight_dm.t().matmul(weight_dm);
        var mean = gates.Pairs.Average(pair => shared_mm[pair.First, pair.Second].item<float>());
        Assert.InRange(mean / NeuronsOfAGate(gates, 8192, 12, lambda), 0.95, 1.05);
    }

    /// <summary>
    /// The neurons expected to see both features of a gate, on average over the gates: about d (p² + λL/(2m')) with p = L/m.
    /// </summary>
    private static double NeuronsOfAGate(PairAnds gates, int neurons, double load, double lambda)
    {
        var degrees = gates.Pairs.SelectMany(pair => new[] { pair.First, pair.Second }).CountBy(feature => feature).ToDictionary();
        var single = (1 - lambda) * load / gates.Features;
        var paired = lambda * load / 2 / gates.Count;

        // A neuron misses a feature when none of its draws hits it: single features at one rate, the feature's gates at the other.
        return neurons * gates.Pairs.Average(pair =>
        {
            var (first, second) = (degrees[pair.First], degrees[pair.Second]);
            return 1 - Math.Exp(-single - (paired * first)) - Math.Exp(-single - (paired * second)) + Math.Exp(
                (-2 * single) - (paired * (first + second - 1)));
        });
    }

    private void Check(TargetedDesign design, double oneTolerance)
    {
        var predicted = TargetedPrediction.Predict(design);
        var random = Reports(design, draw => InputSample.Drawn(design.Inputs, 500, new Seed(500 + draw)));
        var planted = Reports(design, draw => PlantedInputs.Draw(design.Inputs, design.Targets, 500, new Seed(600 + draw)));
        foreach (var (name, reports, tolerance) in new[] { ("none", random, 0.04), ("one", random, oneTolerance), ("both", planted, 0.08) })
        {
            var mean = reports.Average(report => report[name].Mean);
            var std = Math.Sqrt(reports.Average(report => Math.Pow(report[name].Rms, 2)) - (mean * mean));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: n {reports[0][name].Count} std {std:F4} predicted {predicted[name].Std:F4}, mean {mean:F4} predicted "
                + $"{predicted[name].Mean:F4}"));
            if (predicted[name].Std > 1e-6)
            {
                Assert.InRange(std / predicted[name].Std, 1 - tolerance, 1 + tolerance);
            }

            Assert.InRange(mean - predicted[name].Mean, -0.01 - (0.1 * predicted[name].Std), 0.01 + (0.1 * predicted[name].Std));
        }
    }

    private static ErrorReport[] Reports(TargetedDesign design, Func<ulong, InputSample> sample) =>
        [.. Enumerable.Range(0, 2).Select(draw =>
        {
            using var network = TargetedLayer.Build(design, new Seed(700 + (ulong)draw));
            return OutputErrors.Measure(network, design.Targets, sample((ulong)draw));
        })];

    private static TargetedDesign Design(int features, int active, int gates, int neurons, int size) =>
        new(
            new SparseInputs(features, active, Sparsity.Exactly),
            PairAnds.Draw(features, gates, new Seed(11).Stream("gates")), neurons, size);
}
