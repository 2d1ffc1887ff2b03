namespace Superposition.Representation;

/// <summary>
/// ε-linear representation (arXiv 2408.05451): some r has |r·a(x) − f(x)| &lt; ε on every input. The smallest such bound ε* is the
/// optimum of the linear program min ε, −ε ≤ A w − y ≤ ε, found by exchanging inputs (<see cref="ChebyshevExchange"/>). Its
/// multipliers, divided by their sum of absolute values, are the measure that proves ε* from below.
/// </summary>
public static class EpsilonLinear
{
    /// <summary>The time that one target may take where nothing else is said; a thousand times what a layer of 128 neurons needs.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Finds ε* of a target and proves it. Where time or rounding ends the search early, the bracket is wider and no less proved.
    /// </summary>
    /// <param name="activations">The activations.</param>
    /// <param name="target">The target on the same inputs.</param>
    /// <param name="form">The read-offs that are allowed.</param>
    /// <param name="limit">The time that the search may take, <see cref="UsualLimit"/> if not given.</param>
    /// <exception cref="ArgumentException">The target is not on the inputs of the activations.</exception>
    public static MinimaxCertificate Decide(InputActivations activations, BooleanTarget target, ReadOffForm form, TimeSpan? limit = null) =>
        Decide(activations.In(form), target, form, LeastSquaresFit.Of(activations, target, form), limit ?? UsualLimit);

    /// <summary>The same, with a least-squares fit at hand.</summary>
    internal static MinimaxCertificate Decide(
        InputActivations activations, BooleanTarget target, ReadOffForm form, LeastSquaresFit fit, TimeSpan limit)
    {
        var solution = ChebyshevExchange.Solve(
            activations, activations.System(form), target, LabelledInputs.Of(activations, target, fit.ReadOff), limit);
        var certificate = MinimaxCertificate.Verify(activations, target, form, solution.ReadOff ?? fit.ReadOff, solution.Multipliers);
        return solution.ReadOff is null || certificate.Upper <= fit.Max
            ? certificate
            : MinimaxCertificate.Verify(activations, target, form, fit.ReadOff, solution.Multipliers);
    }
}
