using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Studies;
using Superposition.Studies.Networks;
using Superposition.Tasks;
using Superposition.Training;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.Studies;

/// <summary>Networks that a group of permutations of the features maps onto themselves.</summary>
public class WeightSymmetryTests
{
    [Theory]
    [InlineData(FeatureGroup.Shifts, 12)]
    [InlineData(FeatureGroup.ExclusiveOr, 8)]
    public void Moving_the_features_permutes_neurons_and_outputs_before_and_after_training(FeatureGroup group, int features)
    {
        var bench = Bench(features);
        using var tied = Draw(Recipe(group, 2 * features), bench);
        using var free = Draw(Recipe(null, 2 * features), bench);
        var recipe = Recipe(group, 2 * features);
        var shorter = recipe.Training with { Steps = 60 };
        using var programs =
            Draw(recipe with { Objective = new BestReadOffMaximumSpec { P = 16 }, LearningRate = 0.03, Training = shorter }, bench);
        Assert.Equal(0, Asymmetry(tied.Untrained!, group, features), 1e-5);
        Assert.Equal(0, Asymmetry(tied.Network, group, features), 1e-4);
        Assert.Equal(0, Asymmetry(programs.Network, group, features), 1e-4);
        Assert.True(bench.Errors(programs.Network).Epsilon < 0.7 * bench.Errors(programs.Untrained!).Epsilon);
        Assert.InRange(Asymmetry(free.Network, group, features), 0.1, 100);
        Assert.True(bench.Errors(tied.Network).Epsilon < 0.7 * bench.Errors(tied.Untrained!).Epsilon);
    }

    [Theory]
    [InlineData(FeatureGroup.Shifts, 6, 3)]
    [InlineData(FeatureGroup.ExclusiveOr, 8, 7)]
    public void One_linear_program_a_group_of_outputs_is_as_good_as_all(FeatureGroup group, int features, int groups)
    {
        var pairs = PairAnds.All(features);
        var inputs = new SparseInputs(features, 2, Sparsity.AtMost);
        var symmetry = new WeightSymmetry(group, pairs, 2 * features);
        using var random = UntrainedNetwork.OneLayer(inputs, 2 * features, pairs.Count, new Seed(4));
        using var network = symmetry.Tied(random);
        var batch = inputs.All(1000).Single();
        var (all, first) = (Evaluate(new BestReadOffMaximum(6)), Evaluate(new BestReadOffMaximum(6).Under(symmetry.OutputGroups)));
        Assert.Equal(groups, symmetry.OutputGroups.Distinct().Count());
        Assert.Equal(all.Loss, first.Loss, 1e-6);
        Assert.All(all.Blocks.Zip(first.Blocks), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        // The derivative (unique in these networks), summed over inputs of one size and over the neurons of a block: what no permutation
        // of features changes.
        (double Loss, float[] Blocks) Evaluate(IObjective objective)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            using var workspace = new Workspace();
            var readOff = ((DenseReadOff)network.ReadOff).Weight.detach().clone();
            var h = network.Activations(batch).contiguous();
            var slope = zeros_like(h);
            var loss = objective.Evaluate(new ReadOffPass(h, readOff, zeros(pairs.Count), TargetBatch.Of(batch, pairs), workspace)
            {
                ActivationGradient = slope,
            });
            float[] sums = [.. Enumerable.Range(0, 3).SelectMany(size => slope.index_select(0, tensor(
                Enumerable.Range(0, batch.Count).Where(i => batch[i].Length == size).Select(i => (long)i).ToArray()))
                .view(-1, 2, features).sum([0L, 2L]).data<float>().ToArray())];
            return (loss, sums);
        }
    }

    [Theory]
    [InlineData(FeatureGroup.Shifts, 12, 30, "blocks of 12 neurons")]
    [InlineData(FeatureGroup.ExclusiveOr, 12, 24, "a power of two")]
    public void A_group_that_does_not_fit_is_refused(FeatureGroup group, int features, int neurons, string words)
    {
        var refused = Assert.Throws<ConstructionFailedException>(() => Draw(Recipe(group, neurons), Bench(features)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_that_permutations_of_the_features_change_are_refused()
    {
        var recipe = Recipe(FeatureGroup.Shifts, 24);
        TaskSpec[] tasks =
        [
            new() { Inputs = new AtMostActiveSpec { Features = 12, Active = 2 }, Targets = new PairsSpec { Count = 5 } },
            new()
            {
                Inputs = new AtMostActiveSpec { Features = 12, Active = 2, Values = new() { From = 0, To = 1 } },
                Targets = new PairsSpec(),
            },
            new() { Inputs = new BernoulliSpec { Features = 12, Probability = 0.1 }, Targets = new PairsSpec() },
        ];
        Assert.All(tasks, task => Assert.Throws<ConstructionFailedException>(() =>
            Draw(recipe, new StudyBench(task, inputs: 100, new Seed(3), CancellationToken.None))));
        Assert.Contains(
            (recipe with { Gain = new GainJitter { Spread = 0.1 } }).Problems("n"), problem => problem.Path == "n.symmetry");
    }

    [Fact]
    public void Linear_programs_are_for_every_input()
    {
        var recipe = Recipe(group: null, 24) with { Objective = new BestReadOffMaximumSpec { P = 8 } };
        Assert.Empty(recipe.Problems("n"));
        Assert.Contains(
            (recipe with { Training = recipe.Training with { Batch = 20 } }).Problems("n"), problem => problem.Path == "n.training.batch");
    }

    private static TrainedNetwork Recipe(FeatureGroup? group, int neurons) => new()
    {
        Name = "trained",
        Trains = TrainedParts.Whole,
        Neurons = neurons,
        Symmetry = group,
        Objective = new AnnealedPowerSpec { From = 2, To = 32, Until = 1, Reduction = Reduction.Root },
        LearningRate = 0.01,
        Training = new TrainingSettings
        {
            Steps = 300,
            Batch = null,
            Optimizer = Optimizer.Adam,
            WeightDecay = 0,
            Schedule = Schedule.Cosine,
            WarmUp = 0,
        },
    };

    private static DrawnNetwork Draw(TrainedNetwork recipe, StudyBench bench) =>
        recipe.Draw(bench, new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None));

    /// <summary>The largest difference between an input's sorted activations, or outputs, and those of the moved input.</summary>
    private static double Asymmetry(ReluNetwork network, FeatureGroup group, int features)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var of = new double[2];
        for (var g = 1; g < features; g++)
        {
            int Moved(int i) => group == FeatureGroup.Shifts ? (i + g) % features : i ^ g;
            for (var j = 1; j < features; j++)
            {
                ActiveSets given = new([0, j], [0, 2]), moved = new([.. new[] { Moved(0), Moved(j) }.Order()], [0, 2]);
                of[0] = Math.Max(of[0], Difference(network.Activations(given), network.Activations(moved)));
                of[1] = Math.Max(of[1], Difference(network.Run(given), network.Run(moved)));
            }
        }

        return of.Max();

        static double Difference(Tensor x, Tensor y) => (x.sort().Values - y.sort().Values).abs().max().item<float>();
    }

    private static StudyBench Bench(int features) => new(
        new TaskSpec { Inputs = new AtMostActiveSpec { Features = features, Active = 2 }, Targets = new PairsSpec() },
        inputs: 1000, new Seed(3), CancellationToken.None);
}
