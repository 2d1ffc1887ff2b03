using Superposition.Booleans;
using Superposition.Experiments;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Objectives;
using Superposition.Probing;
using Superposition.Studies;
using Superposition.Tests.Probing;
using Superposition.Training;

namespace Superposition.Tests.Experiments;

public class UnusedFeaturesCellTests
{
    internal static UnusedFeaturesSpec Spec { get; } = new()
    {
        Question = "?",
        Prediction = "!",
        Seeds = [0],
        Task = new UniversalAndTaskSpec { Features = 6, Active = 3, Sparsity = Sparsity.Exactly, Pairs = 4 },
        Scientific = new ProbedGrid { Networks = [ProbedNetwork.Trained, ProbedNetwork.FrozenLayer, ProbedNetwork.LowRank, ProbedNetwork.Random, ProbedNetwork.Linear], Neurons = [8] },
        FewOutputs = 2,
        Objective = new PowerSpec { P = 4 },
        LearningRate = 0.01,
        Training = new TrainingSettings { Steps = 5, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Probing = UnusedFeatureTests.Settings with { Folds = 4, Controls = 19, RandomDirections = 19, Contexts = 4 },
        Inputs = 1000,
    };

    [Fact]
    public void Probed_networks_record_every_pair_and_what_outputs_ask_for()
    {
        var records = Spec.Cells().Select(cell =>
        {
            using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
            return (UnusedFeaturesRecord)result.Record;
        }).ToDictionary(record => record.Network);
        Assert.All(records.Values, record => Assert.Equal(15, record.Pairs.Length));
        Assert.Equal([4, 4, 2, 0, 0], Spec.Scientific.Networks.Select(network => records[network].Pairs.Count(pair => pair.IsTarget)));
        Assert.Equal(2, records[ProbedNetwork.LowRank].ReadDimensions);
        Assert.All(records[ProbedNetwork.LowRank].Pairs, pair => Assert.NotNull(pair.HiddenP));

        // Nothing of an AND is beyond the input on a linear layer, and what float32 leaves of an interaction is no use of it.
        Assert.All(records[ProbedNetwork.Linear].Pairs, pair => Assert.Equal((0, Verdict.Absent, 1), (Math.Round(pair.BeyondInputR2!.Value, 9), pair.Verdict, pair.UsedP)));
    }
}
