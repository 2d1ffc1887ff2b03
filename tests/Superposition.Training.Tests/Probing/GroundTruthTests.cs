using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.UniversalAnd;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.Probing;

/// <summary>Networks of which it is known without any measurement what they hold and what they use.</summary>
public class GroundTruthTests
{
    private static readonly SparseInputs Inputs = new(10, 3, Sparsity.Exactly);
    private static readonly ProbeSettings Settings =
        UnusedFeatureTests.Settings with { Controls = 400, RandomDirections = 1000, Contexts = 32 };

    [Fact]
    public void A_naive_network_uses_every_pair_through_its_own_neuron()
    {
        using var network = Build(new Naive(), 45);
        using var scope = NewDisposeScope();
        var site = new NetworkSite(network, 0);
        var inputs = InputSample.All(Inputs).Batches(1000).Single();
        var contexts = PairContexts.Of(Inputs, 16, new Seed(1).Stream("contexts"));
        var units = NeuronUnits.Of(site.Activations(inputs).to(float64));
        var effects = PairInteractions.Measure(
            site, PairAnds.All(10).Pairs, contexts, units, OutputRanges.Of(network, inputs),
            InterferenceFloor.Of(eye(45), Settings));

        // Both on, only the pair's own neuron adds to its output, in each of 8 contexts; the median over replacements leaves nothing of
        // other pairs.
        Assert.True((effects.Rms_cg - eye(45)).abs().max().item<float>() < 1e-5);
        Assert.All(effects.Material, material => Assert.Equal(8, material));
        Assert.All(effects.Contexts, count => Assert.Equal(8, count));
        var report = Probe(network);
        Assert.All(report.Features, feature => Assert.Equal(Verdict.Used, feature.Verdict));
        Assert.All(report.Features.Select((feature, i) => (feature, i)), x => Assert.Equal(x.i, x.feature.Use.StrongestOutput));
        Assert.All(report.Features.Select((feature, i) => (feature, i)), x =>
        {
            var output = Assert.Single(x.feature.Use.Outputs);
            Assert.Equal((x.i, 1.0, 1.0, 1.0), (output.Output, output.Effect, output.Largest, output.Share));
            Assert.NotNull(x.feature.Use.Steering);
        });

        // Of 45 controls judged at a false-discovery rate of 5 % one or two may be called otherwise.
        Assert.InRange(report.Controls.Count(control => control.Verdict != Verdict.Absent), 0, 2);
    }

    [Fact]
    public void On_a_linear_layer_a_probe_finds_every_pair_and_every_pair_is_absent()
    {
        // Neurons that never switch off: b and 1 − b shifted by a bias, an affine code of the raw input.
        using var scope = NewDisposeScope();
        using var network = new ReluNetwork(
            [new ReluLayer(cat([eye(10), -eye(10)]), full(20, 2f))], new DenseReadOff(
            randn(5, 20, generator: new Seed(1).Generator("read-off"))));
        var report = Probe(network);
        Assert.All(report.Features, feature => Assert.InRange(feature.Readability!.HeldOut.Auc, 0.95, 1));
        Assert.All(report.Features, feature => Assert.Equal(0, feature.Readability!.BeyondInputR2!.Value, 1e-9));
        Assert.All(report.Features, feature => Assert.Equal(Verdict.Absent, feature.Verdict));
    }

    [Fact]
    public void What_a_low_rank_read_off_cannot_see_is_readable_and_certified_unused()
    {
        // A random layer holds all ANDs; its read-off sees 2 of 60 dimensions.
        using var scope = NewDisposeScope();
        using var layer = Build(new GaussianLayer(), 60);
        using var network = layer.WithReadOff(new DenseReadOff(
            randn(6, 2, generator: new Seed(1).Generator("left")).matmul(randn(2, 60, generator: new Seed(2).Generator("right")))));
        var report = Probe(network);
        Assert.Equal(2, report.ReadDimensions);
        Assert.All(report.Features, feature => Assert.Equal(58, feature.NullSpace!.Dimensions));
        Assert.True(report.Features.Average(feature => feature.NullSpace!.Readability!.HeldOut.Auc) > 0.95);

        // The certificate itself: nothing of what the probe there reads reaches an output.
        var site = new NetworkSite(network, 0);
        var basis_kd = ReadSubspace.Basis(site.NextWeight());
        var states_nd = site.Activations(Inputs.Draw(new Seed(3).Stream("inputs"), 50)).to(float64);
        var hidden_nd = ReadSubspace.Hidden(states_nd, basis_kd);
        var moved = (site.Outputs(states_nd + 10 * hidden_nd) - site.Outputs(states_nd)).abs().max().item<float>();
        Assert.InRange(moved, 0, 1e-4 * site.Outputs(states_nd).abs().max().item<float>());
        Assert.True(hidden_nd.norm().item<double>() > 0.5 * states_nd.norm().item<double>());
    }

