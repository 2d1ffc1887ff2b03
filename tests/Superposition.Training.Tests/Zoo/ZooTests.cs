using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Measurement;
using Superposition.Zoo;

namespace Superposition.Tests.Zoo;

public class ZooTests
{
    public static TheoryData<string> Constructed =>
        [.. ZooNetworks.All.Where(entry => entry.Origin == NetworkOrigin.Constructed).Select(entry => entry.Name)];

    [Fact]
    public void The_zoo_has_networks_of_every_kind_under_names_of_their_own()
    {
        Assert.InRange(ZooNetworks.All.Length, 24, 40);
        Assert.Equal(ZooNetworks.All.Length, ZooNetworks.All.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(ZooNetworks.All, entry => Assert.Equal(entry, ZooNetworks.Find(entry.Name)));
        Assert.Null(ZooNetworks.Find("no such network"));
    }

    [Theory, MemberData(nameof(Constructed))]
    public void The_truth_of_a_network_agrees_with_its_targets_on_every_input(string name)
    {
        var entry = ZooNetworks.Find(name)!;
        using var made = entry.Make(new Seed(1), CancellationToken.None);
        var truth = ZooTruth.Of(entry, made, new Seed(1));
        Assert.Equal(made.Network.Outputs, truth.Outputs.Length);
        Assert.Equal(Enumerable.Range(0, truth.Features), truth.UsedFeatures.Concat(truth.UnusedFeatures).Order());
        var (classes, checkedOutputs) = (new byte[made.Targets.Count], 0);
        foreach (var active in Actives(made.Inputs))
        {
            made.Targets.Classify(active, classes);
            for (var output = 0; output < classes.Length; output++)
            {
                var told = truth.Layers is { } layers ? Evaluate(layers, active)[output] : truth.Outputs[output].Terms.Sum(term =>
                    term.Features.All(active.Contains) ? term.Coefficient : 0);
                Assert.Equal(made.Targets.ValueOf(classes[output]), told);
                checkedOutputs++;
            }
        }

        Assert.InRange(checkedOutputs, 40, int.MaxValue); // majority of one output has the fewest
        var card = ZooCard.Write(truth, made.Network.Layers.Count, made.Network.Neurons);
        Assert.Contains(entry.Summary, card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trained_network_does_what_it_was_asked_for_and_the_same_seed_makes_it_again()
    {
        var entry = ZooNetworks.Find("trained-unused-features")!;
        using var made = entry.Make(new Seed(1), CancellationToken.None);
        using var again = entry.Make(new Seed(1), CancellationToken.None);
        Assert.Equal(Checkpoints.NetworkBytes.Fingerprint(made.Network), Checkpoints.NetworkBytes.Fingerprint(again.Network));
        var errors = OutputErrors.Measure(made.Network, made.Targets, InputSample.All(made.Inputs));
        Assert.InRange(errors.Epsilon, 0, 0.25);
        Assert.Equal(66 - 15, made.Unused!.Count);
    }

    [Fact]
    public void A_pair_that_no_output_asks_for_can_be_read_from_the_layer_all_the_same()
    {
        var entry = ZooNetworks.Find("sign-few-outputs")!;
        using var made = entry.Make(new Seed(1), CancellationToken.None);
        using var whole = ZooNetworks.Find("sign")!.Make(new Seed(1), CancellationToken.None);
        using var unused = new Superposition.Networks.ReluNetwork(
            [.. made.Network.Layers.Select(layer => layer.Copy())],
            new Superposition.Networks.PairReadOff(
                ((Superposition.Networks.PairReadOff)made.Network.ReadOff).Factors,
                    ((Superposition.Networks.PairReadOff)whole.Network.ReadOff).Scale.item<float>(),
                    ((Superposition.Networks.PairReadOff)made.Network.ReadOff).Normalisation, made.Unused!));
        var (asked, others) = (OutputErrors.Measure(made.Network, made.Targets, InputSample.All(made.Inputs)),
            OutputErrors.Measure(unused, made.Unused!, InputSample.All(made.Inputs)));
        Assert.InRange(others.Rms, 0, 1.5 * asked.Rms);
    }

    private static IEnumerable<int[]> Actives(SparseInputs inputs)
    {
        for (var i = 0; i < inputs.Features; i++)
        {
            yield return [i];
            for (var j = i + 1; inputs.Active > 1 && j < inputs.Features; j++)
            {
                yield return [i, j];
                for (var k = j + 1; inputs.Active > 2 && k < inputs.Features; k++)
                {
                    yield return [i, j, k];
                }
            }
        }
    }

    private static int[] Evaluate(IEnumerable<System.Collections.Immutable.ImmutableArray<ZooGate>> layers, int[] active)
    {
        var values = Enumerable.Range(0, 1000).Select(i => active.Contains(i) ? 1 : 0).ToArray();
        foreach (var layer in layers)
        {
            values = [.. layer.Select(gate => gate.Kind switch
            {
                LayerGateKind.And => gate.Inputs.All(input => values[input] == 1) ? 1 : 0,
                LayerGateKind.Xor => gate.Inputs.Sum(input => values[input]) == 1 ? 1 : 0,
                _ => gate.Inputs.Any(input => values[input] == 1) ? 1 : 0,
            })];
        }

        return values;
    }
}
