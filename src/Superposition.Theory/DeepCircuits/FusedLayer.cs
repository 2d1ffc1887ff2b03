using Superposition.Booleans;

namespace Superposition.DeepCircuits;

/// <summary>
/// One layer of a fused deep circuit: its units read the gates' inputs off the state before (centred channel means), add them up over all
/// gates that they serve, and clip at the threshold of their pool. As a matrix it is W = E (M − p)ᵀ / (q (1 − p)), n × n and far
/// from sparse; here it stays factored and follows only what is active, so a step costs about (active units) × (channels of a unit) ×
/// fan-out × q additions.
/// </summary>
internal sealed class FusedLayer
{
    private readonly ILayeredCircuit circuit;
    private readonly int layer;
    private readonly ChannelLayout before;
    private readonly ChannelLayout after;
    private readonly FusedDesign design;

    // How many gate inputs of each pool before a unit adds up, [pool][unit].
    private readonly int[][] load;
    private readonly float[] sums;
    private readonly float[] cleanSums;

    public FusedLayer(ILayeredCircuit circuit, int layer, ChannelLayout before, ChannelLayout after, FusedDesign design)
    {
        (this.circuit, this.layer, this.before, this.after, this.design) = (circuit, layer, before, after, design);
        sums = new float[after.Units];
        cleanSums = new float[after.Units];
        load = [.. before.Pools.Select(_ => new int[after.Units])];
        Span<int> room = stackalloc int[design.ChannelSize];
        for (var k = 0; k < after.Features; k++)
        {
            var gate = circuit.Gate(layer, k);
            var first = after.Pools[after.PoolOf(k)].FirstUnit;
            var units = after.UnitsInPool(k, room);
            Count(load[before.PoolOf(gate.First)].AsSpan(first), units);
            if (gate.FanIn == 2)
            {
                Count(load[before.PoolOf(gate.Second)].AsSpan(first), units);
            }
        }
    }

    /// <summary>How many gate inputs held by one pool before a unit of a pool after adds up, on average.</summary>
    public double MeanLoad(int poolBefore, UnitPool poolAfter) =>
        load[poolBefore].AsSpan(poolAfter.FirstUnit, poolAfter.Units).ToArray().Average();

    /// <summary>Additions made so far, for the rate that a benchmark states.</summary>
    public long Additions { get; private set; }

    /// <summary>One step for one input.</summary>
    /// <param name="readOff">The state before, as it was read.</param>
    /// <param name="active">The features that are truly active before; only the noise is measured against them.</param>
    /// <param name="noise">Receives the deviation of every pre-activation from its noise-free value, by pool.</param>
    public SparseState Step(StateReadOff readOff, ReadOnlySpan<int> active, PreActivationNoise[] noise)
    {
        for (var p = 0; p < load.Length; p++)
        {
            AddBackground(readOff.Background(p), load[p], isFirst: p == 0);
        }

        foreach (var feature in readOff.HitFeatures)
        {
            Additions += AddInput(feature, readOff.Excess(feature), sums);
        }

        Array.Clear(cleanSums);
        foreach (var feature in active)
        {
            AddInput(feature, 1, cleanSums);
        }

        return Respond(noise);
    }

    private static void Count(Span<int> inputs, ReadOnlySpan<int> units)
    {
        foreach (var unit in units)
        {
            inputs[unit]++;
        }
    }

    private void AddBackground(float background, int[] inputs, bool isFirst)
    {
        if (isFirst)
        {
            Array.Clear(sums);
        }

        for (var unit = 0; background != 0 && unit < sums.Length; unit++)
        {
            sums[unit] += background * inputs[unit];
        }
    }

    private int AddInput(int feature, float value, float[] target)
    {
        Span<int> gates = stackalloc int[2];
        Span<int> room = stackalloc int[design.ChannelSize];
        var additions = 0;
        foreach (var gate in circuit.Readers(layer, feature, gates))
        {
            var first = after.Pools[after.PoolOf(gate)].FirstUnit;
            var units = after.UnitsInPool(gate, room);
            foreach (var unit in units)
            {
                target[first + unit] += value;
            }

            additions += units.Length;
        }

        return additions;
    }

    private SparseState Respond(PreActivationNoise[] noise)
    {
        var units = new List<int>();
        var values = new List<float>();
        for (var p = 0; p < after.Pools.Length; p++)
        {
            var pool = after.Pools[p];
            var floor = design.Corrects ? pool.Rise.Low : double.NegativeInfinity;
            double sum = 0, squares = 0;
            for (var unit = pool.FirstUnit; unit < pool.FirstUnit + pool.Units; unit++)
            {
                var z = sums[unit];
                var deviation = z - cleanSums[unit];
                sum += deviation;
                squares += deviation * deviation;
                if (z > floor)
                {
                    var value = design.Corrects ? pool.Corrected(z) : pool.Uncorrected(z);
                    if (value != 0)
                    {
                        units.Add(unit);
                        values.Add(value);
                    }
                }
            }

            noise[p].Add(sum, squares, pool.Units);
        }

        return new SparseState([.. units], [.. values]);
    }
}