    [Fact]
    public void With_activations_of_other_inputs_findings_are_as_rare_as_stated()
    {
        using var network = Build(new GaussianLayer(), 20);
        var inputs = InputSample.All(Inputs).Batches(1000).Single();
        var identities = InputIdentity.Of(inputs);
        var runsWithFinding = 0;
        for (ulong run = 0; run < 40; run++)
        {
            using var scope = NewDisposeScope();
            using var generator = new Seed(run).Generator("order");
            var site = new NetworkSite(network, 0);
            var elsewhere_nd = site.Activations(inputs).index_select(0, randperm(inputs.Count, generator: generator));
            var labels_nc = Labels(inputs);
            var read = new ReadabilityTest(Settings, identities, new Seed(run)).Read(labels_nc, elsewhere_nd, null, null);
            runsWithFinding += FalseDiscovery.Adjust([.. read.Select(r => r.P)]).Any(p => p <= 0.1) ? 1 : 0;
        }

        // All findings are false, so runs with one are to be a tenth: 4 of 40, standard deviation 1.9.
        Assert.InRange(runsWithFinding, 0, 10);
    }

    [Fact]
    public void Effects_of_labels_of_no_meaning_have_the_p_values_that_are_stated()
    {
        // A dedicated layer: its activations are far from normally distributed, and so are the contrasts of labels with few positives.
        using var scope = NewDisposeScope();
        using var naive = Build(new Naive(), 45);
        var report = Probe(naive);
        using var gaussian = Build(new GaussianLayer(), 20);
        foreach (var controls in new[] { report.Controls, Probe(gaussian).Controls })
        {
            // 45 control labels, a twentieth each: 2.25 expected, standard deviation 1.5, more where effects depend on each other.
            Assert.InRange(controls.Count(control => control.Use.Removal.P <= 0.05), 0, 8);
            Assert.InRange(controls.Average(control => control.Use.Removal.P), 0.3, 0.7);
        }
    }

    [Fact]
    public void After_a_first_layer_interventions_run_through_the_rest()
    {
        using var scope = NewDisposeScope();
        using var naive = Build(new Naive(), 45);
        using var generator = new Seed(7).Generator("second");

        // A second layer that copies the ANDs of the first 20 pairs and drops the others.
        using var network = new ReluNetwork(
            [new ReluLayer(naive.Layers[0].Weight, naive.Layers[0].Bias), new ReluLayer(eye(20, 45), zeros(20))],
            new DenseReadOff(eye(20)));
        var report =
            FeatureProbing.OfPairs(new NetworkSite(network, 0), null, PairAnds.All(10), InputSample.All(Inputs), Settings, new Seed(11));
        Assert.All(report.Features[..20], feature => Assert.Equal(Verdict.Used, feature.Verdict));
        Assert.All(report.Features[20..], feature => Assert.Equal(Verdict.ReadableButUnused, feature.Verdict));
        Assert.All(report.Features[20..], feature => Assert.InRange(feature.Use.Largest, 0, 1e-6));

        // Nothing is no effect: no random step does less. What is used moves its output more than most random steps of its length.
        Assert.All(report.Features[20..], feature => Assert.Equal((1.0, 1.0), (feature.Use.Removal.P, feature.Use.Removal.IsotropicP)));
        Assert.All(report.Features[20..], feature => Assert.Empty(feature.Use.Outputs));
        Assert.All(report.Features[..20], feature => Assert.InRange(feature.Use.Removal.P, 1e-6, 0.3));
        Assert.All(report.Features[..20], feature => Assert.InRange(feature.Use.Removal.IsotropicP, 1e-6, 0.3));
        Assert.All(report.Features, feature => Assert.Null(feature.Use.Steering));

        // Each used pair reaches its output through the one neuron of the second layer that copies it.
        Assert.All(
            report.Features[..20].Select((feature, i) => (feature, i)),
            x => Assert.Equal(
            (1, x.i, x.i), (x.feature.Use.Paths.Single().Layer, x.feature.Use.Paths.Single().Neuron, x.feature.Use.Paths.Single().Output)));
        Assert.Equal(20, report.ReadDimensions);
    }

    [Fact]
    public void Steering_moves_the_probe_by_one_and_no_other_output()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(5).Generator("weights");
        var readOff_gd = randn(6, 20, dtype: float64, generator: generator);
        var probes_cd = cat([readOff_gd[2..3], randn(1, 20, dtype: float64, generator: generator)]);
        var steering = Steering.Measure(readOff_gd, ReadSubspace.Basis(readOff_gd), probes_cd, [2, 2], ones(1, 6, dtype: float64));

