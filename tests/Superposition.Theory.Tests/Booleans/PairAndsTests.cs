using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

public class PairAndsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Classes_values_and_on_outputs_are_those_of_the_definition(bool all)
    {
        var targets = all ? PairAnds.All(7) : PairAnds.Draw(7, 9, new Seed(1).Stream("pairs"));
        var classes = new byte[targets.Count];
        foreach (var inputs in new SparseInputs(7, 4, Sparsity.AtMost).All(10))
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                var active = inputs[i].ToArray();
                targets.Classify(active, classes);
                var on = new List<int>();
                targets.AppendOn(active, on);
                Assert.Equal(
                    targets.Pairs.Select(pair =>
                    (byte)((active.Contains(pair.First) ? 1 : 0) + (active.Contains(pair.Second) ? 1 : 0))), classes);
                Assert.Equal(Enumerable.Range(0, targets.Count).Where(j => targets.ValueOf(classes[j]) == 1), on.Order());
            }
        }
    }

    [Fact]
    public void Pairs_stand_in_lexicographic_order()
    {
        var targets = PairAnds.All(5);
        Assert.Equal([(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)], targets.Pairs.AsEnumerable());
        Assert.Equal(Enumerable.Range(0, 10), targets.Pairs.Select(pair => targets.IndexOf(pair.First, pair.Second)));
        Assert.True(targets.AreAll);
        Assert.True(PairAnds.Of(5, targets.Pairs.Reverse()).AreAll);
        Assert.Equal(-1, PairAnds.Of(5, [(0, 1)]).IndexOf(0, 2));
    }

    [Fact]
    public void Pairs_that_are_none_are_refused()
    {
        Assert.Contains(
            "0 ≤ k < l < 5", Assert.Throws<ArgumentException>(() => PairAnds.Of(5, [(2, 2)])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "0 ≤ k < l < 5", Assert.Throws<ArgumentException>(() => PairAnds.Of(5, [(1, 5)])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "twice", Assert.Throws<ArgumentException>(() => PairAnds.Of(5, [(1, 2), (1, 2)])).Message, StringComparison.Ordinal);
    }
}
