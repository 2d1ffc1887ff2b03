using System.Collections.Immutable;
using Superposition.Booleans;

namespace Superposition.DeepCircuits;

/// <summary>
/// A layered circuit run in superposition, one layer of clip units a layer of gates (depth L instead of the 2L of arXiv 2408.05451): every
/// gate has a channel of q units, a unit adds up the inputs of all its gates and is thresholded between the sums that differ, and the clip
/// units themselves are the state that the next layer reads. Computing and correcting errors are one step. Layers are drawn from the seed
/// when they are needed and none is kept, so that memory does not grow with depth.
/// </summary>
public sealed class FusedCircuit(ILayeredCircuit circuit, FusedDesign design, Seed seed)
{
    /// <summary>The layered circuit that the network computes, its ground truth.</summary>
    public ILayeredCircuit Circuit => circuit;

    /// <summary>The sizes and thresholds that the network is built from.</summary>
    public FusedDesign Design => design;

    /// <summary>Additions made so far in all steps.</summary>
    public long Additions { get; private set; }

    /// <summary>Draws the code of the circuit's inputs (0) or of what the ℓ-th layer of gates gives; the same one at every
    /// call.</summary>
    /// <param name="layers">ℓ, 0 … L.</param>
    public ChannelLayout Layout(int layers) =>
        layers == 0 ? ChannelLayout.OfInputs(circuit, design, seed) : ChannelLayout.OfLayer(circuit, layers - 1, design, seed);

    /// <summary>Runs the circuit on sparse inputs and measures every layer against the ground truth.</summary>
    /// <param name="inputs">Inputs, as <see cref="LivingInputs"/> draws them.</param>
    /// <param name="stopAtErrors">
    /// Ends at the first input with a threshold error, which is all that a search for the smallest width needs to know; the last layer of
    /// the report is then incomplete.
    /// </param>
    /// <param name="progress">Receives the number of layers done.</param>
    /// <param name="cancellation">Stops between two inputs.</param>
    public DeepReport Measure(
        ActiveSets inputs, bool stopAtErrors = false, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var truth = Enumerable.Range(0, inputs.Count).Select(i => circuit.Trace(inputs[i])).ToArray();
        var layout = Layout(0);
        var states = truth.Select(trace => Encode(layout, trace[0])).ToArray();
        var (units, relus) = (layout.Units, layout.Relus(design.Corrects));
        var reports = new List<LayerReport>();
        ImmutableArray<PoolNoise> noises = [];
        for (var index = 0; ; index++)
        {
            progress?.Report(index);
            var after = index < circuit.Depth ? Layout(index + 1) : null;
            var layer = after is null ? null : new FusedLayer(circuit, index, layout, after, design);
            PreActivationNoise[] noise = [.. Enumerable.Range(0, after?.Pools.Length ?? 0).Select(_ => new PreActivationNoise())];
            var readOff = new StateReadOff(layout, design.Centred);
            var tally = new LayerTally();
            for (var i = 0; i < states.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                readOff.Read(states[i]);
                tally.Add(layout, readOff, states[i], truth[i][index], index == 0 ? [] : circuit.Reached(index - 1, truth[i][index - 1]));
                if (stopAtErrors && tally.ThresholdErrors > 0)
                {
                    reports.Add(tally.ToReport(index, noises));
                    return new DeepReport(circuit.Features, units, relus, inputs.Count, [.. reports]);
                }

                states[i] = layer?.Step(readOff, truth[i][index], noise) ?? states[i];
            }

            reports.Add(tally.ToReport(index, noises));
            if (after is null || layer is null)
            {
                return new DeepReport(circuit.Features, units, relus, inputs.Count, [.. reports]);
            }

            Additions += layer.Additions;
            noises = [.. after.Pools.Select((pool, p) =>
                new PoolNoise(pool.Kind, pool.Units, noise[p].Sigma, noise[p].Mean, PredictedSigma(layout, layer, pool, index, truth)))];
            (units, relus, layout) = (Math.Max(units, after.Units), Math.Max(relus, after.Relus(design.Corrects)), after);
        }
    }

    /// <summary>What every feature reads after the last layer, [n, m] row by row.</summary>
    public float[][] Run(ActiveSets inputs)
    {
        var layout = Layout(0);
        var readOff = new StateReadOff(layout, design.Centred);
        var states = Enumerable.Range(0, inputs.Count).Select(i => Encode(layout, inputs[i])).ToArray();
        PreActivationNoise[] noise = [new(), new(), new()];
        for (var index = 0; index < circuit.Depth; index++)
        {
            var after = Layout(index + 1);
            var layer = new FusedLayer(circuit, index, layout, after, design);
            for (var i = 0; i < states.Length; i++)
            {
                readOff.Read(states[i]);
                states[i] = layer.Step(readOff, [], noise);
            }

            (layout, readOff) = (after, new StateReadOff(after, design.Centred));
        }

        return [.. states.Select(state =>
        {
            readOff.Read(state);
            return Enumerable.Range(0, layout.Features).Select(readOff.Value).ToArray();
        })];
    }

    /// <summary>The units that the circuit's inputs turn on: z = M b, clipped.</summary>
    private SparseState Encode(ChannelLayout layout, ReadOnlySpan<int> active)
    {
        var pool = layout.Pools[0];
        var sums = new SortedDictionary<int, float>();
        foreach (var feature in active)
        {
            foreach (var unit in pool.Code.UnitsOf(feature))
            {
                sums[unit] = sums.GetValueOrDefault(unit) + 1;
            }
        }

        return new SparseState([.. sums.Keys], [.. sums.Values.Select(z => design.Corrects ? pool.Corrected(z) : pool.Uncorrected(z))]);
    }

    private static double PredictedSigma(ChannelLayout before, FusedLayer layer, UnitPool pool, int index, int[][][] truth)
    {
        double variance = 0;
        for (var p = 0; p < before.Pools.Length; p++)
        {
            var active = truth.Average(trace => trace[index].Count(feature => before.PoolOf(feature) == p));
            variance += layer.MeanLoad(p, pool) * before.Pools[p].Code.ReadOffVariance(active);
        }

        return Math.Sqrt(variance);
    }
}
