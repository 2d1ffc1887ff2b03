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
        var refusal = Assert.Throws<NotSupportedException>(() => new BooleanTask(new SparseInputs(100, 6, Sparsity.Exactly), PairAnds.All(100)).Batch(new Seed(1), 0, null));
        Assert.Contains("1,192,052,400", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_are_drawn_afresh_for_every_step_and_alike_for_the_same_one()
    {
        Assert.Equal(Features(1), Features(1));
        Assert.NotEqual(Features(1), Features(2));

        static int[] Features(long step) => [.. Pairs.Batch(new Seed(3), step, 20).Inputs.Places.Features];
    }
}
