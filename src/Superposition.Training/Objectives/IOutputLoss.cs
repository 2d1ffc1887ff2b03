using System.Numerics;

namespace Superposition.Objectives;

/// <summary>
/// The loss of one output, many at a time. It is a function of the excess u of an output o over its target y: u = o − y; for losses that
/// look at the side only, u = o where y is 0 and u = 1 − o where y is 1, so that u = ½ is the boundary either way.
/// </summary>
internal interface IOutputLoss
{
    /// <summary>Whether the loss looks at the side of ½ only, rather than at the distance from the target.</summary>
    static abstract bool IsMargin { get; }

    /// <summary>The loss, and its derivative with respect to u.</summary>
    Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative);
}

/// <summary>
/// A loss that would leave the range of float32 and is therefore computed relative to a peak, the largest |u| seen so far. When the peak
/// rises, what was summed before is scaled down.
/// </summary>
/// <typeparam name="TSelf">The loss itself.</typeparam>
internal interface IPeakLoss<TSelf> : IOutputLoss
    where TSelf : struct, IPeakLoss<TSelf>
{
    /// <summary>The loss relative to a peak.</summary>
    TSelf Under(float peak);

    /// <summary>By what losses under one peak have to be multiplied to be losses under another.</summary>
    double Rescaling(float from, float to);

    /// <summary>The final loss from the mean under a peak, and the derivative of the final loss with respect to that mean.</summary>
    (double Loss, double Slope) Finish(double mean, float peak);
}
