using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Tests.Representation;

public class EpsilonCertificateTests
{
    [Fact]
    public void Where_all_measures_are_too_many_the_one_with_the_largest_bound_stays()
    {
        var space = new SparseInputs(6, 2, Sparsity.AtMost);
        using var generator = new Seed(3).Generator("construction");
        using var network = UniversalAndConstructions.Find("sign")!.Build(new UniversalAndSize(space, 12), generator);
        var sample = InputSample.AllUpTo(space, 1000, new Seed(0));
        var targets = BooleanTarget.Of(PairAnds.All(6), sample);
        var layer = LayerRepresentation.Decide(
            InputActivations.Of(network, sample), targets, ReadOffForm.Affine, 1, TimeSpan.FromSeconds(20), CancellationToken.None);
        var asItIs = ProvedEpsilon.OfReadOff(network, layer.Activations, targets);

        EpsilonCertificate Write(int maxWeights) =>
            EpsilonCertificate.Of("hash", PairAnds.All(6), space, asItIs, layer, targets, maxWeights);

        var (whole, cut) = (Write(100_000), Write(20));
        Assert.Equal(15, whole.Duals.Length);
        var kept = Assert.Single(cut.Duals);
        Assert.Equal(whole.LayerAtLeast, cut.LayerAtLeast);
        Assert.Equal(cut.LayerAtLeast, kept.AtLeast);
        Assert.Equal(whole.Duals[kept.Output], kept);
    }
}
