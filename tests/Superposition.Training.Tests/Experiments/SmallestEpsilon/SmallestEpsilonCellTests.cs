using Superposition.Booleans;
using Superposition.Experiments;
using Superposition.Experiments.SmallestEpsilon;
using Superposition.Measurement;
using Superposition.Objectives;
using Superposition.Representation;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Tests.Experiments.SmallestEpsilon;

public class SmallestEpsilonCellTests
{
    internal static readonly SmallestEpsilonSpec Spec = new()
    {
        Question = "?",
        Prediction = "!",
        Seeds = [0],
        Task = new UniversalAndTaskSpec { Features = 7, Active = 2, Sparsity = Sparsity.AtMost },
        Scientific = new SmallestEpsilonGrid { Constructions = ["naive", "sign", "subset"], Neurons = [2, 14] },
        Objective = new AnnealedPowerSpec { From = 2, To = 200, Until = 0.9, Reduction = Reduction.Root },
        LearningRate = 0.01,
        Training = new TrainingSettings { Steps = 1200, Batch = null, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
    };

    [Fact]
    public void A_network_that_is_kept_has_the_epsilon_that_was_proved_for_the_best_read_off()
    {
        foreach (var cell in Spec.Cells())
        {
            using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
            var record = (SmallestEpsilonRecord)result.Record;
            if (record.Refusal is not null)
            {
                Assert.Equal(("subset", 0), (record.Construction, result.Networks.Length));
                continue;
            }

            var best = record.Best!;
            Assert.True(best.Lower <= best.Upper && best.Upper <= record.AsItIs!.Upper + 1e-6, record.Cell);
            var kept = Assert.Single(result.Networks);
            var sample = InputSample.All(kept.Inputs);
            Assert.InRange(ProvedEpsilon.OfReadOff(kept.Network, kept.Outputs!, sample).Upper, best.Lower, best.Upper + 1e-6);
            Assert.Equal(OutputErrors.Measure(kept.Network, kept.Outputs!, sample).Epsilon, best.Upper, 1e-5);
        }
    }

    [Fact]
    public void Training_under_a_rising_power_beats_the_linear_control_and_the_constructed_layer()
    {
        var best = Spec.Cells().Where(cell => cell.Id is "trained-d14-seed0" or "sign-d14-seed0").ToDictionary(cell => cell.Id, cell =>
        {
            using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
            return ((SmallestEpsilonRecord)result.Record).Best!.Upper;
        });
        Assert.InRange(best["trained-d14-seed0"], 0, Math.Min(0.2, best["sign-d14-seed0"]));
    }

    [Fact]
    public void Powers_beyond_the_range_of_float32_need_the_root()
    {
        Assert.Empty(Spec.Problems());
        Assert.Equal(["objective.to"], (Spec with { Objective = new AnnealedPowerSpec { From = 2, To = 200, Until = 0.9 } }).Problems().Select(problem => problem.Path));
        Assert.Equal(["task"], (Spec with { Task = Spec.Task with { Features = 1000 } }).Problems().Select(problem => problem.Path));
    }
}
