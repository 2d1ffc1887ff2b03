using System.Text.Json;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;
using Superposition.Studies;

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
        var made = Spec.Recipe.Make(Network, Neurons, seed, progress, Store, cancellation);
        using var untrained = made.Untrained;
        progress.Report(new CellProgress(0.5, "probing"));
        cancellation.ThrowIfCancellationRequested();
        var sample = InputSample.AllUpTo(Spec.Task.ToInputs(), Spec.Inputs, seed.For("measurement")).StoppedBy(cancellation);
        var report = FeatureProbing.OfPairs(
            new NetworkSite(made.Network, 0), Network == ProbedNetwork.Trained ? new NetworkSite(untrained, 0) : null, PairAnds.All(Spec.Task.Features), sample, Spec.Probing, seed.For("probing"));
        return new CellResult(Record(report, made), [new NamedNetwork(Id, made.Network, IsTrained: made.Outcome is not null, sample.Space, made.Asked)], made.Outcome?.Trace ?? []);
    }

    private UnusedFeaturesRecord Record(ProbingReport report, MadeNetwork made)
    {
        var all = PairAnds.All(Spec.Task.Features);
        var isTarget = all.Pairs.Select(pair => made.AsksFor(Network, pair)).ToArray();
        int[] Places(bool target) => [.. Enumerable.Range(0, all.Count).Where(i => isTarget[i] == target)];
        return new UnusedFeaturesRecord
        {
            Cell = Id,
            Seed = Seed,
            Network = Network,
            Neurons = Neurons,
            FinalLoss = made.Outcome?.FinalLoss,
            Failure = made.Failure,
            Inputs = report.Inputs,
            AllInputs = report.AllInputs,
            ReadDimensions = report.ReadDimensions,
            Pairs = ProbedPair.Of(report, all, isTarget),
            Controls = new ProbedControls(
                report.Controls.Length,
                report.Controls.Count(control => control.Verdict == Verdict.Absent),
                report.Controls.Count(control => control.ReadableP <= Spec.Probing.FalseDiscoveryRate),
                report.Controls.Count(control => control.UsedP <= Spec.Probing.FalseDiscoveryRate),
                report.Controls.Count(control => control.Readability!.BeyondInputP <= 0.05),
                report.Controls.Count(control => control.Use.Removal.P <= 0.05),
                report.Controls.Select(control => control.Readability!.HeldOut.Auc).DefaultIfEmpty(0.5).Average(),
                report.Controls.Select(control => control.Readability!.InSample.Auc).DefaultIfEmpty(0.5).Average()),
            Metrics = Places(target: true) is { Length: > 0 } used && Places(target: false) is { Length: > 0 } unused ? MetricCalls.Of(report, used, unused) : [],
        };
    }
}
