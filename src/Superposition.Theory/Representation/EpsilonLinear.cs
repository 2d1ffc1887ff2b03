namespace Superposition.Representation;

/// <summary>
/// ε-linear representation (arXiv 2408.05451): some r has |r·a(x) − f(x)| &lt; ε on every input. The smallest such bound ε* is the optimum of the linear
/// program min ε, −ε ≤ A w − y ≤ ε, here in the form max t, −1 ≤ A w' − t y ≤ 1 with w = w'/t and ε = 1/t: half the rows, and w' = 0 to begin with.
/// Its multipliers, divided by their sum of absolute values, are the measure that proves ε* from below.
/// </summary>
public static class EpsilonLinear
{
    private const double ExactMatch = 1e-6;

    /// <summary>Finds ε* of a target and proves it.</summary>
    /// <exception cref="ArgumentException">The target is not on the inputs of the activations.</exception>
    /// <exception cref="LinearProgramFailedException">The program could not be solved.</exception>
    public static MinimaxCertificate Decide(InputActivations activations, BooleanTarget target, ReadOffForm form) =>
        Decide(activations, target, form, LeastSquaresFit.Of(activations, target, form));

    /// <summary>The same, with a least-squares fit at hand: where that errs most is where ε* is decided.</summary>
    internal static MinimaxCertificate Decide(InputActivations activations, BooleanTarget target, ReadOffForm form, LeastSquaresFit fit)
    {
        var inputs = LabelledInputs.Of(activations, target, fit.ReadOff);
        InputRow[] rows = [.. inputs.Select(input => new InputRow(input, target[input] ? -1 : 0, -1, 1))];
        if (InputRowProgram.Maximise(activations, form, largestWeight: double.PositiveInfinity, rows, [.. Enumerable.Range(0, rows.Length)]) is { } solution)
        {
            return MinimaxCertificate.Verify(activations, target, form, Scaled(solution.ReadOff, 1 / solution.Gain), solution.Multipliers);
        }

        // Without end: the target can be matched exactly, and least squares does.
        return fit.Max < ExactMatch
            ? MinimaxCertificate.Verify(activations, target, form, fit.ReadOff, new SignedMeasure([], []))
            : throw new LinearProgramFailedException(
                $"GLOP found no optimum on {rows.Length} inputs of {activations.Neurons} neurons ({activations.InputSet}), and least squares errs by up to {fit.Max:G3}; activations of very different size can be the reason.");
    }

    private static LinearReadOff Scaled(LinearReadOff readOff, double factor) => new([.. readOff.Weights.Select(weight => weight * factor)], readOff.Constant * factor);
}
