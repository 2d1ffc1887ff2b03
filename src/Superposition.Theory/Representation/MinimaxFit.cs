using System.Collections.Immutable;

namespace Superposition.Representation;

/// <summary>
/// The affine read-off with the smallest worst error on some inputs, as the exchange method found it: not proved
/// (<see cref="EpsilonLinear"/> proves), and fast enough to be solved at every step of training.
/// </summary>
/// <param name="ReadOff">The read-off.</param>
/// <param name="Measure">
/// μ with Σ|μ| = 1, orthogonal to all columns: ε = Σ μ_x y_x, so that −μ_x r is the derivative of ε for the activations of
/// input x. Empty where the target is met exactly, and where rounding left no solution.
/// </param>
/// <param name="Epsilon">ε, its worst error up to rounding, ≥ 0.</param>
public sealed record MinimaxFit(LinearReadOff ReadOff, SignedMeasure Measure, double Epsilon)
{
    /// <summary>Finds those of several targets.</summary>
    /// <param name="activations">The activations, shape [N, d].</param>
    /// <param name="targets">The targets on the same inputs.</param>
    /// <param name="form">The read-offs that are allowed.</param>
    /// <param name="parallelism">How many programs are solved at a time; a program uses one core.</param>
    /// <exception cref="ArgumentException">A target is not on the inputs of the activations.</exception>
    public static ImmutableArray<MinimaxFit> OfAll(
        InputActivations activations, IReadOnlyList<BooleanTarget> targets, ReadOffForm form, int parallelism)
    {
        // What the programs share is found before they part.
        _ = activations.In(form).System(form);
        var fits = new MinimaxFit[targets.Count];
        Parallel.For(0, fits.Length, new ParallelOptions { MaxDegreeOfParallelism = parallelism }, g =>
            fits[g] = Of(activations, targets[g], form));
        return [.. fits];
    }

    /// <summary>Finds it for one target.</summary>
    /// <param name="activations">The activations, shape [N, d].</param>
    /// <param name="target">The target on the same inputs.</param>
    /// <param name="form">The read-offs that are allowed.</param>
    /// <exception cref="ArgumentException">The target is not on the inputs of the activations.</exception>
    public static MinimaxFit Of(InputActivations activations, BooleanTarget target, ReadOffForm form)
    {
        activations.ThrowIfUnfit(target);
        var seen = activations.In(form);
        var zero = new LinearReadOff([.. new double[activations.Neurons]], 0);
        var solution = ChebyshevExchange.Solve(
            seen, seen.System(form), target, LabelledInputs.Of(seen, target, zero), EpsilonLinear.UsualLimit);
        if (solution.ReadOff is not { } readOff)
        {
            // Met exactly, or not solved: then least squares stands in, with its own error and no derivative.
            var fit = LeastSquaresFit.Of(seen, target, form);
            return new MinimaxFit(fit.ReadOff, new SignedMeasure([], []), solution.End == ExchangeEnd.Exact ? 0 : fit.Max);
        }

        var size = solution.Multipliers.Weights.Sum(Math.Abs);
        var gain = solution.Multipliers.Inputs.Zip(solution.Multipliers.Weights).Where(m => target[m.First]).Sum(m => m.Second);
        var scale = gain < 0 ? -size : size;
        return new MinimaxFit(
            readOff,
            solution.Multipliers with { Weights = [.. solution.Multipliers.Weights.Select(weight => weight / scale)] },
            Math.Abs(gain) / size);
    }
}
