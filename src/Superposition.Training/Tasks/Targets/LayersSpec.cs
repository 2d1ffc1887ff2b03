using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>A random circuit in layers.</summary>
[Description("The last layer of a random circuit of L layers, each of as many gates as there are features, each gate reading one or two "
    + "features of the layer before.")]
public sealed record LayersSpec : BooleanTargetsSpec
{
    /// <summary>L, the number of layers of gates.</summary>
    [Description("L, the number of layers of gates.")]
    public required int Depth { get; init; }

    /// <summary>Shares of the kinds of gates.</summary>
    [Description("Shares of the kinds of gates; they add up to 1.")]
    public required GateShares Gates { get; init; }

    /// <summary>How gates choose their inputs.</summary>
    [Description("dealt (the default): all features are read equally often, to within one; uniform: uniformly and independently.")]
    public Wiring Wiring { get; init; } = Wiring.Dealt;

    /// <summary>The seed of the circuit.</summary>
    [Description("The seed that the circuit is drawn with; that of the run when left out.")]
    public ulong? Seed { get; init; }

    /// <summary>The name that the circuit is drawn by.</summary>
    [Description(
        "The name that the circuit is drawn by, so that tasks have other circuits or the same; the seed of the run alone when left out.")]
    public string? DrawnAs { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsFixed => Seed is not null;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
    [
        .. base.Problems(path, inputs),
        .. SpecRules.Between("inputs.features", inputs.Features, 2, 1 << 16, "a layer has as many gates as there are features"),
        .. SpecRules.Between($"{path}.depth", Depth, 1, 1000),
        .. Gates.Problems($"{path}.gates"),
        .. DrawnAs is not null && Seed is not null
            ? [new SpecProblem($"{path}.drawnAs", "given", "none together with a seed")]
            : (SpecProblem[])[],
    ];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var own = Seed is { } given ? new Seed(given) : DrawnAs is { } name ? seed.For(name) : seed;
        var circuit = LayeredCircuit.Draw(inputs.Features, Depth, Gates.ToMix(), Wiring, own.For("circuit"));
        return new TaskTargets(new LayerOutputs(circuit, Depth), output =>
            FormattableString.Invariant($"g{output}"))
        { Spec = this with { Seed = own.Value, DrawnAs = null }, Layers = circuit };
    }
}
