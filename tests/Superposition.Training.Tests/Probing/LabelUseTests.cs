using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;
using static TorchSharp.torch;

namespace Superposition.Training.Tests.Probing;

/// <summary>
/// Labels on activations with what follows at hand: a layer of twelve ANDs of which the outputs read five, behind a rotation and in any
/// units.
/// </summary>
public sealed class LabelUseTests
{
    private const int Features = 10, Held = 12, Used = 5;

    private static readonly ProbeSettings Settings = ProbeSettings.Usual with { Controls = 999, RandomDirections = 499, Contexts = 96 };

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Labels_that_outputs_read_are_used_and_held_ones_are_not(int seed, bool hasLayer)
    {
        using var scope = NewDisposeScope();
        var world = World.Draw(seed, hasLayer);
        var report = LabelUseProbing.OfLabels(
            world.Site, world.Activations_nd, world.Labels_nc, world.Names, world.Raw_nm, null, LabelProbing.Identities(world.Raw_nm, null),
                Settings, new Seed((ulong)seed));
        var verdicts = report.Features.Select(label => label.Verdict).ToArray();
        Assert.All(verdicts[..Used], verdict => Assert.Equal(Verdict.Used, verdict));
        Assert.All(verdicts[Used..Held], verdict => Assert.Equal(Verdict.ReadableButUnused, verdict));
        Assert.All(verdicts[Held..], verdict => Assert.Equal(Verdict.Absent, verdict));
        Assert.All(report.Controls, control => Assert.NotEqual(Verdict.Used, control.Verdict));
    }

    [Fact]
    public void A_label_that_only_goes_with_a_used_one_is_not_used()
    {
        using var scope = NewDisposeScope();
        var world = World.Draw(3, hasLayer: false);

        // A copy of the first label with a fifth of its ones and a few of its zeros turned over, held nowhere in the layer.
        var random = new Random(3);
        var copied = world.Labels_nc.select(1, 0).data<double>().ToArray().Select(y =>
            random.NextDouble() < (y > 0 ? 0.2 : 0.01) ? 1 - y : y).ToArray();
        var labels_nc = cat([world.Labels_nc.slice(1, 0, Held, 1), tensor(copied).unsqueeze(1)], 1);
        var report = LabelUseProbing.OfLabels(
            world.Site, world.Activations_nd, labels_nc, [.. world.Names[..Held], "companion"], world.Raw_nm, null,
                LabelProbing.Identities(world.Raw_nm, null), Settings, new Seed(3));
        Assert.Equal(Verdict.Used, report.Features[0].Verdict);
        Assert.NotEqual(Verdict.Used, report.Features[^1].Verdict);
    }

    [Fact]
    public void Verdicts_do_not_depend_on_units_or_order()
    {
        using var scope = NewDisposeScope();
        var (world, random) = (World.Draw(4, hasLayer: true), new Random(4));
        var plain = Verdicts(world, eye(world.Site.Neurons, dtype: float64));
        for (var trial = 0; trial < 3; trial++)
        {
            var order = Enumerable.Range(0, world.Site.Neurons).Select(i => (long)i).ToArray();
            random.Shuffle(order);
            var scales = order.Select(_ => Math.Pow(10, (random.NextDouble() * 4) - 2)).ToArray();
            Assert.Equal(plain, Verdicts(world, diag(tensor(scales)).index_select(0, tensor(order))));
        }

        static Verdict[] Verdicts(World world, Tensor change_dd)
        {
            using var inner = NewDisposeScope();
            var changed = world.Behind(change_dd);
            return [.. LabelUseProbing.OfLabels(
                changed.Site, changed.Activations_nd, changed.Labels_nc, changed.Names, changed.Raw_nm, null,
                    LabelProbing.Identities(changed.Raw_nm, null), Settings, new Seed(4))
                .Features.Select(label => label.Verdict)];
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_submitted_direction_acts_when_outputs_read_along_it(bool hasLayer)
    {
        using var scope = NewDisposeScope();
        var world = World.Draw(5, hasLayer);
        var uses = DirectionProbing.OfDirections(
            world.Site, world.Activations_nd, world.Labels_nc.slice(1, 0, Held, 1), world.Names[..Held], world.Readers_hd,
                Settings, new Seed(5));
        Assert.All(uses, use => Assert.True(use.Auc > 0.999, use.Label));
        Assert.All(uses[..Used], use => Assert.Equal(Verdict.Used, use.Verdict));
        Assert.All(uses[Used..], use => Assert.NotEqual(Verdict.Used, use.Verdict));
        Assert.All(uses[..Used], use => Assert.True(use.Acting > 0.5 && use.ActingP < 0.05, use.Label));
        Assert.All(uses[Used..], use => Assert.True(use.Removal.Effect < 0.05 && use.Acting < 0.1, use.Label));
    }

    /// <summary>Activations of ANDs behind a change of basis, and what follows them.</summary>
    private sealed record World(NetworkSite Site, Tensor Activations_nd, Tensor Labels_nc, string[] Names, Tensor Raw_nm, Tensor Readers_hd)
    {
        /// <summary>
        /// Twelve ANDs, of which one output each reads the first five; labels are these, then ANDs that are held nowhere.
        /// </summary>
        public static World Draw(int seed, bool hasLayer)
        {
            var pairs = PairAnds.All(Features).Pairs.ToArray();
            new Random(seed).Shuffle(pairs);
            var sample = InputSample.All(new SparseInputs(Features, 3, Sparsity.AtMost));
            var inputs = sample.Batches((int)sample.Count).Single();
            var raw_nm = inputs.ToDense(Features).to(float64);
            var labels_nc =
                stack([.. pairs.Take(Held + 8).Select(pair => raw_nm.select(1, pair.First) * raw_nm.select(1, pair.Second))], 1);
            var reads_gd = cat([eye(Used), zeros(Used, Held - Used)], 1);
            var network = hasLayer
                ? new ReluNetwork([new ReluLayer(reads_gd, full(Used, -0.5f))], new DenseReadOff(eye(Used)))
                : new ReluNetwork([], new DenseReadOff(reads_gd));
            var world = new World(
                new NetworkSite(network, NetworkSite.BeforeLayers), labels_nc.slice(1, 0, Held, 1), labels_nc,
                    [.. pairs.Take(Held + 8).Select(pair => $"{pair.First}∧{pair.Second}")], raw_nm,
                eye(Held, dtype: float64));
            using var generator = new Generator((ulong)seed);
            return world.Behind(linalg.qr(randn(Held, Held, dtype: float64, generator: generator)).Q);
        }

        /// <summary>The same with activations a·T and weights that undo it.</summary>
        public World Behind(Tensor change_dd)
        {
            var back_dd = linalg.inv(change_dd);
            var network = Site.Network;
            Tensor Undone(Tensor weight_gd) => weight_gd.to(float64).matmul(back_dd.t()).to(float32);
            var changed = network.Layers.Count == 0
                ? new ReluNetwork([], new DenseReadOff(Undone(((DenseReadOff)network.ReadOff).Weight)))
                : new ReluNetwork([new ReluLayer(Undone(network.Layers[0].Weight), network.Layers[0].Bias)],
                    new DenseReadOff(((DenseReadOff)network.ReadOff).Weight));
            return this with
            {
                Site = new NetworkSite(changed, NetworkSite.BeforeLayers),
                Activations_nd = Activations_nd.matmul(change_dd),
                Readers_hd = Readers_hd.matmul(back_dd.t()),
            };
        }
    }
}
