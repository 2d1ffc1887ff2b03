using System.Numerics;

namespace Superposition.Objectives;

/// <summary>
/// The p-th power of the absolute error over all inputs and outputs: the mean squared error for p = 2; the larger p, the closer to the
/// worst error ε. Squares are computed without writing outputs out where that is cheaper (<see cref="GramSquare"/>).
/// </summary>
/// <param name="p">The power, at least 1.</param>
/// <param name="reduction">Mean, sum, or root of the mean.</param>
/// <param name="weighting">What the classes of inputs count; the same when left out.</param>
public sealed class PowerLoss(double p, Reduction reduction = Reduction.Mean, ClassWeighting? weighting = null) : IObjective
{
    /// <inheritdoc/>
    public string Name =>
        $"{(weighting is null ? "" : weighting.IsBalanced ? "balanced " : "weighted ")}"
            + $"{(p == 2 ? "MSE" : FormattableString.Invariant($"L{p}"))}{Suffix}";

    private string Suffix => reduction switch { Reduction.Sum => " (sum)", Reduction.Root => " (root)", _ => "" };

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass)
    {
        if (reduction == Reduction.Root)
        {
            return p % 2 == 0
                ? OutputSweep.RunUnderPeak(pass, new RootOf<EvenPower>(new EvenPower((int)p), p, 1), weighting)
                : OutputSweep.RunUnderPeak(pass, new RootOf<RealPower>(new RealPower((float)p), p, 1), weighting);
        }

        var factor = reduction.Factor(pass);
        return p switch
        {
            2 when GramSquare.Pays(pass, weighting) => GramSquare.Evaluate(pass, weighting, factor),
            2 => OutputSweep.Run(pass, default(Square), weighting, factor),
            _ when p % 2 == 0 => OutputSweep.Run(pass, new EvenPower((int)p), weighting, factor),
            _ => OutputSweep.Run(pass, new RealPower((float)p), weighting, factor),
        };
    }

    private readonly struct Square : IOutputLoss
    {
        public static bool IsMargin => false;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            derivative = excess + excess;
            return excess * excess;
        }
    }

    /// <summary>u^p for even p by repeated squaring.</summary>
    private readonly struct EvenPower(int power) : IOutputLoss
    {
        public static bool IsMargin => false;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            var square = excess * excess;
            var factor = square;
            var lower = Vector<float>.One; // becomes u^(p−2)
            for (var left = (power - 2) / 2; left > 0; left >>= 1)
            {
                lower = (left & 1) == 1 ? lower * factor : lower;
                factor *= factor;
            }

            derivative = lower * excess * power;
            return lower * square;
        }
    }

    /// <summary>The power |u|^p of one error u, for any p ≥ 1.</summary>
    private readonly struct RealPower(float power) : IOutputLoss
    {
        public static bool IsMargin => false;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            // Kept off 0, where |u|^(p−2) may be infinite; times u it is 0 there all the same.
            var size = Vector.Max(Vector.Abs(excess), new Vector<float>(1e-18f));
            var lower = Vector.Exp(Vector.Log(size) * (power - 2));
            derivative = lower * excess * power;
            return lower * excess * excess;
        }
    }

    /// <summary>(mean |u|^p)^(1/p), with powers of u / peak.</summary>
    private readonly struct RootOf<TPower>(TPower loss, double power, float peak) : IPeakLoss<RootOf<TPower>>
        where TPower : struct, IOutputLoss
    {
        public static bool IsMargin => false;

        public Vector<float> Evaluate(Vector<float> excess, out Vector<float> derivative)
        {
            var value = loss.Evaluate(excess / peak, out derivative);
            derivative /= peak;
            return value;
        }

        public RootOf<TPower> Under(float other) => new(loss, power, other);

        public double Rescaling(float from, float to) => Math.Pow((double)from / to, power);

        public (double Loss, double Slope) Finish(double mean, float top) =>
            mean > 0 ? (top * Math.Pow(mean, 1 / power), top / power * Math.Pow(mean, (1 / power) - 1)) : (mean, 0);
    }
}
