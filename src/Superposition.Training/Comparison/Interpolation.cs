using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Comparison;

/// <summary>
/// The straight line between two networks' weights. Networks that found the same circuit are joined by a line without a barrier once their
/// neurons are brought into the same order and scale; without that, even equal networks are not.
/// </summary>
/// <param name="Points">Errors along the line.</param>
/// <param name="Barrier">The largest excess of the mean squared error over the straight line between those of the ends; 0 or above.</param>
public sealed record Interpolation(ImmutableArray<InterpolationPoint> Points, double Barrier)
{
    /// <summary>Measures errors at equally spaced points (1 − t) A + t B on the line between the weights of two networks.</summary>
    /// <param name="first">At t = 0.</param>
    /// <param name="second">At t = 1; a network with the same shapes.</param>
    /// <param name="isAligned">Whether the second is brought into the order and scale of the first's neurons.</param>
    /// <param name="targets">What both are to compute.</param>
    /// <param name="sample">The inputs.</param>
    /// <param name="points">How many points, the ends included, at least 3.</param>
    public static Interpolation Between(
        ReluNetwork first, ReluNetwork second, bool isAligned, IBooleanTargets targets, InputSample sample, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 3);
        using var other = isAligned ? Alignment.Align(second, first) : NetworkCopy.Dense(second);
        var along =
            Enumerable.Range(0, points).Select(i => Point(first, other, (double)i / (points - 1), targets, sample)).ToImmutableArray();
        var (start, end) = (along[0].MeanSquare, along[^1].MeanSquare);
        return new Interpolation(along, along.Max(point => point.MeanSquare - ((1 - point.T) * start) - (point.T * end)));
    }

    private static InterpolationPoint Point(ReluNetwork first, ReluNetwork other, double t, IBooleanTargets targets, InputSample sample)
    {
        using var between = WeightChanges.Between(first, other, t);
        var errors = OutputErrors.Measure(between, targets, sample);
        return new InterpolationPoint(t, errors.Rms * errors.Rms, errors.Epsilon);
    }
}

/// <summary>A point on the line between two networks.</summary>
/// <param name="T">0 at the first network, 1 at the second.</param>
/// <param name="MeanSquare">Mean squared error.</param>
/// <param name="Epsilon">Largest error.</param>
public sealed record InterpolationPoint(double T, double MeanSquare, double Epsilon);
