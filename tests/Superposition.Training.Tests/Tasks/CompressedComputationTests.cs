using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Tests.Tasks;

public class CompressedComputationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(40_000)]
    public void Features_are_active_independently_and_uniform(int? pool)
    {
        var batch = new CompressedComputation(20, 0.1, mixing: null, pool, new Seed(1)).Batch(new Seed(2), 0, 40_000);
        var (places, values) = (batch.Inputs.Places, batch.Inputs.Values.ToArray());
        var perFeature = places.Features.ToArray().CountBy(k => k).ToDictionary();

        // 4000 expected of each feature: 60 is one standard deviation, and a pool as large as the batch doubles the variance.
        Assert.All(Enumerable.Range(0, 20), k => Assert.InRange(perFeature[k], 3600, 4400));
        var both = Enumerable.Range(0, batch.Inputs.Count).Count(i => places[i].Contains(0) && places[i].Contains(19));
        Assert.InRange(both, 300, 500);
        Assert.InRange(values.Average(), -0.02, 0.02);
        Assert.InRange(values.Average(v => v * v), 0.32, 0.3467);
        Assert.All(values, v => Assert.InRange(v, -1f, 1f));
    }

    [Fact]
    public void Targets_are_relu_plus_what_the_mixing_matrix_adds()
    {
        float[][] mixing = [[0.5f, 0, 0], [0, 0, -1], [0, 0, 0]];
        var task = new CompressedComputation(3, 0.5, mixing, pool: null, new Seed(1));
        var targets = task.Targets(new SparseVectors(ActiveSets.Of([0, 2], [1], []), [-0.5f, 0.25f, 0.75f]));

        // Row 0: y0 = 0 + .5·(−.5), y1 = −1·.25, y2 = ReLU(.25).
        Assert.Equal([0, 1, 2, 1], targets.On.Places.Features.ToArray());
        Assert.Equal([-0.25f, -0.25f, 0.25f, 0.75f], targets.On.Values.ToArray());
        Assert.Equal([0, 3, 4, 4], targets.On.Places.Offsets.ToArray());
    }

    [Fact]
    public void A_batch_depends_on_seed_and_step_alone()
    {
        var task = new CompressedComputation(50, 0.05, mixing: null, pool: 1000, new Seed(1));
        Assert.Equal(Values(3, 7), Values(3, 7));
        Assert.NotEqual(Values(3, 7), Values(3, 8));
        Assert.NotEqual(Values(3, 7), Values(4, 7));

        float[] Values(ulong seed, long step) => [.. task.Batch(new Seed(seed), step, 30).Inputs.Values];
    }

    [Fact]
    public void There_is_no_batch_of_all_real_inputs() =>
        Assert.Throws<NotSupportedException>(
            () => new CompressedComputation(5, 0.5, mixing: null, pool: null, new Seed(1)).Batch(new Seed(1), 0, null));
}
