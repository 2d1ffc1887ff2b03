using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Tests.Probing.Gauntlet;
using static TorchSharp.torch;

namespace Superposition.Tests.Probing;

/// <summary>A ReLU network is the same when its neurons come in another order and other units: so are all verdicts.</summary>
public class UnitsTests
{
    private static readonly ProbeSettings Settings = ProbeSettings.Usual with { Controls = 200, RandomDirections = 200 };

    [Fact]
    public void Verdicts_are_the_same_in_other_units_and_another_order() => Rewritings(each: 1);

    [Fact, Trait("Category", "Slow")]
    public void Verdicts_are_the_same_in_a_hundred_units_and_orders() => Rewritings(each: 17);

    [Fact]
    public void Probes_read_the_same_of_activations_in_other_units()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(3).Generator("data");
        var a_nd = randn(200, 6, dtype: float64, generator: generator);
        var y_nc = (a_nd[.., ..1] + (0.5 * a_nd[.., 1..2]) > 0.5).to(float64);
        var scaled_nd = a_nd * tensor(new[] { 1e-5, 1e5, 1, 1e-3, 100, 7 }) + tensor(new[] { 0, 1e3, -5, 0, 1e4, 0.0 });
        ProbeKind[] kinds = Enum.GetValues<ProbeKind>();
        var identities = Enumerable.Range(0, 200).ToArray();
        var (before, after) = (ProbeComparison.HeldOut(kinds, a_nd, y_nc, identities, Settings, new Seed(1)),
            ProbeComparison.HeldOut(kinds, scaled_nd, y_nc, identities, Settings, new Seed(1)));
        Assert.All(before.Zip(after), x => Assert.Equal(x.First.HeldOut[0]!.Auc, x.Second.HeldOut[0]!.Auc, 2e-3));
    }

    private static void Rewritings(int each)
    {
        foreach (var (name, draw) in GauntletKinds.All.Where(kind =>
            kind.Name is "additive" or "superposed" or "rare context" or "dead neurons" or "affine" or "null space"))
        {
            var random = new Seed(7).Stream(name);
            var network = draw(random);
            var expected = Verdicts(network);
            for (var i = 0; i < each; i++)
            {
                var d = network.Network.Layers[0].Bias.Length;
                var order = Enumerable.Range(0, d).ToArray();
                random.Shuffle(order);
                double[] scale = [.. Enumerable.Range(0, d).Select(_ => Math.Pow(10, (6 * random.NextDouble()) - 3))];
                Assert.Equal(expected, Verdicts(network with { Network = network.Network.Rewritten(0, order, scale) }));
            }
        }
    }

    private static Verdict[] Verdicts(GauntletCase network)
    {
        using var built = network.Network.ToNetwork();
        var report = FeatureProbing.OfPairs(
            new NetworkSite(built, network.Layer), null, PairAnds.All(network.Inputs.Features),
                InputSample.AllUpTo(network.Inputs, 4000, new Seed(1)), Settings, new Seed(2));
        return [.. report.Features.Concat(report.Controls).Select(feature => feature.Verdict)];
    }
}
