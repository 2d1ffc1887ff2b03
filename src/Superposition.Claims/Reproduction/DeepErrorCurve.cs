using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.DeepCircuits;

namespace Superposition.Reproduction;

/// <summary>
/// The errors of a constructed deep network, layer by layer (L. Linsefors, "Circuits in superposition 2" and "Rotations in superposition",
/// 2025): 557 small circuits on 1000 ReLUs a layer, each turning a vector in the plane, with a correction of the active circuits' values
/// but no error correction by rounding. No table is published; the values come from running the published code once, with its correction
/// on. Their errors are 0 in the first two layers, and by the fifth they are as large as the values themselves. The same number of boolean
/// features on as many ReLUs, with rounding in every layer, has to stay below that curve, and to be there still at layer 12, where theirs
/// is not shown. The two tasks differ (a vector in the plane there, a bit here); what is compared is whether errors grow.
/// </summary>
public static class DeepErrorCurve
{
    private const string Target = "Rotations in superposition";
    private const int Circuits = 557;
    private const int Depth = 12;
    private const int LastPublished = 5;
    private static readonly GateMix Mix = new(0.9, 0.1, 0, 0);

    // Mean squared error of the values of active circuits at layers 3, 4 and 5, by how many circuits are active.
    private static readonly ImmutableArray<(int Active, ImmutableArray<double> MeanSquares)> Published =
        [(1, [0.085, 0.296, 0.584]), (2, [0.421, 0.719, 0.951]), (3, [0.597, 0.874, 1.046])];

    // The largest error of the bit that says whether a circuit is active: 0 up to layer 2.
    private static readonly ImmutableArray<(int Layer, double Largest)> PublishedIndicator = [(3, 0.47), (4, 1.0)];

    /// <summary>All numbers of the curve, and ours against them.</summary>
    /// <param name="seed">Draws circuits, inputs and channels.</param>
    /// <param name="inputs">Inputs of a width (theirs are 557).</param>
    public static ImmutableArray<ReproducedValue> Reproduce(Seed seed, int inputs)
    {
        var rows = ImmutableArray.CreateBuilder<ReproducedValue>();
        foreach (var (active, meanSquares) in Published)
        {
            var ours = Run(active, units: 500, inputs, seed.For($"active={active}"));
            var which = $"{ours.Relus} ReLUs, {(active == 1 ? "1 active" : $"up to {active} active")}";
            for (var i = 0; i < meanSquares.Length; i++)
            {
                var layer = LastPublished - meanSquares.Length + 1 + i;
                rows.Add(Below($"{which}, layer {layer}: mean squared error of what is active", meanSquares[i], MeanSquareOn(ours, layer)));
            }

            rows.Add(Below(
                $"{which}, our layer {Depth} against their layer {LastPublished}: mean squared error of what is active", meanSquares[^1],
                MeanSquareOn(ours, Depth)));
        }

        // With three active at once 1000 ReLUs are too few to read every feature rightly; 1400 are enough.
        foreach (var (active, units) in new[] { (1, 500), (3, 700) })
        {
            var ours = Run(active, units, inputs, seed.For($"active={active}"));
            foreach (var (layer, largest) in PublishedIndicator)
            {
                rows.Add(Below(
                    $"{ours.Relus} ReLUs, {(active == 1 ? "1 active" : $"up to {active} active")}, layer {layer}: largest error of a "
                    + "bit, active or not", largest, ours.Layers[layer].Epsilon));
            }

            rows.Add(Below(
                $"{ours.Relus} ReLUs, {(active == 1 ? "1 active" : $"up to {active} active")}, layers 1 to {Depth} against their layer "
                + "4: largest error of a bit", PublishedIndicator[^1].Largest, ours.Layers.Skip(1).Max(layer => layer.Epsilon)));
        }

        return rows.ToImmutable();
    }

    private static DeepReport Run(int active, int units, int inputs, Seed seed)
    {
        var circuit = LayeredCircuit.Draw(Circuits, Depth, Mix, Wiring.Dealt, seed.For("circuit"));
        var design = new FusedDesign(units, ChannelSize: 8) { AnyThreshold = 0.62 };
        return new FusedCircuit(circuit, design, seed.For("channels")).Measure(
            LivingInputs.Draw(circuit, active, inputs, seed.For("inputs")));
    }

    private static double MeanSquareOn(DeepReport report, int layer) => report.Layers[layer].On.Rms * report.Layers[layer].On.Rms;

    private static ReproducedValue Below(string quantity, double published, double ours) =>
        new(Target, quantity, published, ours, Tolerance: 0, IsToBeBeaten: true);
}
