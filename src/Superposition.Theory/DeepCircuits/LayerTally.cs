using System.Collections.Immutable;
using Superposition.Measurement;

namespace Superposition.DeepCircuits;

/// <summary>Streams the read-off errors of one layer over inputs.</summary>
internal sealed class LayerTally
{
    private readonly ErrorHistogram on = new();
    private readonly ErrorHistogram reachedErrors = new();
    private readonly ErrorHistogram off = new();
    private readonly HashSet<int> isOn = [];
    private readonly HashSet<int> isReached = [];
    private long activeUnits;
    private long active;
    private int inputs;

    /// <summary>Read-offs on the wrong side of ½ so far.</summary>
    public long ThresholdErrors { get; private set; }

    /// <summary>Adds one input whose read-offs are all at hand.</summary>
    /// <param name="readOffs">The read-off of every feature.</param>
    /// <param name="truth">Features that should be on.</param>
    /// <param name="reached">Gates with an input that is on, among them those that are on themselves.</param>
    public void Add(ReadOnlySpan<float> readOffs, ReadOnlySpan<int> truth, IEnumerable<int> reached)
    {
        Begin(truth, reached);
        for (var feature = 0; feature < readOffs.Length; feature++)
        {
            Add(feature, readOffs[feature]);
        }
    }

    /// <summary>
    /// Adds one input whose state was read sparsely: what is not hit reads the background of its pool, whatever feature it is.
    /// </summary>
    /// <param name="layout">The layout of the state.</param>
    /// <param name="readOff">The state as it was read.</param>
    /// <param name="state">The state.</param>
    /// <param name="truth">Features that should be on.</param>
    /// <param name="reached">Gates with an input that is on, among them those that are on themselves.</param>
    public void Add(ChannelLayout layout, StateReadOff readOff, SparseState state, ReadOnlySpan<int> truth, IEnumerable<int> reached)
    {
        Begin(truth, reached);
        activeUnits += state.Units.Length;
        int[] unhit = [.. layout.Pools.Select(pool => pool.Features.Length)];
        foreach (var feature in readOff.HitFeatures.Concat(isOn.Concat(isReached).Where(feature => !readOff.IsHit(feature))))
        {
            Add(feature, readOff.Value(feature));
            unhit[layout.PoolOf(feature)]--;
        }

        for (var p = 0; p < unhit.Length; p++)
        {
            off.Add(Finite(readOff.Background(p)), unhit[p]);
            ThresholdErrors += readOff.Background(p) >= 0.5f ? unhit[p] : 0;
        }
    }

    public LayerReport ToReport(int layer, ImmutableArray<PoolNoise> noise)
    {
        var (onErrors, offButReached, offErrors) = (on.ToStatistics(), reachedErrors.ToStatistics(), off.ToStatistics());
        ErrorStatistics[] all = [onErrors, offButReached, offErrors];
        var rms = Math.Sqrt(all.Sum(e => e.Count * e.Rms * e.Rms) / all.Sum(e => e.Count));
        return new LayerReport(
            layer, (double)active / inputs, onErrors, offButReached, offErrors, rms, ThresholdErrors, (double)activeUnits / inputs, noise);
    }

    private void Begin(ReadOnlySpan<int> truth, IEnumerable<int> reached)
    {
        isOn.Clear();
        isReached.Clear();
        foreach (var feature in truth)
        {
            isOn.Add(feature);
        }

        isReached.UnionWith(reached);
        isReached.ExceptWith(isOn);
        active += truth.Length;
        inputs++;
    }

    private void Add(int feature, float value)
    {
        Finite(value);
        if (isOn.Contains(feature))
        {
            on.Add(value - 1);
            ThresholdErrors += value < 0.5f ? 1 : 0;
            return;
        }

        (isReached.Contains(feature) ? reachedErrors : off).Add(value);
        ThresholdErrors += value >= 0.5f ? 1 : 0;
    }

    private static float Finite(float value) =>
        float.IsFinite(value) ? value : throw new NotFiniteException($"A feature reads {value}: the state has diverged.");
}
