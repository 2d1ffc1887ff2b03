using System.ComponentModel;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>Errors of every feature after every layer of gates of a deep circuit.</summary>
[Description("Errors after every layer of gates of a deep circuit, on living inputs: deep.epsilon, deep.wrong (threshold errors), "
    + "deep.clean (layers before the first of them), deep.drift, sigma.ratio.least and .largest (noise of units, measured over "
    + "predicted), and layer by layer layer.epsilon, layer.rms, layer.wrong, layer.active, layer.units.")]
public sealed record GateLayersMeasure : MeasureSpec
{
    // What the inputs' own code does has faded by then.
    private const int EarlyLayer = 4;

    /// <summary>The number of living inputs that every layer is measured on, 1 to 100,000.</summary>
    [Description("How many living inputs, which keep between 1 and s features active in every layer.")]
    public required int Inputs { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.inputs", Inputs, 1, 100_000);

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (read.Drawn.Deep is not { } deep)
        {
            return;
        }

        var (circuit, seed) = bench.Layers;
        if (Living(circuit, bench.Task.Inputs.Space.Active, seed.For("inputs")) is not { } inputs)
        {
            return;
        }

        var report = deep(inputs);
        var layers = report.Layers;
        numbers.Add("deep.inputs", report.Inputs);
        numbers.Add("deep.units", report.Units);
        numbers.Add("deep.relus", report.Relus);
        numbers.Add("deep.epsilon", report.Epsilon);
        numbers.Add("deep.wrong", report.ThresholdErrors);
        numbers.Add("deep.clean", report.LayersWithoutErrors);
        numbers.Add("deep.drift", layers.Length > EarlyLayer + 1 ? Relative(layers[^1]) / Relative(layers[EarlyLayer]) : null);
        numbers.Add("layer.epsilon", StudyValue.Of(layers.Select(layer => layer.Epsilon)));
        numbers.Add("layer.rms", StudyValue.Of(layers.Select(layer => layer.Rms)));
        numbers.Add("layer.wrong", StudyValue.Of(layers.Select(layer => (double)layer.ThresholdErrors)));
        numbers.Add("layer.active", StudyValue.Of(layers.Select(layer => layer.MeanActive)));
        numbers.Add("layer.units", StudyValue.Of(layers.Select(layer => layer.ActiveUnits)));
        PoolNoise[] noises = [.. layers.SelectMany(layer => layer.Noise)];
        numbers.Add("sigma.ratio.least", noises.Length == 0 ? null : noises.Min(noise => noise.Sigma / noise.Predicted));
        numbers.Add("sigma.ratio.largest", noises.Length == 0 ? null : noises.Max(noise => noise.Sigma / noise.Predicted));
    }

    private ActiveSets? Living(LayeredCircuit circuit, int active, Seed seed)
    {
        try
        {
            return LivingInputs.Draw(circuit, active, Inputs, seed);
        }
        catch (InvalidOperationException)
        {
            // Inputs that stay active are too rare in circuits with this mix of gates.
            return null;
        }
    }

    /// <summary>The error for each root of active features.</summary>
    private static double Relative(LayerReport layer) => layer.Rms / Math.Sqrt(layer.MeanActive);
}