        // A probe that is an output's own row moves that output by exactly what the probe moves, and cannot move while all outputs stay.
        Assert.Equal(1, steering[0].Effect!.Value, 9);
        Assert.Null(steering[0].Cost);
        Assert.Equal(0, steering[0].P!.Value, 9);
        Assert.InRange(steering[1].Cost!.Value, 1, 3);
    }

    [Fact]
    public void The_cosine_of_random_directions_has_the_stated_distribution()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(6).Generator("directions");
        var cosines =
            RandomDirections.Isotropic(NeuronUnits.Of(randn(50, 12, dtype: float64, generator: generator)), 4000, generator)[.., 0].abs();
        foreach (var cosine in new[] { 0.1, 0.3, 0.5 })
        {
            var measured = (cosines >= cosine).to(float64).mean().item<double>();
            Assert.Equal(ReadSubspace.CosineP(cosine, 12), measured, 0.03);
        }
    }

    [Fact]
    public void A_pair_that_no_input_shows_is_used_all_the_same()
    {
        using var network = Build(new Naive(), 45);
        var report = Few(network);
        Assert.All(report.Features, feature => Assert.Equal(Verdict.Used, feature.Verdict));
        Assert.Contains(report.Features, feature => feature.Readability is null);
        Assert.Empty(report.Controls);
    }

    [Fact]
    public void A_pair_that_no_input_shows_and_no_output_reads_cannot_be_judged()
    {
        using var network = Build(new Naive(), 45);
        using var silent = new ReluNetwork(network.Layers, new DenseReadOff(zeros(1, 45), zeros(1)));
        Assert.All(Few(silent).Features, feature => Assert.Equal(Verdict.CannotBeJudged, feature.Verdict));
        Assert.Contains(Few(silent).Features, feature =>
            feature.Note == "not used; whether it can be read cannot be told, as it is never 1");
    }

    /// <summary>
    /// Neurons of signs read every feature, so that whatever replaces a member brings in other pairs in most of them. Outputs that are
    /// exact on the set use their pairs, and pairs without an output are not used.
    /// </summary>
    [Theory]
    [InlineData(2, 28, 28)]
    [InlineData(2, 28, 9)]
    [InlineData(3, 112, 45)]
    [InlineData(3, 112, 9)]
    public void With_exactly_s_active_pairs_of_dense_neurons_are_judged_as_they_are(int active, int neurons, int outputs)
    {
        var features = active == 2 ? 8 : 10;
        var (inputs, all) = (new SparseInputs(features, active, Sparsity.Exactly), PairAnds.All(features));
        var asked = PairAnds.Of(features, [.. all.Pairs.Where((_, i) => i % (all.Count / outputs) == 0).Take(outputs)]);
        using var signs = new DenseSigns().Build(new UniversalAndSize(inputs, 4 * neurons), new Seed(8));
        using var network = LeastSquares.Refit(signs, asked, InputSample.All(inputs));
        Assert.InRange(OutputErrors.Measure(network, asked, InputSample.All(inputs)).Epsilon, 0, 1e-3);
        var report = FeatureProbing.OfPairs(
            new NetworkSite(network, 0), null, all, InputSample.All(inputs), Settings, new Seed(9));
        Assert.All(all.Pairs.Zip(report.Features), x => Assert.True(
            asked.Pairs.Contains(x.First)
                ? x.Second.Verdict == Verdict.Used
                : x.Second is { Verdict: not Verdict.Used, Use: { InContexts.Material: 0, Unclear: 0 } },
            $"{x.First} is {x.Second.Verdict}: {x.Second.Note}"));
    }

    [Fact]
    public void Probing_leaves_no_tensors_behind()
    {
        using var network = Build(new Naive(), 45);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _ = Probe(network);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static ProbingReport Few(ReluNetwork network) =>
        FeatureProbing.OfPairs(
            new NetworkSite(network, 0), null, PairAnds.All(10), InputSample.Drawn(Inputs, 3, new Seed(1)), Settings, new Seed(1));

    private static ProbingReport Probe(ReluNetwork network) =>
        FeatureProbing.OfPairs(new NetworkSite(network, 0), null, PairAnds.All(10), InputSample.All(Inputs), Settings, new Seed(9));

    private static Tensor Labels(ActiveSets inputs)
    {
        var all = PairAnds.All(10);
        var x_nm = inputs.ToDense(10);
        return stack([.. all.Pairs.Select(pair => x_nm[.., pair.First] * x_nm[.., pair.Second])], 1);
    }

    private static ReluNetwork Build(IUniversalAndConstruction construction, int neurons)
    {
        return construction.Build(new UniversalAndSize(Inputs, neurons), new Seed(8));
    }
}
