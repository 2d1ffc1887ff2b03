namespace Superposition.Measurement;

/// <summary>Errors of read-offs of boolean features.</summary>
/// <param name="On">Where the feature is active.</param>
/// <param name="Off">Where it is not.</param>
/// <param name="Rms">Root mean squared error over both.</param>
/// <param name="ThresholdErrors">How many read-offs are on the wrong side of ½.</param>
public sealed record FeatureErrors(ErrorStatistics On, ErrorStatistics Off, double Rms, long ThresholdErrors)
{
    /// <summary>ε: the largest absolute error.</summary>
    public double Epsilon => Math.Max(On.Max, Off.Max);
}

/// <summary>Streams errors of read-offs of boolean features.</summary>
internal sealed class FeatureErrorTally
{
    private readonly ErrorHistogram on = new();
    private readonly ErrorHistogram off = new();
    private long thresholdErrors;

    /// <summary>Adds the read-offs of all features for one input.</summary>
    /// <exception cref="NotFiniteException">A read-off is NaN or infinite.</exception>
    public void Add(ReadOnlySpan<float> readOffs, ReadOnlySpan<int> active)
    {
        var next = 0;
        for (var k = 0; k < readOffs.Length; k++)
        {
            if (!float.IsFinite(readOffs[k]))
            {
                throw new NotFiniteException($"Feature {k} reads {readOffs[k]}.");
            }

            var isOn = next < active.Length && active[next] == k;
            next += isOn ? 1 : 0;
            (isOn ? on : off).Add(isOn ? readOffs[k] - 1 : readOffs[k]);
            thresholdErrors += isOn == readOffs[k] >= 0.5f ? 0 : 1;
        }
    }

    public FeatureErrors ToErrors()
    {
        var (onErrors, offErrors) = (on.ToStatistics(), off.ToStatistics());
        var squares = (onErrors.Count * onErrors.Rms * onErrors.Rms) + (offErrors.Count * offErrors.Rms * offErrors.Rms);
        var rms = Math.Sqrt(squares / Math.Max(1, onErrors.Count + offErrors.Count));
        return new FeatureErrors(onErrors, offErrors, rms, thresholdErrors);
    }
}
