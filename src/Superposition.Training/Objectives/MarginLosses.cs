using System.Numerics;

namespace Superposition.Objectives;

/// <summary>
/// Binary cross-entropy on ±1 targets: ln(1 + e^−tz) with z = 2o − 1, so that the boundary between the classes is at an output of ½,
/// as it is for targets of 0 and 1. It asks for the right side, not for the distance from 0 and 1: ε says little about what it trains.
/// </summary>
/// <param name="reduction">Mean or sum.</param>
/// <param name="weighting">What the classes of inputs count; the same when left out.</param>
public sealed class CrossEntropy(Reduction reduction = Reduction.Mean, ClassWeighting? weighting = null) : IObjective
{
    /// <inheritdoc/>
    public string Name => "BCE";

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass) => OutputSweep.Run(pass, default(Logistic), weighting, reduction.Factor(pass));

    private readonly struct Logistic : IOutputLoss
    {
        public static bool IsMargin => true;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            var z = excess + excess - Vector<float>.One;
            var small = Vector.Exp(-Vector.Abs(z));
            var share = Vector<float>.One / (Vector<float>.One + small);
            derivative = 2 * Vector.ConditionalSelect(Vector.GreaterThan(z, Vector<float>.Zero), share, small * share);
            return Vector.Max(z, Vector<float>.Zero) + Vector.Log(Vector<float>.One + small);
        }
    }
}

/// <summary>The hinge loss on ±1 targets: max(0, 1 − tz) with z = 2o − 1. It is 0 as soon as outputs are at or beyond 0 and
/// 1.</summary>
/// <param name="reduction">Mean or sum.</param>
/// <param name="weighting">What the classes of inputs count; the same when left out.</param>
public sealed class Hinge(Reduction reduction = Reduction.Mean, ClassWeighting? weighting = null) : IObjective
{
    /// <inheritdoc/>
    public string Name => "hinge";

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass) => OutputSweep.Run(pass, default(Corner), weighting, reduction.Factor(pass));

    private readonly struct Corner : IOutputLoss
    {
        public static bool IsMargin => true;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            derivative =
                Vector.ConditionalSelect(Vector.GreaterThan(excess, Vector<float>.Zero), new Vector<float>(2f), Vector<float>.Zero);
            return excess * derivative;
        }
    }
}
