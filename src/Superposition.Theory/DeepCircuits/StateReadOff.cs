namespace Superposition.DeepCircuits;

/// <summary>
/// Reads every feature off a sparse state: b̂_k = the mean of its channel, centred by that of its pool, or alone when not centred.
/// Features whose channels touch no active unit all read the same value of their pool, so only the few that are hit are listed.
/// A buffer: one object serves any number of states, one after the other, at a cost of (active units) × (channels of a unit).
/// </summary>
internal sealed class StateReadOff(ChannelLayout layout, bool centred)
{
    private readonly float[] hits = new float[layout.Features];
    private readonly bool[] isHit = new bool[layout.Features];
    private readonly List<int> hitFeatures = [];
    private readonly float[] background = new float[layout.Pools.Length];
    private readonly int[] room = new int[(int)layout.Pools.Max(pool => pool.Code.Load) + 1];

    /// <summary>Features that an active unit serves.</summary>
    public List<int> HitFeatures => hitFeatures;

    /// <summary>What features of a pool read that are not hit.</summary>
    public float Background(int pool) => background[pool];

    /// <summary>Whether an active unit serves a feature.</summary>
    public bool IsHit(int feature) => isHit[feature];

    /// <summary>What a feature reads above the background of its pool.</summary>
    public float Excess(int feature) => hits[feature];

    /// <summary>What the state gives for a feature, b̂_k, the background of its pool included.</summary>
    public float Value(int feature) => hits[feature] + background[layout.PoolOf(feature)];

    /// <summary>Reads one state, of which only active units are listed, and replaces what the buffer held.</summary>
    public void Read(SparseState state)
    {
        foreach (var feature in hitFeatures)
        {
            hits[feature] = 0;
            isHit[feature] = false;
        }

        hitFeatures.Clear();
        Span<double> sums = stackalloc double[background.Length];
        sums.Clear();
        for (var i = 0; i < state.Units.Length; i++)
        {
            var p = PoolOfUnit(state.Units[i]);
            var pool = layout.Pools[p];
            sums[p] += state.Values[i];
            var share = state.Values[i] / (float)(pool.Code.Size * Scale(pool));
            foreach (var channel in pool.Code.ChannelsOf(state.Units[i] - pool.FirstUnit, room))
            {
                var feature = pool.Features[channel];
                hits[feature] += share;
                if (!isHit[feature])
                {
                    isHit[feature] = true;
                    hitFeatures.Add(feature);
                }
            }
        }

        for (var p = 0; p < background.Length; p++)
        {
            var pool = layout.Pools[p];
            background[p] = centred ? (float)(-sums[p] * pool.Code.Centre / (pool.Code.Size * Scale(pool))) : 0;
        }
    }

    /// <summary>1 − centre when centred: an active feature then reads 1 where it is alone.</summary>
    private double Scale(UnitPool pool) => centred ? 1 - pool.Code.Centre : 1;

    private int PoolOfUnit(int unit)
    {
        var p = 0;
        while (unit >= layout.Pools[p].FirstUnit + layout.Pools[p].Units)
        {
            p++;
        }

        return p;
    }
}
