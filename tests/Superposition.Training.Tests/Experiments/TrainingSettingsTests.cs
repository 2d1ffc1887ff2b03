using Superposition.Experiments;
using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Studies;

namespace Superposition.Tests.Experiments;

/// <summary>What a spec says about training is what happens.</summary>
public class TrainingSettingsTests
{
    private const string Spec = """
        {
          "kind": "learned-versus-constructed",
          "question": "?",
          "prediction": "!",
          "task": { "features": 6, "active": 2, "sparsity": "at-most" },
          "scientific": { "constructions": ["sign"], "frozenLayer": "sign", "neurons": [9], "objectives": [{ "kind": "power", "p": 2 }] },
          "nuisance": { "learningRate": [0.05] },
          "training": { "steps": 60, "batch": 16, "optimizer": "adam", "weightDecay": 0, "schedule": "constant", "warmUp": 0 },
          "measurement": { "inputs": 1000 },
          "seeds": [0]
        }
        """;

    [Theory]
    [InlineData("training.schedule=cosine")]
    [InlineData("training.warmUp=30")]
    [InlineData("training.clipNorm=0.01")]
    [InlineData("training.averageDecay=0.9")]
    [InlineData("training.earlyStop={\"every\":59,\"inputs\":20,\"patience\":1}")]
    [InlineData("training.weightDecay=0.1")]
    [InlineData("training.optimizer=adam-w", "training.weightDecay=0.1")]
    [InlineData("scientific.objectives=[{\"kind\":\"annealed-power\",\"from\":2,\"to\":8,\"until\":0.5}]")]
    [InlineData("scientific.start=gaussian")]
    public void Every_setting_changes_what_is_trained(params string[] overrides) => Assert.NotEqual(Trained([]), Trained(overrides));

    [Theory]
    [InlineData("training.clipNorm=1e6")]
    [InlineData("training.earlyStop={\"every\":60,\"inputs\":20,\"patience\":1}")]
    public void A_setting_that_never_takes_hold_changes_nothing(string change) => Assert.Equal(Trained([]), Trained([change]));

    [Fact]
    public void Weight_decay_in_the_gradient_is_another_training_than_decoupled_weight_decay() =>
        Assert.NotEqual(Trained(["training.weightDecay=0.1"]), Trained(["training.optimizer=adam-w", "training.weightDecay=0.1"]));

    private static float[] Trained(string[] overrides)
    {
        var cell = SpecReader.Parse(Spec, "spec.json", overrides).Cells().Single(c => c is TrainedCell { Part: Part.Whole });
        using var result = cell.Run(new Progress<CellProgress>(), CancellationToken.None);
        return [.. result.Networks.Single().Network.Layers[0].Weight.data<float>()];
    }
}
