using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Exploring;

/// <summary>
/// The affine read-off with the smallest mean square error of some functions from what one layer gives. Read from the layer below and from
/// the layer itself, the same functions are seen before and after it has corrected them.
/// </summary>
/// <param name="Layer">The layer that is read, 0 being the first; −1 for what the first layer reads.</param>
/// <param name="Stage">
/// Which functions: the outputs of that many layers of the circuit, 0 being the features themselves; −1 for the outputs of the network.
/// </param>
/// <param name="Weight">The rows, shape [functions, neurons of the layer].</param>
/// <param name="Bias">A constant for every function.</param>
public sealed record LayerReading(int Layer, int Stage, PackedNumbers Weight, PackedNumbers Bias)
{
    private const int NetworkOutputs = -1;
    private const int FitInputs = 6000;
    private const long MaxNumbers = 4_000_000;

    /// <summary>
    /// Read-offs of boolean functions for networks of several layers, or of one that reads features in superposition and gives them back;
    /// none for others, and none where they would be more than <see cref="MaxNumbers"/> numbers.
    /// </summary>
    internal static ImmutableArray<LayerReading> Of(
        ReluNetwork network, StudyTask task, NumberFormat format, Seed seed, CancellationToken cancellation)
    {
        if (task.Boolean is not { } outputs || !(network.Layers.Count > 1 || (network.Encoding is not null && GivesBack(outputs))))
        {
            return [];
        }

        var circuit = task.Targets.Layers;
        var wanted = new SortedSet<(int Layer, int Stage)>();
        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            var stage = circuit is null ? NetworkOutputs : StageAfter(layer, network.Layers.Count, circuit.Depth);
            wanted.Add((layer - 1, stage));
            wanted.Add((layer, stage));
        }

        NetworkSite Site(int layer) => new(network, layer);
        int Functions(int stage) => circuit is null ? outputs.Count : stage == 0 ? circuit.Features : circuit.Gates(stage - 1).Length;
        if (wanted.Sum(reading => (long)Functions(reading.Stage) * Site(reading.Layer).Neurons) > MaxNumbers)
        {
            return [];
        }

        var sample = task.Sample(FitInputs, seed.For("fit")).StoppedBy(cancellation);
        return [.. wanted.Select(Fit)];

        LayerReading Fit((int Layer, int Stage) reading)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var functions = circuit is null ? outputs
                : reading.Stage == 0 ? FanInAnds.All(circuit.Features, 1)
                : (IBooleanTargets)new LayerOutputs(circuit, reading.Stage);
            using var fitted = LeastSquares.Fit(Site(reading.Layer).Activations, Site(reading.Layer).Neurons, functions, sample);
            return new LayerReading(
                reading.Layer, reading.Stage, PackedNumbers.Of(fitted.Weight, format), PackedNumbers.Of(fitted.Bias, format));
        }
    }

    /// <summary>
    /// How many layers of a circuit are done after a layer of a network: one less where the first layer encodes the inputs, one for every
    /// two layers where universal AND and error correction take turns, and otherwise in proportion, a layer of the circuit that is begun
    /// counted as done.
    /// </summary>
    internal static int StageAfter(int layer, int layers, int depth) =>
        layers == depth + 1 ? layer
        : layers == (2 * depth) + 1 ? (layer + 1) / 2
        : (((layer + 1) * depth) + layers - 1) / layers;

    private static bool GivesBack(IBooleanTargets outputs) => outputs is FanInAnds { FanIn: 1 };
}
