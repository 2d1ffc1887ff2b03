using System.Collections.Immutable;
using Superposition.Autoencoders;
using Superposition.Booleans;
using Superposition.Experiments;
using Superposition.Experiments.AutoencoderFeatures;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Objectives;
using Superposition.Training;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Records of autoencoders on layers with 6 features and 15 ANDs: TopK with k = 4 recovers all that is asked for and two ANDs that are not.</summary>
internal static class AutoencoderFeaturesSample
{
    public static AutoencoderFeaturesSpec Spec(int seeds = 3) => new()
    {
        Question = "What do autoencoders discover?",
        Prediction = "More than is used.",
        Task = new UniversalAndTaskSpec { Features = 6, Active = 3, Sparsity = Sparsity.Exactly, Pairs = 5 },
        Scientific = new AutoencoderGrid { Networks = [ProbedNetwork.Trained, ProbedNetwork.Random], Neurons = 8, Relu = [0.1], TopK = [2, 4], JumpRelu = [0.01] },
        Objective = new PowerSpec { P = 4 },
        LearningRate = 0.01,
        Training = new TrainingSettings { Steps = 5, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Autoencoder = new AutoencoderSettings { Latents = 24, Steps = 5, Batch = 8, LearningRate = 0.01 },
        FollowsAt = 0.8,
        Inputs = 20,
        Seeds = [.. Enumerable.Range(0, seeds).Select(seed => (ulong)seed)],
    };

    public static ImmutableArray<AutoencoderFeaturesRecord> Records(AutoencoderFeaturesSpec spec) =>
    [
        .. from network in spec.Scientific.Networks
           from seed in spec.Seeds
           select new AutoencoderFeaturesRecord
           {
               Cell = $"{network}-seed{seed}",
               Seed = seed,
               Network = network,
               Inputs = 20,
               Dictionaries =
               [
                   Dictionary(network, seed, DictionaryKind.Untrained, null, 12, 0, 0), Dictionary(network, seed, DictionaryKind.Neurons, null, 6, 1, 0), Dictionary(network, seed, DictionaryKind.Relu, 0.1, 9, 2, 0),
                   Dictionary(network, seed, DictionaryKind.TopK, 2, 2, 3, 1), Dictionary(network, seed, DictionaryKind.TopK, 4, 4, 5, 2), Dictionary(network, seed, DictionaryKind.JumpRelu, 0.01, 5, 4, 1),
               ],
           },
    ];

    private static ScoredDictionary Dictionary(ProbedNetwork network, ulong seed, DictionaryKind kind, double? level, double active, int asked, int unasked) => new(
        kind, 0.1 + (0.01 * seed), active + (0.1 * seed), 0.1, 3,
        new Recovery(6, asked, 0.5, asked),
        new Recovery(network == ProbedNetwork.Trained ? 10 : 15, unasked, 0.2, unasked),
        level,
        level is null ? null : 0.02,
        network == ProbedNetwork.Trained ? new Recovery(5, asked, 0.4, asked) : null);
}
