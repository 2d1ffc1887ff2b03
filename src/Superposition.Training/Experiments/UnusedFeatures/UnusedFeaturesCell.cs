using System.Text.Json;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Experiments.UnusedFeatures;

/// <summary>Makes one network of which it is known what it uses, and probes it for every pair.</summary>
internal sealed record UnusedFeaturesCell(UnusedFeaturesSpec Spec, ProbedNetwork Network, int Neurons, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => FormattableString.Invariant($"{JsonNamingPolicy.KebabCaseLower.ConvertName(Network.ToString())}-d{Neurons}-seed{Seed}");

    /// <inheritdoc/>
    public override double Cost => Network == ProbedNetwork.Random ? 5 : Network == ProbedNetwork.Trained ? 8 : 7;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var seed = new Seed(Seed);
        var inputs = Spec.Task.ToInputs();
        var asked = PairAnds.Draw(Spec.Task.Features, Network == ProbedNetwork.LowRank ? Spec.FewOutputs : Spec.Task.Pairs!.Value, seed.Stream(Network == ProbedNetwork.LowRank ? "few-pairs" : "pairs"));
        using var untrained = Start(inputs, asked.Count, seed);

        // The same weights again: what is trained must not be the network that it is compared with.
        var network = Start(inputs, asked.Count, seed);
        TrainingOutcome? outcome = null;
        if (Network != ProbedNetwork.Random)
        {
            var parts = Network == ProbedNetwork.Trained ? TrainedParts.Whole : TrainedParts.ReadOff;
            var plan = new TrainingPlan(parts, new BooleanTask(inputs, asked), Spec.Objective.ToObjective(), Spec.Training, Spec.LearningRate);
            outcome = Trainer.Train(network, plan, seed.For("training-data"), new TrainingToCell(progress, trainings: 2), cancellation);
        }

        progress.Report(new CellProgress(0.5, "probing"));
        cancellation.ThrowIfCancellationRequested();
        var sample = InputSample.AllUpTo(inputs, Spec.Inputs, seed.For("measurement")).StoppedBy(cancellation);
        var report = FeatureProbing.OfPairs(
            new NetworkSite(network, 0), Network == ProbedNetwork.Trained ? new NetworkSite(untrained, 0) : null, PairAnds.All(Spec.Task.Features), sample, Spec.Probing, seed.For("probing"));
        return new CellResult(Record(report, asked, outcome), [new NamedNetwork(Id, network, IsTrained: outcome is not null, inputs, asked)], outcome?.Trace ?? []);
    }

    private ReluNetwork Start(SparseInputs inputs, int outputs, Seed seed)
    {
        var network = UntrainedNetwork.OneLayer(inputs, Neurons, outputs, seed);
        if (Network != ProbedNetwork.Linear)
        {
            return network;
        }

        using (network)
        {
            return NeverOff(network, inputs.Active);
        }
    }

    /// <summary>The same weights with biases under which no neuron is ever off: affine in every input.</summary>
    private static ReluNetwork NeverOff(ReluNetwork network, int active)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weight_dm = network.Layers[0].Weight;
        var (lowest_ds, _) = (-weight_dm).clamp_min(0).topk(active, dim: 1);
        return new ReluNetwork([new ReluLayer(weight_dm, lowest_ds.sum(1) + 1)], new DenseReadOff(((DenseReadOff)network.ReadOff).Weight));
    }

    private UnusedFeaturesRecord Record(ProbingReport report, PairAnds asked, TrainingOutcome? outcome)
    {
        var all = PairAnds.All(Spec.Task.Features);
        var isTarget = all.Pairs.Select(pair => Network is not (ProbedNetwork.Random or ProbedNetwork.Linear) && asked.IndexOf(pair.First, pair.Second) >= 0).ToArray();
        int[] Places(bool target) => [.. Enumerable.Range(0, all.Count).Where(i => isTarget[i] == target)];
        return new UnusedFeaturesRecord
        {
            Cell = Id,
            Seed = Seed,
            Network = Network,
            Neurons = Neurons,
            FinalLoss = outcome?.FinalLoss,
            Failure = outcome?.DivergedAt is { } step ? $"The loss was no longer finite at step {step:N0}; the network probed is the last good state before it." : null,
            Inputs = report.Inputs,
            AllInputs = report.AllInputs,
            ReadDimensions = report.ReadDimensions,
            Pairs = ProbedPair.Of(report, all, isTarget),
            Controls = new ProbedControls(
                report.Controls.Length,
                report.Controls.Count(control => control.Verdict == Verdict.Absent),
                report.Controls.Count(control => control.ReadableP <= Spec.Probing.FalseDiscoveryRate),
                report.Controls.Count(control => control.UsedP <= Spec.Probing.FalseDiscoveryRate),
                report.Controls.Count(control => control.Readability.BeyondInputP <= 0.05),
                report.Controls.Count(control => control.Use.Removal.P <= 0.05),
                report.Controls.Average(control => control.Readability.HeldOut.Auc),
                report.Controls.Average(control => control.Readability.InSample.Auc)),
            Metrics = Places(target: true) is { Length: > 0 } used && Places(target: false) is { Length: > 0 } unused ? MetricCalls.Of(report, used, unused) : [],
        };
    }
}
