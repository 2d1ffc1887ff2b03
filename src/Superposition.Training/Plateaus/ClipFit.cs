using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Superposition.Booleans;
using Superposition.ErrorCorrection;

namespace Superposition.Plateaus;

/// <summary>
/// The response curve of units that clip, fitted: y(t) = offset + height · E clip((t + σZ − θ)/(1 − 2θ), 0, 1). θ is where the
/// step begins, σ the noise of the pre-activation. Both widen the step, and only its shape tells them apart: with σ above about half the
/// window 1 − 2θ their errors are large, while
/// <see cref="StepWidth"/> stays sharp. A straight line is fitted by a window wider than the curve.
/// </summary>
/// <param name="Theta">θ, below ½; far below 0 when there is no step.</param>
/// <param name="Sigma">σ, the standard deviation of the noise.</param>
/// <param name="Offset">The response long before the step.</param>
/// <param name="Height">The height of the step.</param>
/// <param name="Rms">Root mean squared distance of the curve from the fit.</param>
public sealed record ClipFit(double Theta, double Sigma, double Offset, double Height, double Rms)
{
    private const int Resamples = 20;

    // From a thousandth of a feature to three of them.
    private const double MinLogarithm = -7, MaxLogarithm = 1.1;
    private static readonly double[] StartThetas = [-1, -0.2, 0.1, 0.25, 0.35, 0.45];
    private static readonly double[] StartSigmas = [0.02, 0.06, 0.12, 0.2, 0.4];

    /// <summary>Standard deviation of the step: √(σ² + (1 − 2θ)²/12).</summary>
    public double StepWidth => Math.Sqrt((Sigma * Sigma) + ((1 - (2 * Theta)) * (1 - (2 * Theta)) / 12));

    /// <summary>The standard error of θ over resampled states; null unless the fit was of a sample.</summary>
    public double? ThetaError { get; init; }

    /// <summary>The standard error of σ over resampled states; null unless the fit was of a sample.</summary>
    public double? SigmaError { get; init; }

    /// <summary>The response y(t) of the fitted curve to a step of length t, 1 being a whole feature.</summary>
    public double At(double step) => Offset + (Height * ClipWindow.Rounding(Theta).MeanResponse(step, Sigma));

    /// <summary>Fits a curve by least squares (Levenberg and Marquardt), from the best points of a grid.</summary>
    /// <param name="curve">The curve of a feature's own output.</param>
    public static ClipFit Of(ResponseCurve curve) =>
        (from theta in StartThetas from sigma in StartSigmas select Solve(curve, theta, sigma))
            .OrderBy(start => start.Rms).Take(3).Select(start => Refine(curve, start)).MinBy(fit => fit.Rms)!;

    /// <summary>Fits the mean curve of a sample, with standard errors of θ and σ from resampled states.</summary>
    /// <param name="sample">Responses of features' own outputs.</param>
    /// <param name="seed">Decides which states are drawn again.</param>
    public static ClipFit Of(ResponseSample sample, Seed seed)
    {
        var fit = Of(sample.Curve());
        var random = seed.Stream("resampled-states");
        ClipFit[] others = [.. Enumerable.Range(0, Resamples).Select(_ => Of(sample.Resampled(random)))];
        return fit with
        {
            ThetaError = Spread(others.Select(other => other.Theta)),
            SigmaError = Spread(others.Select(other => other.Sigma))
        };
    }

    /// <summary>Searches over log(½ − θ) and log σ, which keeps both in their ranges; offset and height follow from them.</summary>
    private static ClipFit Refine(ResponseCurve curve, ClipFit start)
    {
        var model = ObjectiveFunction.NonlinearModel(
            (logarithms, steps) => steps.Map(Of(curve, logarithms).At),
            Vector<double>.Build.DenseOfEnumerable(curve.Steps), Vector<double>.Build.DenseOfEnumerable(curve.Mean), accuracyOrder: 2);
        var found = new LevenbergMarquardtMinimizer().FindMinimum(
            model, Vector<double>.Build.Dense([Math.Log(0.5 - start.Theta), Math.Log(start.Sigma)]));
        var refined = Of(curve, found.MinimizingPoint);
        return refined.Rms <= start.Rms ? refined : Solve(curve, start.Theta, start.Sigma);
    }

    private static ClipFit Of(ResponseCurve curve, Vector<double> logarithms) =>
        Solve(
            curve, 0.5 - Math.Exp(Math.Clamp(logarithms[0], MinLogarithm, MaxLogarithm)),
            Math.Exp(Math.Clamp(logarithms[1], MinLogarithm, MaxLogarithm)));

    /// <summary>The best offset and height for given θ and σ.</summary>
    private static ClipFit Solve(ResponseCurve curve, double theta, double sigma)
    {
        var window = ClipWindow.Rounding(theta);
        double[] step = [.. curve.Steps.Select(t => window.MeanResponse(t, sigma))];
        var (x, y) = (step.Average(), curve.Mean.Average());
        var variance = step.Sum(c => (c - x) * (c - x));
        var height = variance > 1e-14 ? step.Zip(curve.Mean, (c, response) => (c - x) * (response - y)).Sum() / variance : 0;
        var offset = y - (height * x);
        return new ClipFit(
            theta, sigma, offset, height,
            Math.Sqrt(step.Zip(curve.Mean, (c, response) => Math.Pow(response - offset - (height * c), 2)).Average()));
    }

    private static double Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
    }
}
