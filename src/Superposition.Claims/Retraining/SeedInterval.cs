using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Superposition.Retraining;

/// <summary>The mean over seeds and the half width of its 95 % interval by Student's t.</summary>
internal sealed record SeedInterval(double Mean, double HalfWidth)
{
    /// <summary>Of one value a seed, two seeds or more.</summary>
    public static SeedInterval Of(IReadOnlyCollection<double> values) =>
        new(values.Mean(), StudentT.InvCDF(0, 1, values.Count - 1, 0.975) * values.StandardDeviation() / Math.Sqrt(values.Count));

    /// <summary>"± 0.0002", for the words of a row.</summary>
    public override string ToString() => $"± {HalfWidth:G2}";
}
