using MathNet.Numerics.Distributions;

namespace Superposition.ErrorCorrection;

/// <summary>
/// The response of a clip unit, h = clip((z − low)/(high − low), 0, 1), made of two ReLUs: [ReLU(z − low) − ReLU(z − high)]/(high
/// − low). With low = θ and high = 1 − θ it rounds a noisy 0 or 1 (arXiv 2408.05451, error correction).
/// </summary>
public readonly record struct ClipWindow
{
    /// <summary>States where the response begins to rise and where it is full.</summary>
    public ClipWindow(double low, double high)
    {
        if (!(low < high))
        {
            throw new ArgumentException(
                $"The window of a clip unit goes from {low} to {high}; expected a low edge below the high one.", nameof(low));
        }

        (Low, High) = (low, high);
    }

    /// <summary>The pre-activation from which on the response is above 0.</summary>
    public double Low { get; }

    /// <summary>The pre-activation from which on the response is 1.</summary>
    public double High { get; }

    /// <summary>1 / (high − low), the slope between.</summary>
    public double Slope => 1 / (High - Low);

    /// <summary>The window [θ, 1 − θ] around a threshold of ½.</summary>
    public static ClipWindow Rounding(double theta) => new(theta, 1 - theta);

    /// <summary>A window of a given half width around a threshold.</summary>
    public static ClipWindow Around(double threshold, double halfWidth) => new(threshold - halfWidth, threshold + halfWidth);

    /// <summary>The two ReLUs that make the response.</summary>
    public ReluTerm[] Terms => [new(Low, Slope), new(High, -Slope)];

    /// <summary>The response h(z) of one unit to its pre-activation z, between 0 and 1, in float32.</summary>
    public float Apply(float z) => Math.Clamp((z - (float)Low) * (float)Slope, 0, 1);

    /// <summary>
    /// The mean response to a pre-activation that is normal around <paramref name="mean"/>: the smoothed step seen in activation plateaus.
    /// </summary>
    public double MeanResponse(double mean, double sigma) => (MeanAbove(mean - Low, sigma) - MeanAbove(mean - High, sigma)) * Slope;

    // E (x + σZ)₊
    private static double MeanAbove(double x, double sigma) =>
        sigma == 0 ? Math.Max(0, x) : (x * Normal.CDF(0, 1, x / sigma)) + (sigma * Normal.PDF(0, 1, x / sigma));
}
