using Superposition.UniversalAnd;

namespace Superposition.NarrowLayers;

/// <summary>The smallest width of a grid at which something passes: it passes there, and at the next smaller width it fails.</summary>
public static class SmallestPassing
{
    /// <summary>Neighbouring widths differ by 2^(1/8), 9 %.</summary>
    public const int StepsAnOctave = 8;

    // How errors fall with width: between d^(−1/2) and d^(−3/2), so that steps neither creep nor jump past the place.
    private const double AssumedPower = 0.7;

    private const int LongestMove = 2 * StepsAnOctave;

    /// <summary>The width at a step of the grid.</summary>
    public static int Width(int step) => (int)Math.Round(Math.Pow(2, (double)step / StepsAnOctave));

    /// <summary>The step of the grid next to a width.</summary>
    public static int Step(double width) => (int)Math.Round(StepsAnOctave * Math.Log2(width));

    /// <summary>Searches a grid of widths for a step at which the error passes while it fails one step below.</summary>
    /// <param name="excess">
    /// An error over what is allowed, at a step: at most 1 passes; above it fails, and NaN or infinite fails too.
    /// </param>
    /// <param name="start">Where the search begins.</param>
    /// <param name="least">The first step of the grid.</param>
    /// <param name="most">The last one.</param>
    /// <returns>The step.</returns>
    /// <exception cref="ConstructionFailedException">The last step fails.</exception>
    public static int Find(Func<int, double> excess, int start, int least, int most)
    {
        var (fails, works, step) = (least - 1, most + 1, Math.Clamp(start, least, most));
        while (works - fails > 1)
        {
            var over = excess(step);
            var move = double.IsFinite(over) && over > 0
                ? Math.Clamp((int)Math.Round(StepsAnOctave * Math.Log2(over) / AssumedPower), -LongestMove, LongestMove)
                : StepsAnOctave;
            (fails, works) = over <= 1 ? (fails, step) : (step, works);
            step = Math.Clamp(step + move, fails + 1, Math.Max(fails + 1, works - 1));
        }

        return works <= most
            ? works
            : throw new ConstructionFailedException($"The widest layer that was tried, {Width(most):N0} neurons, still errs too much.");
    }
}
