using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.NarrowLayers;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.Tests.NarrowLayers;

/// <summary>Layers for many features in superposition of which a pool is measured, and the search for the narrowest.</summary>
public class PooledLayerTests
{
    private static readonly Seed Seed = new(7);

    [Theory]
    [InlineData(WeightLaw.Subsets, PairReading.Weights, "superposed-subset-mean-subtracted")]
    [InlineData(WeightLaw.StateSpace, PairReading.Projections, "superposed-projection-mean-subtracted")]
    public void With_all_features_in_the_pool_it_errs_as_the_construction_that_holds_the_whole_layer(
        WeightLaw law, PairReading reading, string kind)
    {
        var inputs = new SparseInputs(48, 3, Sparsity.Exactly);
        var size = new PooledLayerSize(48, 48, 3, 256, 1024, law, RandomWeights.Representable(0.25));
        using var layer = PooledLayer.Draw(size, Seed);
        using var pooled = layer.ToNetwork(reading, InputSample.Drawn(inputs, 100, Seed.For("calibration")));
        using var whole = UniversalAndConstructions.Find(kind)!.Build(
            new UniversalAndSize(inputs, 1024, 0.25, new EncodingSize(EncodingKind.Signs, 256)), Seed);
        var (ours, theirs) = (Errors(pooled), Errors(whole));
        Assert.All(ours.Classes.Zip(theirs.Classes), pair => Assert.InRange(pair.First.Errors.Std / pair.Second.Errors.Std, 0.8, 1.25));

        ErrorReport Errors(ReluNetwork network) =>
            OutputErrors.Measure(network, PairAnds.All(48), InputSample.Drawn(inputs, 200, Seed.For("measurement")));
    }

    [Fact]
    public void Every_neuron_hears_the_features_outside_of_the_pool()
    {
        using var layer = PooledLayer.Draw(new PooledLayerSize(4096, 8, 3, 512, 400, WeightLaw.Signs, 1), Seed);
        using var network = layer.ToNetwork(
            PairReading.Projections, InputSample.Drawn(new SparseInputs(8, 3, Sparsity.Exactly), 20, Seed.For("calibration")));

        // V_ik is W_ik and the crosstalk of 4,095 others, of variance 1/512 each.
        Assert.InRange(network.Layers[0].Weight.square().mean().item<float>(), 0.93f * 9, 1.07f * 9);
    }

    [Theory]
    [InlineData(WeightLaw.Subsets, 0.3, 0.3)]
    [InlineData(WeightLaw.Ternary, 0.3, 0)]
    [InlineData(WeightLaw.Signs, 1, 0)]
    public void Weights_have_the_density_and_mean_of_their_law(WeightLaw law, double density, double mean)
    {
        var entries = new float[100_003];
        RandomWeights.Fill(entries, law, RandomWeights.Representable(density), Seed.Stream("weights"));
        Assert.Equal(density, entries.Count(entry => entry != 0) / (double)entries.Length, 0.006);
        Assert.Equal(mean, entries.Average(entry => (double)entry), 0.015);
        Assert.All(entries.Distinct(), entry => Assert.Contains(entry, law == WeightLaw.Subsets ? [0f, 1f] : (float[])[-1f, 0f, 1f]));
    }

    [Fact]
    public void Bytes_of_a_stream_do_not_depend_on_how_many_are_asked_for_at_once()
    {
        var (few, many) = (new byte[13], new byte[24]);
        Seed.Stream("bytes").NextBytes(few);
        Seed.Stream("bytes").NextBytes(many);
        Assert.Equal(many[..13], few);
        Assert.NotEqual(many[..8], many[8..16]);
    }

    [Theory]
    [InlineData(20, 0.5)]
    [InlineData(90, 0.5)]
    [InlineData(60, 1.5)]
    public void The_search_ends_where_a_width_passes_and_the_next_smaller_one_fails(int start, double power)
    {
        const int crossing = 57;
        double Excess(int step) => Math.Pow(SmallestPassing.Width(step) / (double)SmallestPassing.Width(crossing), -power);
        Assert.Equal(crossing, SmallestPassing.Find(Excess, start, 10, 100));
        Assert.Equal(crossing, SmallestPassing.Find(step => step < crossing ? double.NaN : 0.5, start, 10, 100));
        Assert.Equal(10, SmallestPassing.Find(_ => 0.1, start, 10, 100));
        Assert.Throws<ConstructionFailedException>(() => SmallestPassing.Find(_ => double.NaN, start, 10, 100));
    }

    [Fact]
    public void Theory_has_the_root_at_thousands_of_features_and_two_thirds_in_the_end()
    {
        Assert.InRange(Exponent(1 << 10, 1 << 14), 0.45, 0.58);
        Assert.InRange(Exponent(1 << 24, 1 << 28), 0.63, 0.69);

        static double Exponent(int few, int many) => Math.Log(Width(many) / Width(few)) / Math.Log(many / (double)few);
        static double Width(int features) => SmallestPassing.Width(SmallestPassing.Find(
            step => PooledPrediction.Quantile(
                new PooledLayerSize(features, 64, 3, SmallestPassing.Width(step), SmallestPassing.Width(step), WeightLaw.Signs, 1),
                PairReading.Weights, 0.9) / 0.2,
            SmallestPassing.Step(4096), 20, 200));
    }

    [Fact]
    public void Signs_read_through_V_are_narrower_than_signs_read_through_W_where_features_are_many()
    {
        var size = new PooledLayerSize(8192, 16, 3, 1, 1, WeightLaw.Signs, 1);
        using var weights = Find(PairReading.Weights).Network;
        using var projections = Find(PairReading.Projections).Network;
        Assert.True(weights.Neurons > 1.5 * projections.Neurons);

        FoundWidth Find(PairReading reading) =>
            new PooledWidth(new PooledWidthTask(size, reading, Bound: 0.45, Inputs: 30) { IsSquare = true }, Seed).Find();
    }
}
