using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Networks;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>A circuit of random gates in one layer: a sum of ANDs read off banks, and a layer that learned it.</summary>
[Description("Random functions of a few features each (AND, OR and XOR of two and three features, majorities) in one ReLU layer: banks of ANDs, and a trained layer.")]
public sealed record GateListTaskSpec : OneLayerTaskSpec
{
    private static readonly GateKind[] Kinds = [GateKind.And, GateKind.Or, GateKind.Xor, GateKind.Majority];

    /// <summary>g.</summary>
    [Description("g, the number of gates.")]
    public required int Gates { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "gates";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"gates-m{Features}-s{Active}-g{Gates}-d{Neurons}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "circuit in one layer";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Outputs => Gates;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. base.Problems(path), .. SpecRules.Between($"{path}.gates", Gates, 1, 10_000), .. SpecRules.Between($"{path}.neurons", Neurons, 3, 4096)];

    /// <inheritdoc/>
    public override CounterpartTaskSpec Smoke() => this with { Features = 8, Active = Math.Min(2, Active), Gates = Math.Min(10, Gates), Neurons = 48 };

    private protected override IBooleanTargets Targets(Seed seed) => DrawCircuit(seed.Stream("gates"));

    private protected override ReluNetwork Construct(IBooleanTargets targets, Generator generator)
    {
        var polynomials = MultilinearPolynomial.OfAll((BooleanCircuit)targets, Active);
        return CircuitLayer.Build(polynomials, Inputs, CircuitLayer.Allocate(polynomials, Inputs, Neurons), generator);
    }

    private BooleanCircuit DrawCircuit(Random random)
    {
        var gates = new BooleanGate[Gates];
        for (var k = 0; k < Gates; k++)
        {
            var kind = Kinds[random.Next(Kinds.Length)];
            var operands = new int[kind == GateKind.Majority ? 3 : random.Next(2, 4)];
            Combinations.Draw(Features, random, operands);
            gates[k] = new BooleanGate(kind, [.. operands]);
        }

        return new BooleanCircuit([.. Enumerable.Range(0, Features).Select(k => $"x{k}")], [.. gates], [.. Enumerable.Range(0, Gates).Select(k => ($"g{k}", Features + k))]);
    }
}
