using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;

namespace Superposition.Tests.Training;

/// <summary>Training that is stopped and taken up again ends bit for bit where it would have ended.</summary>
public class ResumeTests
{
    private static readonly BooleanTask Task = new(new SparseInputs(8, 2, Sparsity.AtMost), PairAnds.All(8));

    public static TheoryData<string> Plans => [.. NamedPlans.Keys];

    private static readonly Dictionary<string, TrainingPlan> NamedPlans = new(StringComparer.Ordinal)
    {
        ["adam"] = Plan(new PowerLoss(2)),
        ["adam-w, warm-up, cosine, clipping and an average"] = Plan(
            new PowerLoss(4),
            s => s with
            {
                Optimizer = Optimizer.AdamW,
                WeightDecay = 0.01,
                Schedule = Schedule.Cosine,
                WarmUp = 20,
                ClipNorm = 0.05,
                AverageDecay = 0.99
            }),
        ["early stop that strikes"] =
            Plan(new PowerLoss(2), s => s with { EarlyStop = new EarlyStop { Every = 5, Inputs = 100, Patience = 4 } }, learningRate: 0.3),
        ["early stop on the average"] = Plan(
            new PowerLoss(2), s => s with { AverageDecay = 0.9, EarlyStop = new EarlyStop { Every = 10, Inputs = 50, Patience = 100 } }),
        ["a power that rises"] = Plan(new AnnealedPower(2, 8, 0.8, Reduction.Mean)),
        ["best read-off"] =
            Plan(new BestReadOffSquare(1e-6), s => s with { Batch = null }) with { Parts = TrainedParts.Layers | TrainedParts.ReadOffBias },
        ["snapshots"] = Plan(new PowerLoss(4)) with { Snapshots = 8 },
        ["divergence"] = Plan(new PowerLoss(8), learningRate: 1e18),
    };

    [Theory, MemberData(nameof(Plans))]
    public void Stopping_anywhere_changes_nothing(string name)
    {
        var plan = NamedPlans[name];
        var (expected, expectedOutcome) = Train(plan, new MemoryStore(dueEvery: int.MaxValue), stops: []);
        Assert.Equal(expected, Train(plan, store: null, stops: []).Parameters);
        var random = new Random(5);
        foreach (var saveEvery in (int[])[1, 7, 50])
        {
            var store = new MemoryStore(saveEvery);
            var stops = Enumerable.Range(0, 6).Select(_ => random.Next(1, 60)).ToArray();
            var (parameters, outcome) = Train(plan, store, stops);
            Assert.Equal(expected, parameters);
            Assert.Equal(
                (expectedOutcome.Steps, expectedOutcome.FinalLoss, expectedOutcome.DivergedAt),
                (outcome.Steps, outcome.FinalLoss, outcome.DivergedAt));
            Assert.Equal([.. expectedOutcome.Trace], outcome.Trace.ToArray());
            Assert.Equal(expectedOutcome.Snapshots.Select(Numbers), outcome.Snapshots.Select(Numbers));

            // What comes after training may be cut off too: training is then only read back.
            if (store.HasState)
            {
                Assert.Equal(expected, Train(plan, store, stops: []).Parameters);
            }
        }
    }

    [Fact]
    public void A_killed_process_goes_on_from_its_last_save()
    {
        var plan = NamedPlans["adam"];
        var store = new MemoryStore(dueEvery: 30);
        Assert.Throws<InvalidOperationException>(
            () => Run(plan, store, _ => throw new InvalidOperationException("killed"), after: 100, CancellationToken.None));
        var steps = new List<long>();
        var resumed = Run(plan, store, steps.Add, after: 0, CancellationToken.None);
        Assert.Equal(91, steps[0]);
        Assert.Equal(Train(plan, store: null, stops: []).Parameters, resumed.Parameters);
    }

    [Fact]
    public void A_state_that_is_damaged_or_of_another_training_is_refused_and_the_training_begins_anew()
    {
        var plan = NamedPlans["adam"];
        var store = Killed(plan);
        var whole = Train(plan, store: null, stops: []).Parameters;
        Assert.Equal(whole, Begun(store.Changed(bytes => bytes[..^5]), plan, "checksum does not match"));
        Assert.Equal(whole, Begun(store.Changed(bytes => bytes[..20]), plan, "cut off"));
        Assert.Equal(
            whole, Begun(
            store.Changed(bytes => [.. bytes[..500], (byte)(bytes[500] ^ 1), .. bytes[501..]]), plan, "checksum does not match"));
        foreach (var other in (TrainingPlan[])[plan with { LearningRate = 0.02 }, NamedPlans["early stop on the average"]])
        {
            Assert.Equal(Train(other, store: null, stops: []).Parameters, Begun(store, other, "another training"));
        }

        static float[] Begun(MemoryStore store, TrainingPlan plan, string reason)
        {
            var parameters = Train(plan, store, stops: []).Parameters;
            Assert.NotEmpty(store.Refusals);
            Assert.All(store.Refusals, refusal => Assert.Contains(reason, refusal, StringComparison.Ordinal));
            return parameters;
        }
    }

