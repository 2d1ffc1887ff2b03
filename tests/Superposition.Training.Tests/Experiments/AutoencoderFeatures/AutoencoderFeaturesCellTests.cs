using Superposition.Autoencoders;
using Superposition.Booleans;
using Superposition.Experiments;
using Superposition.Experiments.AutoencoderFeatures;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Objectives;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Tests.Experiments;

public class AutoencoderFeaturesCellTests
{
    internal static AutoencoderFeaturesSpec Spec { get; } = new()
    {
        Question = "?",
        Prediction = "!",
        Seeds = [0],
        Task = new UniversalAndTaskSpec { Features = 6, Active = 3, Sparsity = Sparsity.Exactly, Pairs = 4 },
        Scientific = new AutoencoderGrid { Networks = [ProbedNetwork.Trained, ProbedNetwork.Random], Neurons = 8, Relu = [0.1], TopK = [2, 3], JumpRelu = [0.01] },
        Objective = new PowerSpec { P = 4 },
        LearningRate = 0.01,
        Training = new TrainingSettings { Steps = 5, Batch = 16, Optimizer = Optimizer.Adam, WeightDecay = 0, Schedule = Schedule.Cosine, WarmUp = 0 },
        Autoencoder = new AutoencoderSettings { Latents = 24, Steps = 5, Batch = 8, LearningRate = 0.01 },
        FollowsAt = 0.8,
        Inputs = 1000,
    };

    [Fact]
    public void Every_autoencoder_stands_beside_every_control_and_only_what_is_asked_for_counts_as_such()
    {
        foreach (var cell in Spec.Cells())
        {
            using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
            var record = (AutoencoderFeaturesRecord)result.Record;
            Assert.Equal(
                [DictionaryKind.Untrained, DictionaryKind.Neurons, DictionaryKind.PrincipalComponents, DictionaryKind.RandomDirections, DictionaryKind.Relu, DictionaryKind.TopK, DictionaryKind.TopK, DictionaryKind.JumpRelu],
                record.Dictionaries.Select(dictionary => dictionary.Kind));
            Assert.All(record.Dictionaries, dictionary => Assert.Equal(record.Network == ProbedNetwork.Trained ? (4, 11) : (0, 15), (dictionary.Asked?.Count ?? 0, dictionary.Unasked.Count)));
        }
    }
}
