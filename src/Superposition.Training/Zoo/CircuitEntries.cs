using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Circuits;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;
using Superposition.Tasks;

namespace Superposition.Zoo;

/// <summary>ANDs of more features, boolean circuits in one layer, error correction, and deep circuits.</summary>
internal static class CircuitEntries
{
    private const string HalfAdder = "features 8\nsum = xor x0 x1\ncarry = and x0 x1\noutputs sum carry\n";
    private const string Majority =
        "features 6\none = and x0 x1\ntwo = and x0 x2\nthree = and x1 x2\nsome = or one two\nmost = or some three\noutputs most\n";
    private const string Multiplexer =
        "features 8\nnone = not x0\nfirst = and none x1\nsecond = and x0 x2\nout = or first second\noutputs out\n";

    public static IEnumerable<ZooEntry> All =>
    [
        new("three-way-and", "The ANDs of all 120 triples of ten features.", "high-fan-in-and", NetworkOrigin.Constructed,
            (seed, cancellation) =>
        {
            var (inputs, targets) = (new SparseInputs(10, 3, Sparsity.AtMost), FanInAnds.All(10, 3));
            return new ZooNetwork(HighFanInAnd.Build(HighFanInAnd.Tune(3, 1024, inputs), inputs, targets, seed), inputs, targets)
            {
                Functions = new AndsSpec { FanIn = 3 },
                Mechanism =
                    "A bank of random neurons, from which an AND of three is read with the product of three weights at each neuron.",
            };
        }),
        Circuit("half-adder", "The sum and the carry of two bits among eight features.", HalfAdder, active: 2, neurons: 1024),
        Circuit("majority", "Whether most of three bits are on, among six features.", Majority, active: 3, neurons: 2048),
        Circuit("multiplexer", "One of two bits, chosen by a third, among eight features.", Multiplexer, active: 3, neurons: 1024),
        new("error-correction", "32 features enter in superposition and leave with smaller errors.", "error-correction",
            NetworkOrigin.Constructed, (seed, cancellation) =>
        {
            var code = ChannelCode.Draw(ChannelCodeKind.OverlapReduced, 32, 256, 32, seed.For("code"));
            using var layer = ErrorCorrectionLayer.Draw(128, code, ClipWindow.Rounding(0.4), centred: true, seed.For("construction"));
            return new ZooNetwork(layer.ToNetwork(), new SparseInputs(32, 2, Sparsity.AtMost), FanInAnds.All(32, 1))
            {
                Functions = new IdentitySpec(),
                Mechanism = "A feature is read from a channel of 32 clip units, each two ReLUs, that round what they see of it to 0 or 1.",
            };
        }),
        Deep("deep-fused", "Three layers of copies and ANDs of 24 features, each layer of gates one layer of clip units."),
        Deep("deep-alternating", "Two layers of copies and ANDs of 16 features as universal-AND and error-correction layers in turn."),
    ];

    private static ZooEntry Circuit(string name, string summary, string text, int active, int neurons) =>
        new(name, summary, "circuit", NetworkOrigin.Constructed, (seed, cancellation) =>
    {
        var targets = CircuitFormats.Parse(text, name, cancellation);
        var inputs = new SparseInputs(targets.Features, active, Sparsity.AtMost);
        var polynomials = MultilinearPolynomial.OfAll(targets, inputs.Active, cancellation);
        return new ZooNetwork(
            CircuitLayer.Build(polynomials, inputs, CircuitLayer.Allocate(polynomials, inputs, neurons), seed), inputs, targets)
        {
            Functions = new CircuitSpec { Text = text },
            Mechanism =
                "Outputs are sums of ANDs of features, each read from a bank of random neurons of its own. Features that no output "
                + "depends on enter every neuron like the others.",
        };
    });

    private static ZooEntry Deep(string name, string summary) =>
        new(name, summary, "deep-circuit", NetworkOrigin.Constructed, (seed, cancellation) =>
    {
        var isFused = name == "deep-fused";
        var (features, depth) = isFused ? (24, 3) : (16, 2);
        var shares = new GateShares { Copy = 0.7, And = 0.3, Or = 0, Xor = 0 };
        var circuit = LayeredCircuit.Draw(features, depth, shares.ToMix(), Wiring.Dealt, seed.For("circuit"));
        var functions = new LayersSpec { Depth = depth, Gates = shares, Seed = seed.Value };
        var inputs = new SparseInputs(features, 2, Sparsity.AtMost);
        if (isFused)
        {
            var fused = new FusedCircuit(circuit, new FusedDesign(256, 12) { AnyThreshold = 0.62 }, seed.For("channels"));
            return new ZooNetwork(FusedNetwork.Build(fused), inputs, new LayerOutputs(circuit, depth))
            {
                Circuit = circuit,
                Functions = functions,
                Mechanism = "A gate's value is the mean of its channel of clip units; the units of the next layer read their gate's "
                    + "inputs from the channels before.",
            };
        }

        using var alternating = new AlternatingCircuit(circuit, new AlternatingDesign(2, 192, 12, 512), seed.For("channels"));
        return new ZooNetwork(alternating.ToNetwork(), inputs, new LayerOutputs(circuit, depth))
        {
            Circuit = circuit,
            Functions = functions,
            Mechanism = "Random subsets compute the ANDs of a layer, and channels of clip units correct their errors before the next.",
        };
    });
}
