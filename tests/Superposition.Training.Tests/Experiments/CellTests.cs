using System.Text.Json;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Experiments;
using Superposition.Experiments.ConstructionErrors;
using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Objectives;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Tasks;
using Superposition.Tests.Experiments.SmallestEpsilon;
using Superposition.Training;

namespace Superposition.Tests.Experiments;

public class CellTests
{
    private static readonly LearnedVersusConstructedSpec Comparison = new()
    {
        Question = "?",
        Prediction = "!",
        Seeds = [0, 1],
        Task = new UniversalAndTaskSpec { Features = 8, Active = 2, Sparsity = Sparsity.AtMost },
        Scientific = new ComparisonGrid { Constructions = ["naive", "dedicated", "subset", "sign", "gaussian"], FrozenLayer = "sign", Neurons = [6, 40], Objectives = [new MeanSquareSpec(), new PowerSpec { P = 4 }, new BalancedSpec()] },
        Nuisance = new ComparisonNuisance { LearningRate = [0.01] },
        Training = new TrainingSettings { Steps = 20, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Measurement = new ComparisonMeasurement { Inputs = 1000 },
    };

    private static readonly ConstructionErrorsSpec Constructions = new()
    {
        Question = "?",
        Prediction = "!",
        Seeds = [0],
        Scientific = new ConstructionGrid { Constructions = ["naive", "subset", "sign"], Features = [8, 10], Active = [2], Sparsity = Sparsity.Exactly, Neurons = [64] },
        Measurement = new ConstructionMeasurement { Inputs = 20, LeastSquaresUpToFeatures = 8, LeastSquaresUpToNeurons = 64 },
    };

    [Fact]
    public void Every_cell_runs_and_its_record_survives_a_line_of_json()
    {
        foreach (ExperimentSpec spec in (ExperimentSpec[])[Comparison, Constructions, SmallestEpsilonCellTests.Spec])
        {
            Assert.Empty(spec.Problems());
            var cells = spec.Cells().ToArray();
            Assert.Equal(cells.Length, cells.Select(c => c.Id).Distinct().Count());
            foreach (var cell in cells)
            {
                var store = new LookedAt();
                using var result = (cell with { Store = store }).Run(new Progress<CellProgress>(), CancellationToken.None);
                Assert.Equal(!result.Trace.IsEmpty, store.WasLookedAt); // whatever trains can be resumed
                var line = JsonSerializer.Serialize(result.Record, SpecJson.Line);
                Assert.DoesNotContain('\n', line);
                Assert.Equal(line, JsonSerializer.Serialize(JsonSerializer.Deserialize<CellRecord>(line, SpecJson.Line), SpecJson.Line));
                Assert.Equal(cell.Id, result.Record.Cell);
            }
        }
    }

    [Fact]
    public void A_cell_gives_the_same_bytes_whatever_ran_before_it()
    {
        var cells = Comparison.Cells().ToArray();
        var trained = cells.First(c => c.Id.StartsWith("trained-l4", StringComparison.Ordinal));
        var first = Line(trained);
        Line(cells[^1]);
        Assert.Equal(first, Line(trained));

        static string Line(Cell cell)
        {
            using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
            return JsonSerializer.Serialize(result.Record, SpecJson.Line);
        }
    }

    [Fact]
    public void All_arms_of_a_width_are_measured_on_the_same_inputs_beside_their_controls()
    {
        var records = Comparison.Cells().Select(Run).ToArray();
        Assert.All(records.SelectMany(r => r.Arms), arm => Assert.Equal((37, true), (arm.Errors.Inputs, arm.Errors.AllInputs)));
        Assert.Contains(records, r => r.Part == Part.Controls && r.Arms.Select(a => a.Arm).SequenceEqual([Arm.Zero, Arm.Linear, Arm.LinearMinimax]));
        foreach (var whole in records.Where(r => r.Part == Part.Whole))
        {
            Assert.Equal([Arm.Untrained, Arm.UntrainedLeastSquares, Arm.Trained, Arm.TrainedLeastSquares], whole.Arms.Select(a => a.Arm));
            Assert.Contains(whole.Similarities, s => s.Construction == "sign");
        }
    }

    [Fact]
    public void A_construction_that_does_not_exist_at_a_width_is_a_record_with_its_reason()
    {
        var record = Run(Comparison.Cells().First(c => c.Id == "subset-d6-seed0"));
        Assert.Contains("share no neuron", record.Refusal, StringComparison.Ordinal);
        Assert.Empty(record.Arms);
    }

    [Fact]
    public void Values_that_cannot_be_are_named_by_path()
    {
        var bad = Comparison with
        {
            Task = Comparison.Task with { Active = 9 },
            Seeds = [],
            Training = Comparison.Training with { Steps = 0, WeightDecay = -0.1 },
            Nuisance = new ComparisonNuisance { LearningRate = [0.01, double.NaN] },
            Scientific = Comparison.Scientific with { Neurons = [4, 4], Constructions = ["signs"], Objectives = [new PowerSpec { P = 0.5 }] },
        };
        Assert.Equal(
            ["nuisance.learningRate[1]", "scientific.constructions[0]", "scientific.neurons[1]", "scientific.objectives[0].p", "seeds", "task.active", "training.steps", "training.weightDecay"],
            bad.Problems().Select(p => p.Path).Order(StringComparer.Ordinal));
    }

    private static LearnedVersusConstructedRecord Run(Cell cell)
    {
        using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
        return (LearnedVersusConstructedRecord)result.Record;
    }

    [Fact]
    public void A_warm_start_is_the_construction_and_is_marked()
    {
        var warm = Comparison with { Scientific = Comparison.Scientific with { Start = "gaussian" } };
        Assert.Empty(warm.Problems());
        var cells = warm.Cells().ToArray();
        var trained = cells.Single(cell => cell.Id == "trained-from-gaussian-mse-d40-lr0.01-seed1");
        using var result = trained.Run(new Progress<CellProgress>(), CancellationToken.None);
        var record = (LearnedVersusConstructedRecord)result.Record;
        Assert.Equal("gaussian", record.Construction);
        Assert.Equal("gaussian", result.Networks.Single().Start);
        using var constructed = cells.Single(cell => cell.Id == "gaussian-d40-seed1").Run(new Progress<CellProgress>(), CancellationToken.None);
        var analytic = ((LearnedVersusConstructedRecord)constructed.Record).Arms.Single(arm => arm.Arm == Arm.Analytic);
        Assert.Equal(analytic.Errors.Epsilon, record.Arms.Single(arm => arm.Arm == Arm.Untrained).Errors.Epsilon, 1e-5);
        var problem = Assert.Single((warm with { Scientific = warm.Scientific with { Start = "naive" } }).Problems());
        Assert.Equal("scientific.start", problem.Path);
    }

    private sealed class LookedAt : ITrainingStore
    {
        public bool WasLookedAt { get; private set; }

        public bool IsDue => false;

        public bool TakeUp(Action<Stream> resume)
        {
            WasLookedAt = true;
            return false;
        }

        public void Save(Action<Stream> write) => throw new NotSupportedException();

        public ITrainingStore For(string part) => this;
    }
}
