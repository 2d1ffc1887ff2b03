using MathNet.Numerics.Distributions;

namespace Superposition.UniversalAnd;

/// <summary>A ReLU whose pre-activation carries a normal noise.</summary>
internal static class NoisyRelu
{
    /// <summary>Mean and mean square of ReLU(c + σZ), Z standard normal.</summary>
    public static (double Mean, double MeanSquare) Moments(double c, double sigma)
    {
        if (sigma <= 0)
        {
            var value = Math.Max(0, c);
            return (value, value * value);
        }

        var z = c / sigma;
        var (below, density) = (Normal.CDF(0, 1, z), Normal.PDF(0, 1, z));
        return ((c * below) + (sigma * density), (((c * c) + (sigma * sigma)) * below) + (c * sigma * density));
    }
}
