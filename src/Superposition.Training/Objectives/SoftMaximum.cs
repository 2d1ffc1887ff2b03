using System.Numerics;

namespace Superposition.Objectives;

/// <summary>
/// A smooth worst error: ln(mean e^(τ|error|)) / τ. It lies below ε by at most ln(n·g) / τ and goes to it as the sharpness τ grows.
/// </summary>
/// <param name="sharpness">τ, above 0.</param>
/// <param name="weighting">What the classes of inputs count; the same when left out.</param>
public sealed class SoftMaximum(double sharpness, ClassWeighting? weighting = null) : IObjective
{
    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"soft maximum {sharpness}");

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass) => OutputSweep.RunUnderPeak(pass, new Exponential(sharpness, 0), weighting);

    private readonly struct Exponential(double sharpness, float peak) : IPeakLoss<Exponential>
    {
        public static bool IsMargin => false;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            var value = Vector.Exp((Vector.Abs(excess) - new Vector<float>(peak)) * (float)sharpness);
            var slope = value * (float)sharpness;
            derivative = Vector.ConditionalSelect(Vector.LessThan(excess, Vector<float>.Zero), -slope, slope);
            return value;
        }

        public Exponential Under(float other) => new(sharpness, other);

        public double Rescaling(float from, float to) => Math.Exp(sharpness * (from - (double)to));

        public (double Loss, double Slope) Finish(double mean, float top) => (top + (Math.Log(mean) / sharpness), 1 / (sharpness * mean));
    }
}
