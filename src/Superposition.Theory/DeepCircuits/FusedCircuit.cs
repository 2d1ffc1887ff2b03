using System.Collections.Immutable;
using Superposition.Booleans;

namespace Superposition.DeepCircuits;

/// <summary>
/// A layered circuit run in superposition, one layer of clip units a layer of gates (depth L instead of the 2L of arXiv 2408.05451): every gate has a
/// channel of q units, a unit adds up the inputs of all its gates and is thresholded between the sums that differ, and the clip units themselves
/// are the state that the next layer reads. Computing and correcting errors are one step.
/// </summary>
public sealed class FusedCircuit
{
    private readonly ChannelLayout[] layouts;
    private readonly FusedLayer[] layers;

    /// <summary>Draws the channels for a circuit.</summary>
    public FusedCircuit(LayeredCircuit circuit, FusedDesign design, Seed seed)
    {
        Circuit = circuit;
        Design = design;
        layouts = [ChannelLayout.OfInputs(circuit, design, seed), .. Enumerable.Range(0, circuit.Depth).Select(layer => ChannelLayout.OfLayer(circuit, layer, design, seed))];
        layers = [.. Enumerable.Range(0, circuit.Depth).Select(layer => new FusedLayer(circuit, layer, layouts[layer], layouts[layer + 1], design))];
    }

    /// <summary>What is computed.</summary>
    public LayeredCircuit Circuit { get; }

    /// <summary>The numbers it is built from.</summary>
    public FusedDesign Design { get; }

    /// <summary>The code of the circuit's inputs and of what every layer gives, L + 1 layouts.</summary>
    public IReadOnlyList<ChannelLayout> Layouts => layouts;

    /// <summary>Additions made so far in all steps.</summary>
    public long Additions => layers.Sum(layer => layer.Additions);

    /// <summary>Runs the circuit on sparse inputs and measures every layer against the ground truth.</summary>
    /// <param name="inputs">Inputs, as <see cref="LivingInputs"/> draws them.</param>
    /// <param name="stopAtErrors">Ends after the first layer with a threshold error: all that a search for the smallest width needs to know.</param>
    public DeepReport Measure(ActiveSets inputs, bool stopAtErrors = false)
    {
        var truth = Enumerable.Range(0, inputs.Count).Select(i => Circuit.Trace(inputs[i])).ToArray();
        var states = truth.Select(trace => Encode(trace[0])).ToArray();
        var reports = new List<LayerReport> { Tally(0, states, truth, []) };
        for (var layer = 0; layer < Circuit.Depth && !(stopAtErrors && reports[^1].ThresholdErrors > 0); layer++)
        {
            PreActivationNoise[] noise = [.. layouts[layer + 1].Pools.Select(_ => new PreActivationNoise())];
            for (var i = 0; i < states.Length; i++)
            {
                states[i] = layers[layer].Step(states[i], truth[i][layer], noise);
            }

            reports.Add(Tally(layer + 1, states, truth, PoolNoises(layer, truth, noise)));
        }

        return new DeepReport(Circuit.Features, Design.Units, layouts.Max(layout => layout.Relus(Design.Corrects)), inputs.Count, [.. reports]);
    }

    /// <summary>What every feature reads after the last layer, [n, m] row by row.</summary>
    public float[][] Run(ActiveSets inputs)
    {
        var readOff = new StateReadOff(layouts[^1], Design.Centred);
        var outputs = new float[inputs.Count][];
        PreActivationNoise[] noise = [new(), new(), new()];
        for (var i = 0; i < inputs.Count; i++)
        {
            var state = Encode(inputs[i]);
            foreach (var layer in layers)
            {
                state = layer.Step(state, [], noise);
            }

            readOff.Read(state);
            outputs[i] = [.. Enumerable.Range(0, layouts[^1].Features).Select(readOff.Value)];
        }

        return outputs;
    }

    /// <summary>The units that the circuit's inputs turn on: z = M b, clipped.</summary>
    private SparseState Encode(ReadOnlySpan<int> active)
    {
        var pool = layouts[0].Pools[0];
        var sums = new SortedDictionary<int, float>();
        foreach (var feature in active)
        {
            foreach (var unit in pool.Code.UnitsOf(feature))
            {
                sums[unit] = sums.GetValueOrDefault(unit) + 1;
            }
        }

        return new SparseState([.. sums.Keys], [.. sums.Values.Select(z => Design.Corrects ? pool.Corrected(z) : pool.Uncorrected(z))]);
    }

    private LayerReport Tally(int layer, SparseState[] states, int[][][] truth, ImmutableArray<PoolNoise> noise)
    {
        var readOff = new StateReadOff(layouts[layer], Design.Centred);
        var tally = new LayerTally();
        for (var i = 0; i < states.Length; i++)
        {
            readOff.Read(states[i]);
            tally.Add(layouts[layer], readOff, states[i], truth[i][layer], layer == 0 ? [] : truth[i][layer - 1].SelectMany(feature => Circuit.Readers(layer - 1, feature).ToArray()));
        }

        return tally.ToReport(layer, noise);
    }

    private ImmutableArray<PoolNoise> PoolNoises(int layer, int[][][] truth, PreActivationNoise[] noise) =>
        [.. layouts[layer + 1].Pools.Select((pool, p) => new PoolNoise(pool.Kind, pool.Units, noise[p].Sigma, noise[p].Mean, PredictedSigma(layer, pool, truth)))];

    private double PredictedSigma(int layer, UnitPool pool, int[][][] truth)
    {
        var before = layouts[layer];
        double variance = 0;
        for (var p = 0; p < before.Pools.Count; p++)
        {
            var active = truth.Average(trace => trace[layer].Count(feature => before.PoolOf(feature) == p));
            variance += layers[layer].MeanLoad(p, pool) * before.Pools[p].Code.ReadOffVariance(active);
        }

        return Math.Sqrt(variance);
    }
}
