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
        Assert.Equal(0, Asymmetry(tied.Untrained!, group, features), 1e-5);
        Assert.Equal(0, Asymmetry(tied.Network, group, features), 1e-4);
        Assert.InRange(Asymmetry(free.Network, group, features), 0.1, 100);
        Assert.True(bench.Errors(tied.Network).Epsilon < 0.7 * bench.Errors(tied.Untrained!).Epsilon);
    }

    [Theory]
    [InlineData(FeatureGroup.Shifts, 12, 30, "blocks of 12 neurons")]
    [InlineData(FeatureGroup.ExclusiveOr, 12, 24, "a power of two")]
    public void A_group_that_does_not_fit_is_refused(FeatureGroup group, int features, int neurons, string words)
    {
        var refused = Assert.Throws<ConstructionFailedException>(() => Draw(Recipe(group, neurons), Bench(features)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
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
