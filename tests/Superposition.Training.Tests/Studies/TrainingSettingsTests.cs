using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>What a spec says about training is what happens.</summary>
public class TrainingSettingsTests
{
    private const string Spec = """
        {
          "question": "?", "inputs": 1000,
          "tasks": [{ "inputs": { "kind": "at-most", "features": 6, "active": 2 }, "targets": "pairs" }],
          "networks": [{
            "name": "trained", "kind": "trained", "trains": "whole", "neurons": 9, "objective": { "kind": "power", "p": 2 },
              "learningRate": 0.05,
            "training": { "steps": 60, "batch": 16, "optimizer": "adam", "weightDecay": 0, "schedule": "constant", "warmUp": 0 }
          }],
          "measures": ["errors"],
          "seeds": [0]
        }
        """;

    [Theory]
    [InlineData("networks[0].training.schedule=cosine")]
    [InlineData("networks[0].training.warmUp=30")]
    [InlineData("networks[0].training.clipNorm=0.01")]
    [InlineData("networks[0].training.averageDecay=0.9")]
    [InlineData("networks[0].training.earlyStop={\"every\":59,\"inputs\":20,\"patience\":1}")]
    [InlineData("networks[0].training.weightDecay=0.1")]
    [InlineData("networks[0].training.optimizer=adam-w", "networks[0].training.weightDecay=0.1")]
    [InlineData("networks[0].objective={\"kind\":\"annealed-power\",\"from\":2,\"to\":8,\"until\":0.5}")]
    [InlineData("networks[0].start=gaussian")]
    public void Every_setting_changes_what_is_trained(params string[] overrides) => Assert.NotEqual(Trained([]), Trained(overrides));

    [Theory]
    [InlineData("networks[0].training.clipNorm=1e6")]
    [InlineData("networks[0].training.earlyStop={\"every\":60,\"inputs\":20,\"patience\":1}")]
    public void A_setting_that_never_takes_hold_changes_nothing(string change) => Assert.Equal(Trained([]), Trained([change]));

    [Fact]
    public void Weight_decay_in_the_gradient_is_another_training_than_decoupled_weight_decay() =>
        Assert.NotEqual(
            Trained(["networks[0].training.weightDecay=0.1"]), Trained(
            ["networks[0].training.optimizer=adam-w", "networks[0].training.weightDecay=0.1"]));

    private static float[] Trained(string[] overrides)
    {
        using var result = SpecReader.Read(Spec, "spec.json", overrides).GridCells().Single().Run(
            new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None));
        return [.. result.Networks.Single().Network.Layers[0].Weight.data<float>()];
    }
}
