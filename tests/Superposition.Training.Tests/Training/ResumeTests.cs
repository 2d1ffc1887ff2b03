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
        ["adam-w, warm-up, cosine, clipping and an average"] = Plan(new PowerLoss(4), s => s with { Optimizer = Optimizer.AdamW, WeightDecay = 0.01, Schedule = Schedule.Cosine, WarmUp = 20, ClipNorm = 0.05, AverageDecay = 0.99 }),
        ["early stop that strikes"] = Plan(new PowerLoss(2), s => s with { EarlyStop = new EarlyStop { Every = 5, Inputs = 100, Patience = 4 } }, learningRate: 0.3),
        ["early stop on the average"] = Plan(new PowerLoss(2), s => s with { AverageDecay = 0.9, EarlyStop = new EarlyStop { Every = 10, Inputs = 50, Patience = 100 } }),
        ["a power that rises"] = Plan(new AnnealedPower(2, 8, 0.8, Reduction.Mean)),
        ["best read-off"] = Plan(new BestReadOffSquare(1e-6), s => s with { Batch = null }) with { Parts = TrainedParts.Layers | TrainedParts.ReadOffBias },
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
            Assert.Equal((expectedOutcome.Steps, expectedOutcome.FinalLoss, expectedOutcome.DivergedAt), (outcome.Steps, outcome.FinalLoss, outcome.DivergedAt));
            Assert.Equal([.. expectedOutcome.Trace], outcome.Trace.ToArray());

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
        Assert.Throws<InvalidOperationException>(() => Run(plan, store, _ => throw new InvalidOperationException("killed"), after: 100, CancellationToken.None));
        var steps = new List<long>();
        var resumed = Run(plan, store, steps.Add, after: 0, CancellationToken.None);
        Assert.Equal(91, steps[0]);
        Assert.Equal(Train(plan, store: null, stops: []).Parameters, resumed.Parameters);
    }

    [Fact]
    public void A_state_that_is_damaged_or_of_another_training_is_refused()
    {
        var plan = NamedPlans["adam"];
        var store = new MemoryStore(dueEvery: 30);
        Assert.Throws<InvalidOperationException>(() => Run(plan, store, _ => throw new InvalidOperationException("killed"), after: 100, CancellationToken.None));
        Assert.Contains("another training", Refusal(store, plan with { LearningRate = 0.02 }), StringComparison.Ordinal);
        Assert.Contains("another training", Refusal(store, NamedPlans["early stop on the average"]), StringComparison.Ordinal);
        Assert.Contains("too early", Refusal(store.Changed(bytes => bytes[..^5]), plan), StringComparison.Ordinal);
        Assert.Contains("damaged", Refusal(store.Changed(bytes => [.. bytes[..500], (byte)(bytes[500] ^ 1), .. bytes[501..]]), plan), StringComparison.Ordinal);

        static string Refusal(MemoryStore store, TrainingPlan plan) => Assert.Throws<InvalidDataException>(() => Train(plan, store, stops: [])).Message;
    }

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
    private static (float[] Parameters, TrainingOutcome Outcome) Run(TrainingPlan plan, MemoryStore? store, Action<long> tell, int after, CancellationToken cancellation)
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
        return ([.. network.state_dict().OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value.data<float>())], outcome);
    }

    private static TrainingPlan Plan(IObjective objective, Func<TrainingSettings, TrainingSettings>? change = null, double learningRate = 0.01)
    {
        var settings = new TrainingSettings { Steps = 200, Batch = 32, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Constant, WarmUp = 0 };
        return new TrainingPlan(TrainedParts.Whole, Task, objective, change?.Invoke(settings) ?? settings, learningRate);
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private sealed class MemoryStore(int dueEvery) : ITrainingStore
    {
        private byte[]? state;
        private int looks;

        public bool HasState => state is not null;

        public bool IsDue => ++looks % dueEvery == 0;

        public Stream? Open() => state is null ? null : new MemoryStream(state);

        public void Save(Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            state = stream.ToArray();
        }

        public ITrainingStore For(string part) => throw new NotSupportedException();

        public MemoryStore Changed(Func<byte[], byte[]> change) => new(dueEvery) { state = change(state!) };
    }
}
