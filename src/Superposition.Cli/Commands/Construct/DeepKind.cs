using System.CommandLine;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Cli.Commands.Construct;

/// <summary>
/// A random layered circuit as a deep network: fused (one layer of clip units a layer of gates) or the paper's alternation of universal-AND
/// and error-correction layers. Up to 4,096 features it is written out with dense weights; larger fused circuits are only run and measured.
/// </summary>
internal sealed class DeepKind : ConstructKind
{
    private const double UsualShare = 0.1;
    private const int MaxDense = 4096;
    private const int MaxFactored = 100_000_000;

    private readonly Screen screen;
    private readonly bool alternates;
    private readonly int usualChannelSize;
    private readonly Option<int?> features;
    private readonly Option<int?> layers = NumberOption.Whole("--layers", "L", "Layers of gates.", 1, 1000);
    private readonly Option<double?> share =
        NumberOption.Probability("--and", "share", $"Share of AND gates; the others are copies (default: {UsualShare}).");
    private readonly Option<int?> size;
    private readonly Option<int?> subsets =
        NumberOption.Whole("--subset-neurons", "n1", "Random subsets in a universal-AND layer (default: 16 a feature).", 1, 1_000_000);

    public DeepKind(Screen screen, bool alternates)
        : base(
            screen, alternates ? "deep-alternating" : "deep-fused",
            alternates
                ? "a deep circuit as universal-AND and error-correction layers in turn"
                : "a deep circuit, each layer of gates one layer of clip units",
            alternates
                ? "superposition construct deep-alternating --features 64 --active 2 --neurons 1024 --layers 4"
                : "superposition construct deep-fused --features 128 --active 3 --neurons 768 --layers 4",
            alternates
                ? "superposition construct deep-alternating --features 32 --active 2 --neurons 512 --layers 2 --and 0.5"
                : "superposition construct deep-fused --features 20000 --active 3 --neurons 12000 --layers 8 --inputs 64")
    {
        (this.screen, this.alternates) = (screen, alternates);
        features = NumberOption.Features(
            alternates
                ? "Number of features, and of gates in every layer."
                : $"Number of features, and of gates in every layer; above {MaxDense:N0} the layers stay factored: they are measured, "
                    + "not saved.",
            16, alternates ? MaxDense : MaxFactored);
        usualChannelSize = alternates ? 16 : 8;
        size = NumberOption.Whole("--channel-size", "q", $"Clip units of a channel (default: {usualChannelSize}).", 1, 4096);
        features.Required = layers.Required = true;
        foreach (var option in (Option[])[features, layers, share, size, .. alternates ? [subsets] : (Option[])[]])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var m = parsed.GetValue(features)!.Value;
        if (m <= MaxDense)
        {
            return base.Run(parsed, json, cancellation);
        }

        RequireMeasuredOnly(parsed, $"a circuit of more than {MaxDense:N0} features stays factored and is only measured");
        if (Sparsities.Value(parsed) == Sparsity.Exactly)
        {
            throw new CallerException($"--sparsity is exactly, expected at-most: above {MaxDense:N0} features inputs are drawn on "
                + "which between 1 and s features are active in every layer.");
        }

        var units = (parsed.GetValue(Neurons) ?? throw new CallerException(
            $"superposition construct {Name}: --neurons is missing, expected the number of ReLUs.")) / 2;
        var recipe = new FactoredRecipe(
            m, parsed.GetValue(Active)!.Value, units, parsed.GetValue(layers)!.Value, parsed.GetValue(share) ?? UsualShare,
            parsed.GetValue(size) ?? usualChannelSize, InputsAsked(parsed));
        if (recipe.ChannelSize > units)
        {
            throw new CallerException(
                $"--channel-size is {recipe.ChannelSize}, expected at most the {units:N0} clip units that {2 * units:N0} ReLUs make.");
        }

        return FactoredCircuit.Run(screen, json, recipe, Start(parsed), cancellation);
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var inputs = Inputs(parsed, parsed.GetValue(features)!.Value);
        var units = Width(parsed, inputs.Features) / 2;
        var (depth, q) = (parsed.GetValue(layers)!.Value, parsed.GetValue(size) ?? usualChannelSize);
        var ands = parsed.GetValue(share) ?? UsualShare;
        if (q > units)
        {
            throw new CallerException($"--channel-size is {q}, expected at most the {units:N0} clip units that {2 * units:N0} ReLUs make.");
        }

        var neurons = alternates ? parsed.GetValue(subsets) ?? 16 * inputs.Features : 0;
        Memory.Require(
            3.0 * sizeof(float) * (depth + 1) * 2 * units * ((alternates ? 2.0 * neurons : 0) + (2 * units) + inputs.Features),
            $"{depth:N0} dense layers of {2 * units:N0} ReLUs");
        var circuit =
            LayeredCircuit.Draw(inputs.Features, depth, new GateMix(1 - ands, ands, 0, 0), Wiring.Dealt, Start(parsed).For("circuit"));
        return new Construction
        {
            Kind = Name,
            Description =
            [
                $"{Name}: {depth} layers of {inputs.Features:N0} gates, {ands:P0} AND, the others copies; {units:N0} clip units a "
                    + $"layer, {q} a channel{(alternates ? $", {neurons:N0} random subsets" : "")}",
                "Errors are those after the last layer. Inputs are drawn at random, and what they turn on dies out in deep circuits.",
            ],
            Inputs = inputs,
            Targets = new LayerOutputs(circuit, depth),
            Functions = new LayersSpec
            {
                Depth = depth,
                Gates = new GateShares { Copy = 1 - ands, And = ands, Or = 0, Xor = 0 },
                Seed = Start(parsed).Value
            },
            Classes = "on; beside: off, but an input of the gate is on; off",
            Build = seed => Build(circuit, inputs, units, q, neurons, seed.For("channels")),
            Task = "deep-circuit",
            Recipe =
                new Recipe(Name, inputs.Features, inputs.Active, inputs.Sparsity, 2 * units, depth, ands, q, alternates ? neurons : null),
        };
    }

    private ReluNetwork Build(LayeredCircuit circuit, SparseInputs inputs, int units, int size, int neurons, Seed seed)
    {
        if (alternates)
        {
            using var alternating =
                new AlternatingCircuit(circuit, new AlternatingDesign(Math.Max(2, inputs.Active), units, size, neurons), seed);
            return alternating.ToNetwork();
        }

        try
        {
            return FusedNetwork.Build(new FusedCircuit(circuit, new FusedDesign(units, size) { AnyThreshold = 0.62 }, seed));
        }
        catch (ArgumentException e)
        {
            throw new CallerException(
                $"superposition construct {Name}: a kind of gates gets fewer clip units than a channel has, {size}, expected more "
                + $"--neurons than {2 * units:N0}, a smaller --channel-size or a larger --and.", e);
        }
    }

    private sealed record Recipe(
        string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, int Layers, double And,
        int ChannelSize, int? SubsetNeurons);
}
