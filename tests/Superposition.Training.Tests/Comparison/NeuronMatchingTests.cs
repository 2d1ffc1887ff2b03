using Google.OrTools.Graph;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Comparison;

public class NeuronMatchingTests
{
    [Fact]
    public void Neurons_that_were_reordered_and_rescaled_are_found_again()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(1).Generator("test");
        using var layer = new ReluLayer(randn(20, 9, generator: generator), randn(20, generator: generator));
        var order = randperm(20, generator: generator);
        var scale = rand(20, generator: generator) + 0.1;
        using var other =
            new ReluLayer((layer.Weight * scale.unsqueeze(1)).index_select(0, order), (layer.Bias * scale).index_select(0, order));
        var matching = NeuronMatching.Of(layer, other);
        Assert.Equal(1, matching.MeanCosine, 1e-6);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), matching.Partners.Select(partner => order[partner].item<long>()));
    }

    [Fact]
    public void A_sign_is_no_symmetry()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(1).Generator("test");
        using var layer = new ReluLayer(randn(20, 9, generator: generator), randn(20, generator: generator));
        using var other = new ReluLayer(-layer.Weight, -layer.Bias);
        Assert.InRange(NeuronMatching.Of(layer, other).MeanCosine, -1, 0.9);
    }

    [Fact]
    public void The_assignment_is_the_best_of_all()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(3).Generator("test");
        using var first = new ReluLayer(randn(5, 4, generator: generator), zeros(5));
        using var second = new ReluLayer(randn(5, 4, generator: generator), zeros(5));
        var cosines = nn.functional.normalize(first.Weight, dim: 1).matmul(nn.functional.normalize(second.Weight, dim: 1).t());
        var best = Permutations([0, 1, 2, 3, 4]).Max(p => p.Select((j, i) => cosines[i, j].item<float>()).Average());
        Assert.Equal(best, NeuronMatching.Of(first, second).MeanCosine, 1e-5);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(40, false)]
    [InlineData(40, true)]
    [InlineData(90, false)]
    public void The_assignment_costs_what_another_solver_finds(int n, bool hasTies)
    {
        var random = new Seed(4).Stream("costs");
        for (var trial = 0; trial < 5; trial++)
        {
            double[] costs = [.. Enumerable.Range(0, n * n).Select(_ => hasTies ? random.Next(0, 4) : random.Next(0, 1_000_000))];
            using var other = new LinearSumAssignment();
            for (var i = 0; i < costs.Length; i++)
            {
                other.AddArcWithCost(i / n, i % n, (long)costs[i]);
            }

            Assert.Equal(LinearSumAssignment.Status.OPTIMAL, other.Solve());
            var columns = Assignment.Of(costs, n);
            Assert.Equal(Enumerable.Range(0, n), columns.Order());
            Assert.Equal(other.OptimalCost(), columns.Select((column, row) => costs[(row * n) + column]).Sum());
        }
    }

    [Fact]
    public void Layers_of_different_shapes_are_refused()
    {
        using var scope = NewDisposeScope();
        using var first = new ReluLayer(randn(5, 4), zeros(5));
        using var second = new ReluLayer(randn(6, 4), zeros(6));
        Assert.Contains(
            "5 neurons on 4 inputs stand against 6 on 4", Assert.Throws<ArgumentException>(() => NeuronMatching.Of(first, second)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Shuffling_keeps_the_values_and_destroys_the_arrangement()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(5).Generator("test");
        using var layer = new ReluLayer(randn(30, 12, generator: generator), zeros(30));
        using var untrained = new ReluLayer(randn(30, 12, generator: generator), zeros(30));
        var score = LayerSimilarity.Score(layer, untrained, layer, new Seed(1));
        Assert.Equal(1, score.Value, 1e-6);
        Assert.InRange(score.Untrained, 0.2, 0.8);
        Assert.InRange(score.Shuffled, 0.2, 0.8);
    }

    private static IEnumerable<int[]> Permutations(int[] items) =>
        items.Length == 1 ? [items] : items.SelectMany(first =>
            Permutations([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
}
