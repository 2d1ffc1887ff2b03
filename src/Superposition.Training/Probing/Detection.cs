namespace Superposition.Probing;

/// <summary>
/// How well small margins tell failing inputs. All are NaN where no input fails or every one does; precision and recall also where the half
/// of the inputs that they are judged on has none below the threshold, or none that fails.
/// </summary>
/// <param name="Area">
/// The area under the curve of hits against false alarms: ½ for chance, 1 where margins of all failing inputs are smaller.
/// </param>
/// <param name="Precision">
/// The share of failing inputs among those below the threshold that has the best F₁ on the other half of the inputs.
/// </param>
/// <param name="Recall">The share of failing inputs that are below it.</param>
public sealed record Detection(double Area, double Precision, double Recall)
{
    /// <summary>Judges margins; the threshold is chosen on one half of the inputs and judged on the other.</summary>
    /// <param name="margins">A margin for every input, small where it should fail.</param>
    /// <param name="fails">Whether it fails.</param>
    /// <param name="random">Draws the halves.</param>
    public static Detection Of(IReadOnlyList<double> margins, IReadOnlyList<bool> fails, Random random)
    {
        if (!fails.Contains(true) || !fails.Contains(false))
        {
            return new Detection(double.NaN, double.NaN, double.NaN);
        }

        int[] order = [.. Enumerable.Range(0, margins.Count)];
        random.Shuffle(order);
        var (chosenOn, judgedOn) = (order[..(order.Length / 2)], order[(order.Length / 2)..]);
        var threshold = BestThreshold(margins, fails, chosenOn);
        var (hits, called, failing) = (0, 0, 0);
        foreach (var i in judgedOn)
        {
            var isCalled = margins[i] <= threshold;
            (hits, called, failing) = (hits + (isCalled && fails[i] ? 1 : 0), called + (isCalled ? 1 : 0), failing + (fails[i] ? 1 : 0));
        }

        return new Detection(AreaOf(margins, fails), (double)hits / called, (double)hits / failing);
    }

    private static double BestThreshold(IReadOnlyList<double> margins, IReadOnlyList<bool> fails, int[] chosenOn)
    {
        var failing = chosenOn.Count(i => fails[i]);
        var (best, threshold, hits, called) = (-1.0, double.NegativeInfinity, 0, 0);
        foreach (var tied in chosenOn.GroupBy(i => margins[i]).OrderBy(group => group.Key))
        {
            (hits, called) = (hits + tied.Count(i => fails[i]), called + tied.Count());
            var score = 2.0 * hits / (called + failing);
            (best, threshold) = score > best ? (score, tied.Key) : (best, threshold);
        }

        return threshold;
    }

    private static double AreaOf(IReadOnlyList<double> margins, IReadOnlyList<bool> fails)
    {
        var (area, failing, holding) = (0.0, 0L, 0L);
        foreach (var tied in Enumerable.Range(0, margins.Count).GroupBy(i => margins[i]).OrderBy(group => group.Key))
        {
            var (f, h) = (tied.Count(i => fails[i]), tied.Count(i => !fails[i]));
            area += (h * (double)failing) + (h * f / 2.0);
            (failing, holding) = (failing + f, holding + h);
        }

        return area / (failing * (double)holding);
    }
}
