using System.Text.Json;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Training;

namespace Superposition.Tests.Studies;

/// <summary>Training that starts from a construction, or near it, and the term that rewards signs.</summary>
public class TrainedFromConstructionTests
{
    private const string Spec = """
        {
          "question": "Does it stay where it starts?",
          "inputs": 37,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [
            {
              "name": "trained", "kind": "trained", "trains": "whole", "neurons": 15,
              "startFrom": { "name": "code", "kind": "code", "hashes": 1 },
              "startNoise": { "vary": [0, 0.2] }, "objective": "mse", "learningRate": 1e-9,
              "training": { "steps": 2, "batch": null, "optimizer": "adam", "weightDecay": 0, "schedule": "constant", "warmUp": 0 }
            }
          ],
          "measures": ["errors"],
          "seeds": [0]
        }
        """;

    [Fact]
    public void Training_starts_at_the_recipe_that_is_given_or_near_it()
    {
        var rows = Read(Spec).GridCells().Select(cell => Epsilon(cell)).ToArray();
        Assert.Equal(1.0 / 6, rows[0], 5);
        Assert.InRange(rows[1], 0.18, 2);
    }

    [Fact]
    public void A_recipe_of_another_width_is_refused()
    {
        using var outcome = Read(Spec.Replace("\"neurons\": 15", "\"neurons\": 16", StringComparison.Ordinal)).GridCells().First()
            .Run(new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None));
        Assert.Contains("code has 15 neurons, expected 16", string.Join(' ', outcome.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"objective\"", "\"start\": \"sign\", \"objective\"", "startFrom is given together with start")]
    [InlineData("\"startFrom\": { \"name\": \"code\", \"kind\": \"code\", \"hashes\": 1 },", "", "startNoise is there")]
    [InlineData("\"hashes\": 1", "\"hashes\": 0", "startFrom.hashes is 0")]
    [InlineData("\"kind\": \"code\", \"hashes\": 1", "\"kind\": \"trained\"", "startFrom.kind is \"trained\"")]
    [InlineData("\"warmUp\": 0", "\"warmUp\": 0, \"signReward\": -1", "signReward is -1")]
    public void A_start_that_cannot_be_is_refused_with_its_place(string old, string replacement, string complaint) =>
        Assert.Contains(
            complaint, Assert.Throws<SpecException>(() => Read(Spec.Replace(old, replacement, StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_reward_of_signs_is_what_it_says_and_its_derivative_goes_to_the_weights_of_the_first_layer()
    {
        using var network = UntrainedNetwork.OneLayer(new SparseInputs(6, 2, Sparsity.AtMost), neurons: 5, outputs: 3, new Seed(1));
        using var training = new NetworkInTraining(network, TrainedParts.Whole, StateNoise.None);
        var weights = network.Layers[0].Weight.data<float>().ToArray();
        training.Parameters.Gradients.Clear();
        var value = training.RewardSigns(0.7);
        Assert.Equal(0.7 * weights.Average(w => Math.Pow((w * w) - 1, 2)), value, 1e-5);
        Assert.Equal(
            weights.Sum(w => Math.Pow(4 * 0.7 / weights.Length * w * ((w * w) - 1), 2)),
            training.Parameters.Gradients.ToArray().Sum(g => (double)g * g), 1e-6);
    }

    private static double Epsilon(GridCell cell)
    {
        using var outcome = cell.Run(new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None));
        return JsonDocument.Parse(Assert.Single(outcome.Lines)).RootElement.GetProperty("epsilon").GetDouble();
    }

    private static StudySpec Read(string text) => SpecReader.Read(text, "study.json", []);
}
