using Superposition.Experiments;
using Superposition.Experiments.LearnedCounterparts;
using Superposition.Objectives;
using Superposition.Studies;
using Superposition.Tasks;
using Superposition.Training;

namespace Superposition.Tests.Experiments.LearnedCounterparts;

public class CounterpartCellTests
{
    internal static readonly LearnedCounterpartsSpec Spec = new()
    {
        Question = "?",
        Prediction = "!",
        Seeds = [0],
        Tasks =
        [
            new ErrorCorrectionTaskSpec { Features = 10, Active = 2, Dimension = 12, Noise = 0.1, Units = 12, ChannelSize = 4 },
            new FanInTaskSpec { Features = 8, Active = 3, FanIn = 3, Sets = 10, Neurons = 24 },
            new GateListTaskSpec { Features = 8, Active = 2, Gates = 10, Neurons = 24 },
            new SuperposedTaskSpec { Features = 7, Active = 2, Dimension = 6, Neurons = 24, Encoding = EncodingTraining.Fixed },
            new SuperposedTaskSpec { Features = 7, Active = 2, Dimension = 6, Neurons = 24, Encoding = EncodingTraining.Learned },
            new DeepCircuitTaskSpec { Features = 20, Active = 3, Depth = 2, LayersPerGate = 1, Neurons = 16, Stream = 17, Noise = 0.02, Gates = new GateShares { Copy = 0.4, And = 0.3, Or = 0.15, Xor = 0.15 }, Pool = 3000, HoldsOut = true, ChannelSize = 1 },
            new DeepCircuitTaskSpec { Features = 12, Active = 3, Depth = 2, LayersPerGate = 2, Neurons = 10, Noise = 0.02, Gates = new GateShares { Copy = 0.4, And = 0.3, Or = 0.15, Xor = 0.15 }, Pool = 200, ChannelSize = 1 },
        ],
        Objective = new PowerSpec { P = 4 },
        LearningRate = 0.01,
        Training = new TrainingSettings { Steps = 600, Batch = 64, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Measurement = new CounterpartMeasurement { Inputs = 200 },
    };

    private static readonly Lazy<LearnedCounterpartsRecord[]> Records = new(() => [.. Spec.Cells().Select(Run)]);

    [Fact]
    public void Every_task_has_its_construction_its_trained_network_and_all_controls_on_the_same_inputs()
    {
        Assert.Empty(Spec.Problems());
        Assert.All(Records.Value, record =>
        {
            Assert.Null(record.NoConstruction);
            Assert.Equal(Enum.GetValues<CounterpartArm>(), record.Arms.Select(arm => arm.Arm));
            Assert.Single(record.Arms.Select(arm => (arm.Errors.Inputs, arm.Errors.InputSet)).Distinct());
            Assert.Equal(record.Neurons.Sum(), record.Arms[^1].Relus);
        });
    }

    [Fact]
    public void Training_brings_every_task_below_the_answer_zero_and_below_its_linear_control()
    {
        Assert.All(Records.Value, record =>
        {
            var rms = record.Arms.ToDictionary(arm => arm.Arm, arm => arm.Errors.Rms);
            Assert.True(rms[CounterpartArm.Trained] < 0.9 * rms[CounterpartArm.Zero], $"{record.Cell}: {rms[CounterpartArm.Trained]} beside {rms[CounterpartArm.Zero]}");
            Assert.True(rms[CounterpartArm.Trained] < rms[CounterpartArm.Linear], $"{record.Cell}: {rms[CounterpartArm.Trained]} beside {rms[CounterpartArm.Linear]}");
        });
    }

    [Fact]
    public void A_deep_network_in_residual_form_has_its_stream_and_was_trained_on_nothing_that_it_is_measured_on()
    {
        var residual = Records.Value[^2];
        Assert.Equal([16, 16], residual.Neurons.ToArray());
        Assert.All(residual.States, state => Assert.Equal(17, state.Neurons));
        Assert.Equal((int?)residual.Arms[0].Errors.Inputs, residual.UnseenInputs);
        Assert.True(Records.Value[^1].UnseenInputs < residual.UnseenInputs);
    }

    [Fact]
    public void A_deep_network_has_its_layers_and_a_reading_of_every_layer_of_gates()
    {
        var deep = Records.Value[^1];
        Assert.Equal([10, 10, 10, 10], deep.Neurons.ToArray());
        Assert.Equal([(1, 12), (2, 12)], deep.States.Select(state => (state.Layer, state.Gates)));
        Assert.InRange(deep.UnseenInputs!.Value, 0, 200);
    }

    [Fact]
    public void Learned_directions_change_and_fixed_ones_do_not()
    {
        foreach (var task in Spec.Tasks.OfType<SuperposedTaskSpec>())
        {
            using var result = Spec.Cells().Single(cell => cell.Id == $"{task.Id}-seed0").Run(new Progress<CellProgress>(), CancellationToken.None);
            using var norms = result.Networks[0].Network.Encoding!.norm(0);
            using var distance = (norms - 1).abs().max();

            // Directions are drawn with length 1; training does not keep them there.
            Assert.Equal(task.Encoding == EncodingTraining.Learned, distance.item<float>() > 0.01f);
        }
    }

    [Fact]
    public void Values_that_cannot_be_are_named_by_path()
    {
        var bad = Spec with
        {
            Training = Spec.Training with { Batch = null },
            Tasks = [((FanInTaskSpec)Spec.Tasks[1]) with { FanIn = 9 }, ((DeepCircuitTaskSpec)Spec.Tasks[^1]) with { LayersPerGate = 3, Gates = new GateShares { Copy = 1, And = 1, Or = 0, Xor = 0 } }],
        };
        Assert.Equal(["tasks[0].fanIn", "tasks[1].gates", "tasks[1].layersPerGate", "training.batch"], bad.Problems().Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    private static LearnedCounterpartsRecord Run(Cell cell)
    {
        using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
        return (LearnedCounterpartsRecord)result.Record;
    }
}
