using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.UniversalAnd;

/// <summary>Laws that every construction keeps, the ones still to come included.</summary>
public class ConstructionContractTests
{
    private static readonly SparseInputs Inputs = new(16, 2, Sparsity.AtMost);

    public static TheoryData<string> EveryKind() => [.. UniversalAndConstructions.All.Select(c => c.Kind)];

    [Theory, MemberData(nameof(EveryKind))]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others(string kind)
    {
        using var first = Build(kind, 7);
        using var again = Build(kind, 7);
        using var other = Build(kind, 8);
        Assert.Equal(Weights(first), Weights(again));
        if (UniversalAndConstructions.Find(kind)!.DrawsWeights)
        {
            Assert.NotEqual(Weights(first), Weights(other));
        }
    }

    [Theory, MemberData(nameof(EveryKind))]
    public void Shapes_are_as_declared(string kind)
    {
        using var network = Build(kind, 0);
        var d = Neurons(kind);
        string[] encoding = UniversalAndConstructions.Find(kind)!.UsesEncoding ? [$"encoding [{d}, 16]"] : [];
        string[] correction = ((PairReadOff)network.ReadOff).Correction is { } k_cm ? [$"readout.correction [{k_cm.shape[0]}, 16]"] : [];
        var state = encoding.Length > 0 ? d : 16;
        Assert.Equal(
            [.. encoding, $"layers.0.bias [{d}]", $"layers.0.weight [{d}, {state}]", .. correction, $"readout.factors [{d}, 16]",
            "readout.scale []"], Shapes.Describe(network));
        Assert.Equal((16, 120, d), (network.Features, network.Outputs, network.Neurons));
    }

    [Theory, MemberData(nameof(EveryKind))]
    public void Building_and_measuring_leave_no_tensor_behind(string kind)
    {
        Measure(kind);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Measure(kind);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Measure(string kind)
        {
            using var network = Build(kind, 0);
            OutputErrors.Measure(network, PairAnds.All(16), InputSample.All(Inputs));
        }
    }

    [Theory, MemberData(nameof(EveryKind))]
    public void The_pair_read_off_gives_what_its_written_out_rows_give(string kind)
    {
        using var scope = NewDisposeScope();
        using var network = Build(kind, 3);
        using var dense = network.WithReadOff(((PairReadOff)network.ReadOff).ToDense());
        var inputs = Inputs.All(1000).First();
        using var noGradient = no_grad();
        Assert.True(network.Run(inputs).allclose(dense.Run(inputs), rtol: 1e-4, atol: 1e-4));
    }

    [Theory, MemberData(nameof(EveryKind))]
    public void Predictions_are_finite_and_cover_every_output(string kind)
    {
        var predicted = UniversalAndConstructions.Find(kind)!.Predict(new UniversalAndSize(Inputs, Neurons(kind)));
        Assert.Equal(120, predicted.Classes.Sum(c => c.PerInput), 1e-9);
        Assert.All(predicted.Classes, c => Assert.True(double.IsFinite(c.Mean) && double.IsFinite(c.Std) && c.Std >= 0));
        Assert.True(double.IsFinite(predicted.ExpectedMaximum(1000)));
    }

    [Fact]
    public void Naive_is_exact_on_every_input_of_any_sparsity()
    {
        using var network = Build("naive", 0);
        var report = OutputErrors.Measure(network, PairAnds.All(16), InputSample.All(new SparseInputs(16, 5, Sparsity.AtMost)));
        Assert.Equal(0, report.Epsilon);
    }

    [Fact]
    public void Dedicated_neurons_are_exact_on_their_pairs_and_silent_on_the_others()
    {
        using var network = Build("dedicated", 0);
        var report = OutputErrors.Measure(network, PairAnds.All(16), InputSample.All(new SparseInputs(16, 2, Sparsity.Exactly)));
        var predicted = UniversalAndConstructions.Find("dedicated")!.Predict(
            new UniversalAndSize(new SparseInputs(16, 2, Sparsity.Exactly), Neurons("dedicated")));

        // 120 inputs turn on one pair each; d of the 120 pairs have a neuron.
        Assert.Equal(-(120.0 - Neurons("dedicated")) / 120, report["both"].Mean, 1e-9);
        Assert.Equal(predicted["both"].Mean, report["both"].Mean, 1e-9);
        Assert.Equal(predicted["both"].Std, report["both"].Std, 1e-6);
        Assert.Equal((0, 0), (report["none"].Max, report["one"].Max));
    }

    [Theory]
    [InlineData("subset")]
    [InlineData("subset-averaging")]
    public void A_pair_that_shares_no_neuron_is_refused_with_the_sizes_and_the_way_out(string kind)
    {
        var size = new UniversalAndSize(new SparseInputs(32, 2, Sparsity.Exactly), 8, Density: 0.1);
        var refusal = Assert.Throws<ConstructionFailedException>(() => UniversalAndConstructions.Find(kind)!.Build(size, new Seed(0)));
        Assert.Matches(@"features \d+ and \d+ share no neuron.*m=32, d=8, p=0\.1.*raise d or p", refusal.Message);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_density_that_is_no_proper_probability_is_refused(double density)
    {
        var size = new UniversalAndSize(Inputs, 64, density);
        Assert.Contains(
            "strictly between 0 and 1", Assert.Throws<ConstructionFailedException>(
            () => new RandomSubsets().Build(size, new Seed(0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_naive_network_of_another_width_is_refused()
    {
        var refusal = Assert.Throws<ConstructionFailedException>(() => new Naive().Build(new UniversalAndSize(Inputs, 64), new Seed(0)));
        Assert.Contains("C(16,2) = 120", refusal.Message, StringComparison.Ordinal);
    }

    private static int Neurons(string kind) =>
        UniversalAndConstructions.Find(kind)!.RequiredNeurons(16) ?? (kind == "dedicated" ? 48 : 256);

    private static ReluNetwork Build(string kind, ulong seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(new UniversalAndSize(Inputs, Neurons(kind)), new Seed(seed));
    }

    private static float[] Weights(ReluNetwork network) => [.. network.Layers[0].Weight.data<float>()];
}
