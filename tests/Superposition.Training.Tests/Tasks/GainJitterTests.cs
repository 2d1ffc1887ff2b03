using Superposition.Booleans;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Tests.Tasks;

public class GainJitterTests
{
    private static readonly Seed Seed = new(5);

    [Fact]
    public void Values_are_spread_evenly_around_1_and_targets_stay_what_they_were()
    {
        var task = Task("identity");
        var plain = task.Batch(Seed, 3, 4000);
        var jittered = new GainJitter { Spread = 0.4 }.On(task).Batch(Seed, 3, 4000);
        Assert.Equal(plain.Inputs.Places.Features.ToArray(), jittered.Inputs.Places.Features.ToArray());
        var values = jittered.Inputs.Values.ToArray();
        Assert.InRange(values.Min(), 0.6f, 0.61f);
        Assert.InRange(values.Max(), 1.39f, 1.4f);
        Assert.InRange(values.Average(), 0.99f, 1.01f);
        Assert.InRange(values.Average(value => (value - 1) * (value - 1)), 0.95 * 0.16 / 3, 1.05 * 0.16 / 3);
        Assert.True(jittered.Targets.On.AreBoolean);
        Assert.NotEqual(values, new GainJitter { Spread = 0.4 }.On(task).Batch(Seed, 4, 4000).Inputs.Values.ToArray());
    }

    [Fact]
    public void Targets_follow_where_outputs_are_features_and_nowhere_else()
    {
        var jitter = new GainJitter { Spread = 0.3, TargetsFollow = true };
        var batch = jitter.On(Task("identity")).Batch(Seed, 0, 50);
        Assert.Equal(batch.Inputs.Values.ToArray(), batch.Targets.On.Values.ToArray());
        Assert.Equal(batch.Inputs.Places.Features.ToArray(), batch.Targets.On.Places.Features.ToArray());
        Assert.Throws<ConstructionFailedException>(() => jitter.On(Task("pairs")));
    }

    private static StudyTask Task(string targets) => TaskSpec.Parse(
        $$"""{ "inputs": { "kind": "exactly", "features": 8, "active": 2 }, "targets": { "kind": "{{targets}}" } }""", "task.json",
        _ => []).Draw(Seed);
}
