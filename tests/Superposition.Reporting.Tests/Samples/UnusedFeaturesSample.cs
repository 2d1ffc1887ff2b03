using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Objectives;
using Superposition.Probing;
using Superposition.Training;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>
/// Records of probed networks with 6 features as the theory would have them: outputs ask for every third of 15 pairs, and these alone are called used,
/// except that at seed 0 of the frozen layer one pair too many is; on the linear layer all pairs are absent.
/// </summary>
internal static class UnusedFeaturesSample
{
    public static UnusedFeaturesSpec Spec(int seeds = 3) => new()
    {
        Question = "Does the network use what a probe finds?",
        Prediction = "Not all of it.",
        Task = new UniversalAndTaskSpec { Features = 6, Active = 2, Sparsity = Sparsity.Exactly, Pairs = 5 },
        Scientific = new ProbedGrid { Networks = [ProbedNetwork.Trained, ProbedNetwork.FrozenLayer, ProbedNetwork.LowRank, ProbedNetwork.Random, ProbedNetwork.Linear], Neurons = [16] },
        FewOutputs = 5,
        Objective = new PowerSpec { P = 4 },
        LearningRate = 0.003,
        Training = new TrainingSettings { Steps = 100, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Probing = new ProbeSettings { Folds = 5, Ridge = 0.01, Controls = 100, RandomDirections = 100, Contexts = 8, FalseDiscoveryRate = 0.05, ReadableAuc = 0.95, ShareOfStrongest = 0.5, ImmaterialShare = 0.25 },
        Inputs = 1000,
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<UnusedFeaturesRecord> Records(UnusedFeaturesSpec spec) =>
        [.. from network in spec.Scientific.Networks from seed in spec.Seeds select Record(network, seed)];

    private static UnusedFeaturesRecord Record(ProbedNetwork network, ulong seed)
    {
        var asks = network is not (ProbedNetwork.Random or ProbedNetwork.Linear);
        ImmutableArray<ProbedPair> pairs = [.. PairAnds.All(6).Pairs.Select((pair, i) => Pair(network, seed, pair, asks && i % 3 == 0, i))];
        return new UnusedFeaturesRecord
        {
            Cell = $"{network}-seed{seed}",
            Seed = seed,
            Network = network,
            Neurons = 16,
            FinalLoss = 0.001,
            Inputs = 15,
            AllInputs = true,
            ReadDimensions = 5,
            Pairs = pairs,
            Controls = new ProbedControls(15, 15, 0, 0, 1, 0, 0.5, 0.9),
            Metrics = asks ? [new MetricCalls("held-out AUC ≥ 0.95", 1, 1, 0), new MetricCalls("the verdict: used", 1, network == ProbedNetwork.FrozenLayer && seed == 0 ? 0.1 : 0, 0)] : [],
        };
    }

    private static ProbedPair Pair(ProbedNetwork network, ulong seed, (int First, int Second) pair, bool isTarget, int place)
    {
        var isUsed = isTarget || (network == ProbedNetwork.FrozenLayer && seed == 0 && place == 1);
        var isThere = network != ProbedNetwork.Linear;
        return new ProbedPair
        {
            First = pair.First,
            Second = pair.Second,
            IsTarget = isTarget,
            Verdict = !isThere ? Verdict.Absent : isUsed ? Verdict.Used : Verdict.ReadableButUnused,
            Probe = new ProbeScore(0.99, isTarget ? 0.5 : 0.2, 0.8),
            RawInput = new ProbeScore(0.98, 0.1, 0.9),
            Untrained = network == ProbedNetwork.Trained ? new ProbeScore(0.99, 0.3, 0.8) : null,
            BeyondInputR2 = isThere ? 0.15 : 0,
            ReadableP = isThere ? 0.001 : 1,
            UsedP = isUsed ? 0.001 : 0.8,
            UnusedP = isUsed ? 1 : 0.001,
            Effect = isThere ? (isUsed ? 0.6 : 0.1) + (0.01 * (int)seed) : 0,
            ShareOfStrongest = isUsed ? 1 : 0.2,
            RowSpaceShare = 0.3,
            HiddenAuc = network == ProbedNetwork.LowRank ? 0.97 : null,
            HiddenP = network == ProbedNetwork.LowRank ? 0.001 : null,
        };
    }
}
