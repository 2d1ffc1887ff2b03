using System.Collections.Immutable;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Probing;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.UnusedFeatures;

/// <summary>One kind of network at one width, probed once a seed.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Network">The kind.</param>
/// <param name="Neurons">d.</param>
/// <param name="Records">One record a seed; at least one.</param>
internal sealed record ProbedSeries(UnusedFeaturesSpec Spec, ProbedNetwork Network, int Neurons, ImmutableArray<UnusedFeaturesRecord> Records)
{
    /// <summary>The kind in words, with the width where there are several.</summary>
    public string Name => Words + (Spec.Scientific.Neurons.Length > 1 ? $", d = {Numbers.Count(Neurons)}" : "");

    /// <summary>Whether outputs ask for some pairs and not for others.</summary>
    public bool HasTruth => Records[0].Pairs.Any(pair => pair.IsTarget) && Records[0].Pairs.Any(pair => !pair.IsTarget);

    /// <summary>How many pairs outputs ask for.</summary>
    public int Targets => Records[0].Pairs.Count(pair => pair.IsTarget);

    /// <summary>How many pairs no output asks for.</summary>
    public int Others => Records[0].Pairs.Length - Targets;

    private string Words => Network switch
    {
        ProbedNetwork.Trained => "trained whole",
        ProbedNetwork.FrozenLayer => "frozen random layer",
        ProbedNetwork.LowRank => $"frozen layer, rank {Records[0].ReadDimensions}",
        ProbedNetwork.Random => "random throughout",
        ProbedNetwork.Linear => "linear layer",
        _ => throw new InvalidOperationException($"There are no words for {Network}."),
    };

    /// <summary>A number of each pair that outputs ask for (or do not), its mean once a seed; pairs without it are left out.</summary>
    public PerSeed Mean(bool isTarget, Func<ProbedPair, double?> value) =>
        Of(record => record.Pairs.Where(pair => pair.IsTarget == isTarget).Average(value) ?? double.NaN);

    /// <summary>The share of such pairs of which something holds, once a seed.</summary>
    public PerSeed Share(bool isTarget, Func<ProbedPair, bool> holds) => Mean(isTarget, pair => holds(pair) ? 1 : 0);

    /// <summary>The share of such pairs with a verdict, once a seed.</summary>
    public PerSeed Share(bool isTarget, Verdict verdict) => Share(isTarget, pair => pair.Verdict == verdict);

    /// <summary>The share of control labels that were called absent, once a seed.</summary>
    public PerSeed ControlsAbsent => Of(record => (double)record.Controls!.Absent / record.Controls.Count);

    /// <summary>The share of pairs that nothing uses among those called used, once a seed; 0 where none is called used.</summary>
    public PerSeed FalselyUsed => Of(record => record.Pairs.Any(pair => pair.Verdict == Verdict.Used) ? record.Pairs.Where(pair => pair.Verdict == Verdict.Used).Average(pair => pair.IsTarget ? 0.0 : 1) : 0);

    /// <summary>One number of each record.</summary>
    public PerSeed Of(Func<UnusedFeaturesRecord, double> value) => PerSeed.Of(Records, record => record.Seed, value);

    /// <summary>How often a metric calls used what is used, what is not, and control labels, once a seed.</summary>
    public PerSeed Calls(int metric, Func<MetricCalls, double> calls) => Of(record => calls(record.Metrics[metric]));

    /// <summary>Whether a pair can be read, by the rules of the verdict, in the part of the activations that no output sees.</summary>
    public bool IsReadableHidden(ProbedPair pair) => pair.HiddenAuc >= Spec.Probing.ReadableAuc && pair.HiddenP <= Spec.Probing.FalseDiscoveryRate;
}