    [Theory, InlineData(0), InlineData(40), InlineData(600), InlineData(-1)]
    public void A_damaged_newest_state_costs_the_steps_since_the_one_before_it(int place)
    {
        var plan = NamedPlans["adam"];
        var store = Killed(plan).NewestChanged(bytes =>
        {
            bytes[place < 0 ? bytes.Length + place : place] ^= 4;
            return bytes;
        });
        var steps = 0;
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 12, Task.Targets.Count, new Seed(1));
        Trainer.Train(network, plan, new Seed(2), new Each(_ => steps++), CancellationToken.None, store);
        Assert.Equal(Train(plan, store: null, stops: []).Parameters, Parameters(network));
        Assert.Single(store.Refusals);
        Assert.Equal(plan.Settings.Steps - 60, steps); // saved at steps 30, 60 and 90; killed at 100
    }

    private static IEnumerable<double> Numbers(WeightSnapshot snapshot) =>
        [snapshot.Step, .. snapshot.Weights.Select(weight => (double)weight)];

    private static MemoryStore Killed(TrainingPlan plan)
    {
        var store = new MemoryStore(dueEvery: 30);
        Assert.Throws<InvalidOperationException>(
            () => Run(plan, store, _ => throw new InvalidOperationException("killed"), after: 100, CancellationToken.None));
        return store;
    }

    private static float[] Parameters(Networks.ReluNetwork network) =>
        [.. network.state_dict().OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value.data<float>())];

    private static (float[] Parameters, TrainingOutcome Outcome) Train(TrainingPlan plan, MemoryStore? store, int[] stops)
    {
        foreach (var stop in stops)
        {
            using var source = new CancellationTokenSource();
            try
            {
                return Run(plan, store, _ => source.Cancel(), stop, source.Token);
            }
            catch (OperationCanceledException)
            {
                // Stopped as meant; the next turn takes it up.
            }
        }

        return Run(plan, store, _ => { }, after: 0, CancellationToken.None);
    }

    /// <summary>One process: its steps are told once it has taken a number of them.</summary>
    private static (float[] Parameters, TrainingOutcome Outcome) Run(
        TrainingPlan plan, MemoryStore? store, Action<long> tell, int after, CancellationToken cancellation)
    {
        using var network = UntrainedNetwork.OneLayer(Task.Inputs, 12, Task.Targets.Count, new Seed(1));
        var taken = 0;
        var outcome = Trainer.Train(network, plan, new Seed(2), new Each(progress =>
        {
            if (++taken >= after)
            {
                tell(progress.Step);
            }
        }), cancellation, store);
        return (Parameters(network), outcome);
    }

    private static TrainingPlan Plan(
        IObjective objective, Func<TrainingSettings, TrainingSettings>? change = null, double learningRate = 0.01)
    {
        var settings = new TrainingSettings
        {
            Steps = 200,
            Batch = 32,
            Optimizer = Optimizer.Adam,
            WeightDecay = 0,
            Schedule = Schedule.Constant,
            WarmUp = 0
        };
        return new TrainingPlan(TrainedParts.Whole, Task, objective, change?.Invoke(settings) ?? settings, learningRate);
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private sealed class MemoryStore(int dueEvery, params byte[][] states) : ITrainingStore
    {
        // The newest first.
        private readonly List<byte[]> states = [.. states];
        private int looks;

        public List<string> Refusals { get; } = [];

        public bool HasState => states.Count > 0;

        public bool IsDue => ++looks % dueEvery == 0;

        public bool TakeUp(Action<Stream> resume) => states.ToArray().Any(state =>
        {
            try
            {
                resume(new MemoryStream(state));
                return true;
            }
            catch (InvalidDataException e)
            {
                Refusals.Add(e.Message);
                states.Remove(state);
                return false;
            }
        });

        public void Save(Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            states.Insert(0, stream.ToArray());
            states.RemoveRange(Math.Min(2, states.Count), Math.Max(0, states.Count - 2));
        }

        public ITrainingStore For(string part) => throw new NotSupportedException();

        public MemoryStore Changed(Func<byte[], byte[]> change) => new(dueEvery, [.. states.Select(state => change([.. state]))]);

        public MemoryStore NewestChanged(Func<byte[], byte[]> change) => new(dueEvery, [change([.. states[0]]), .. states.Skip(1)]);
    }
}
