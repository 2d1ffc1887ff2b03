using Superposition.Booleans;
using Superposition.Tasks;

namespace Superposition.Tests.Tasks;

public class BooleanTaskTests
{
    private static readonly BooleanTask Pairs = new(new SparseInputs(9, 2, Sparsity.AtMost), PairAnds.All(9));

    [Fact]
    public void Without_a_size_a_batch_is_every_input_once()
    {
        var batch = Pairs.Batch(new Seed(1), 5, null);
        Assert.Equal(1 + 9 + 36, batch.Inputs.Count);
        Assert.Equal(46, Enumerable.Range(0, 46).Select(i => string.Join(',', batch.Inputs.Places[i].ToArray())).Distinct().Count());
        Assert.Equal(36, batch.Targets.On.Places.Features.Length);
    }

    [Fact]
    public void A_set_too_large_for_one_batch_is_refused_with_its_size()
    {
        var refusal = Assert.Throws<NotSupportedException>(
            () => new BooleanTask(new SparseInputs(100, 6, Sparsity.Exactly), PairAnds.All(100)).Batch(new Seed(1), 0, null));
        Assert.Contains("1,192,052,400", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_are_drawn_afresh_for_every_step_and_alike_for_the_same_one()
    {
        Assert.Equal(Features(1), Features(1));
        Assert.NotEqual(Features(1), Features(2));

        static int[] Features(long step) => [.. Pairs.Batch(new Seed(3), step, 20).Inputs.Places.Features];
    }

    [Fact]
    public void Inputs_of_a_pool_come_with_the_targets_that_are_theirs()
    {
        var pool = new SparseInputs(9, 3, Sparsity.AtMost).Draw(new Seed(7).Stream("pool"), 30);
        var task = new PooledTask(pool, PairAnds.All(9));
        var batch = task.Batch(new Seed(1), 2, 100);
        Assert.Equal((100, 36), (batch.Inputs.Count, batch.Targets.Outputs));
        Assert.Equal(
            TargetBatch.Of(batch.Inputs.Places, PairAnds.All(9)).On.Places.Features.ToArray(), batch.Targets.On.Places.Features.ToArray());
        var known = Enumerable.Range(0, 30).Select(i => string.Join(',', pool[i].ToArray())).ToHashSet();
        Assert.All(Enumerable.Range(0, 100), i => Assert.Contains(string.Join(',', batch.Inputs.Places[i].ToArray()), known));
        Assert.Equal(30, task.Batch(new Seed(1), 0, null).Inputs.Count);
    }
}
