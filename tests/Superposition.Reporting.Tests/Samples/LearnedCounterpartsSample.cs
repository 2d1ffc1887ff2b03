using System.Collections.Immutable;
using Superposition.Experiments.LearnedCounterparts;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Records of learned counterparts made from a few numbers: a task that training wins, and a deep one whose construction does not exist.</summary>
internal static class LearnedCounterpartsSample
{
    public static LearnedCounterpartsSpec Spec(int seeds = 3) => new()
    {
        Question = "What does training reach?",
        Prediction = "More.",
        Tasks =
        [
            new FanInTaskSpec { Features = 16, Active = 3, FanIn = 3, Sets = 100, Neurons = 96 },
            new DeepCircuitTaskSpec { Features = 64, Active = 3, Depth = 2, LayersPerGate = 1, Neurons = 48, Noise = 0.02, Gates = new GateShares { Copy = 0.4, And = 0.3, Or = 0.15, Xor = 0.15 }, Pool = 100, ChannelSize = 2 },
        ],
        Objective = new PowerSpec { P = 4 },
        LearningRate = 0.005,
        Training = new TrainingSettings { Steps = 100, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Measurement = new CounterpartMeasurement { Inputs = 200 },
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<LearnedCounterpartsRecord> Records(LearnedCounterpartsSpec spec) =>
        [.. from task in spec.Tasks from seed in spec.Seeds select Record(task, seed)];

    private static LearnedCounterpartsRecord Record(CounterpartTaskSpec task, ulong seed)
    {
        var isDeep = task is DeepCircuitTaskSpec;
        CounterpartErrors Errors(CounterpartArm arm, double size) => new(arm, arm is CounterpartArm.Zero or CounterpartArm.Linear ? 0 : task.Relus, SampleErrors.Of(size * (1 + (0.02 * ((int)seed - 1)))) with { ThresholdErrors = arm == CounterpartArm.Trained ? (long)seed : 100 });
        var constructed = isDeep ? (CounterpartErrors[])[] : [Errors(CounterpartArm.Constructed, 0.2), Errors(CounterpartArm.ConstructedLeastSquares, 0.15)];
        return new LearnedCounterpartsRecord
        {
            Cell = $"{task.Id}-seed{seed}",
            Seed = seed,
            Task = task.Id,
            Neurons = isDeep ? [48, 48] : [96],
            FinalLoss = 0.01,
            UnseenInputs = isDeep ? 70 : null,
            NoConstruction = isDeep ? "A channel has between 1 and all 0 of the units." : null,
            Arms = [Errors(CounterpartArm.Zero, 1.0 / 6), Errors(CounterpartArm.Linear, 0.16), .. constructed, Errors(CounterpartArm.UntrainedLeastSquares, 0.14), Errors(CounterpartArm.Trained, 0.05)],
            States = isDeep ? [new StateReading(1, 48, 64, SampleErrors.Of(0.1)), new StateReading(2, 48, 64, SampleErrors.Of(0.05))] : [],
        };
    }
}
