namespace Superposition.ErrorCorrection;

/// <summary>
/// How an error-correction layer responds along the direction of one feature, predicted without fitting anything: from x = Φb + t φ_k,
/// where b has a number of other active features, the corrected read-off of k follows E clip((t + σZ − θ)/(1 − 2θ), 0, 1), lifted by
/// collisions of its channel with those of active features and lowered by the centring. A flat start, a jump at ½ and a flat end: an
/// activation plateau.
/// </summary>
/// <param name="Code">M, the code of the channels.</param>
/// <param name="Dimension">d, the number of dimensions of the state.</param>
/// <param name="Window">[θ, 1 − θ].</param>
/// <param name="Centred">Whether the mean of all units is taken off.</param>
/// <param name="Active">Active features besides the one that is put in.</param>
public sealed record PlateauPrediction(ChannelCode Code, int Dimension, ClipWindow Window, bool Centred, int Active)
{
    /// <summary>What is predicted of a layer's responses next to a number of other active features.</summary>
    public static PlateauPrediction Of(ErrorCorrectionLayer layer, int active) =>
        new(layer.Code, layer.Dimension, layer.Window, layer.Centred, active);

    /// <summary>
    /// σ of a unit of the feature's own channel: crosstalk of its other channels with the active features and with t φ_k, and of its own
    /// with the active ones.
    /// </summary>
    public double Sigma(double step)
    {
        var others = Active + (step * step);
        return Math.Sqrt((((Code.OwnLoad - 1) * others) + Active) / Dimension);
    }

    /// <summary>The predicted mean response of the feature's corrected read-off to t φ_k.</summary>
    public double At(double step)
    {
        var (size, units) = ((double)Code.Size, (double)Code.Units);
        // How often a unit of one channel serves another given channel as well.
        var shared = (Code.OwnLoad - 1) / (Code.Channels - 1);
        var free = Math.Pow(1 - shared, Active);
        var own = (free * Window.MeanResponse(step, Sigma(step))) + ((1 - free) * Window.MeanResponse(1 + step, Sigma(step)));
        if (!Centred)
        {
            return own;
        }

        var sigmaElsewhere = Math.Sqrt(Code.Load * (Active + (step * step)) / Dimension);
        var active = Active * size * (1 - shared);
        var idle = Math.Max(0, units - size - active);
        var background = (size * own) + (active * Window.MeanResponse(1, sigmaElsewhere)) + (idle * Window.MeanResponse(0, sigmaElsewhere));
        return (own - (background * Code.Centre / size)) / (1 - Code.Centre);
    }
}
