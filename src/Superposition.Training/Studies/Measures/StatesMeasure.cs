using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Studies.ReadOffs;
using static TorchSharp.torch;

namespace Superposition.Studies.Measures;

/// <summary>
/// What can be read inside a deep network: the gates of every layer of a circuit by least squares from the state after as many layers of
/// the network.
/// </summary>
[Description("Of deep networks for a circuit in layers: errors of a least-squares read-off of the gates of each layer from the state "
    + "there, as curves states.epsilon, states.rms and states.wrong over layers of gates, and states.width, the numbers in that state.")]
public sealed record StatesMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        var network = read.Network;
        if (!read.IsOwn || bench.Task.Targets.Layers is not { } circuit || network.Layers.Count == 0
            || network.Layers.Count % circuit.Depth != 0)
        {
            return;
        }

        var fit = bench.FitSample(1, network.Neurons);
        var (widths, errors) = (new List<double>(), new List<ErrorReport>());
        for (var gates = 1; gates <= circuit.Depth; gates++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var targets = new LayerOutputs(circuit, gates);
            var layers = network.Layers.Take(gates * network.Layers.Count / circuit.Depth).Select(layer => layer.Copy()).ToArray();
            using var state = new ReluNetwork(layers, new DenseReadOff(zeros(targets.Count, layers[^1].Outputs)), network.Encoding);
            using var refitted = LeastSquares.Refit(state, targets, fit);
            widths.Add(layers[^1].Outputs);
            errors.Add(OutputErrors.Measure(refitted, targets, bench.Measured));
        }

        numbers.Add("states.width", StudyValue.Of(widths));
        numbers.Add("states.epsilon", StudyValue.Of(errors.Select(report => report.Epsilon)));
        numbers.Add("states.rms", StudyValue.Of(errors.Select(report => report.Rms)));
        numbers.Add("states.wrong", StudyValue.Of(errors.Select(report => (double)report.ThresholdErrors)));
    }
}
