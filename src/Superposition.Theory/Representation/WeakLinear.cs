namespace Superposition.Representation;

/// <summary>
/// Weak linear representation (arXiv 2408.05451): some r has r·a(x) larger on every positive input than on every negative one. Decided by
/// the linear program max t, a·w + c ≥ t/2 on positives, ≤ −t/2 on negatives, |w_j| ≤ 1: t is the distance between the convex
/// hulls of positives and negatives in the sum of absolute differences, and where it is 0 the multipliers are convex combinations that
/// coincide. On a finite set of inputs a feature is weakly represented just when its affine ε* is below 1/2; the two programs share
/// nothing and check each other.
/// </summary>
public static class WeakLinear
{
    /// <summary>
    /// Decides whether a target is weakly represented, with a proof either way; undecided where the program is not solved in time and least
    /// squares does not separate.
    /// </summary>
    /// <param name="activations">The activations.</param>
    /// <param name="target">The target on the same inputs.</param>
    /// <param name="limit">The time that the program may take, <see cref="EpsilonLinear.UsualLimit"/> if not given.</param>
    /// <exception cref="ArgumentException">The target is not on the inputs of the activations.</exception>
    public static WeakCertificate Decide(InputActivations activations, BooleanTarget target, TimeSpan? limit = null)
    {
        var fit = LeastSquaresFit.Of(activations, target, ReadOffForm.Affine);
        if (target.IsConstant)
        {
            return WeakCertificate.Verify(activations, target, fit.ReadOff, new SignedMeasure([], []));
        }

        var inputs = LabelledInputs.Of(activations, target, fit.ReadOff);
        InputRow[] rows = [.. inputs.Select(input => target[input]
            ? new InputRow(input, -0.5, 0, double.PositiveInfinity)
            : new InputRow(input, 0.5, double.NegativeInfinity, 0))];
        var solution = InputRowProgram.Maximise(
            activations, ReadOffForm.Affine, largestWeight: 1, rows, [.. Enumerable.Range(0, rows.Length)], limit
            ?? EpsilonLinear.UsualLimit)
            ?? new InputRowSolution(fit.ReadOff, 0, new SignedMeasure([], []), 0);
        return WeakCertificate.Verify(activations, target, solution.ReadOff, solution.Multipliers);
    }
}
