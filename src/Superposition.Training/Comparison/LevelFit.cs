namespace Superposition.Comparison;

/// <summary>
/// How many levels a neuron's weights have. For 1, 2 and 3 levels the values are cut into groups so that the squared distance from the
/// groups' means is smallest (exactly, on the sorted values), and each cut is judged by the Bayesian information criterion of the
/// classification likelihood: normal noise of one variance around every level, each value belonging to one. The entropy of who belongs
/// where is paid for, so that two halves of one bell shape do not pass for two levels.
/// </summary>
/// <param name="Bic1">The criterion for one level; smaller is better.</param>
/// <param name="Bic2">For two levels.</param>
/// <param name="Bic3">For three levels.</param>
/// <param name="Low">The lower of two levels.</param>
/// <param name="High">The higher of two levels.</param>
/// <param name="Cut">Values above this belong to the higher of two levels.</param>
/// <param name="HighShare">The share of values at the higher of two levels.</param>
/// <param name="TwoLevelShare">
/// The share of the variance that two levels explain: 1 for exactly two values, 0.64 for a normal distribution, 0.75 for a uniform one.
/// </param>
/// <param name="Three">The three levels of the third criterion.</param>
public sealed record LevelFit(
    double Bic1, double Bic2, double Bic3, double Low, double High, double Cut, double HighShare, double TwoLevelShare, ThreeLevels Three)
{
    // Relative to the variance of all values: what is smaller is rounding, and would give an infinite likelihood.
    private const double MinVariance = 1e-4;

    /// <summary>1, 2 or 3, whichever has the smallest criterion.</summary>
    public int Levels => Bic1 <= Bic2 && Bic1 <= Bic3 ? 1 : Bic2 <= Bic3 ? 2 : 3;

    /// <summary>Fits the weights of one neuron. Takes m² steps for m weights.</summary>
    /// <param name="values">At least 4 numbers.</param>
    public static LevelFit Of(ReadOnlySpan<double> values)
    {
        if (values.Length < 4)
        {
            throw new ArgumentException($"Levels need at least 4 values, found {values.Length}.", nameof(values));
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var (sums, squares) = (new double[sorted.Length + 1], new double[sorted.Length + 1]);
        for (var i = 0; i < sorted.Length; i++)
        {
            sums[i + 1] = sums[i] + sorted[i];
            squares[i + 1] = squares[i] + (sorted[i] * sorted[i]);
        }

        var n = sorted.Length;
        var total = Within(0, n);
        var floor = Math.Max(1e-300, MinVariance * total / n);
        var (two, cut) = (double.PositiveInfinity, 1);
        double bic2 = double.PositiveInfinity, bic3 = double.PositiveInfinity;
        var three = (From: 1, To: 2);
        for (var i = 1; i < n; i++)
        {
            var below = Within(0, i);
            var within = below + Within(i, n);
            if (within < two)
            {
                (two, cut) = (within, i);
            }

            bic2 = Math.Min(bic2, Criterion(within, [i, n - i]));
            for (var j = i + 1; j < n; j++)
            {
                var criterion = Criterion(below + Within(i, j) + Within(j, n), [i, j - i, n - j]);
                if (criterion < bic3)
                {
                    (bic3, three) = (criterion, (i, j));
                }
            }
        }

        var (low, high) = (sums[cut] / cut, (sums[n] - sums[cut]) / (n - cut));
        var (first, second) = three;
        return new LevelFit(
            Criterion(total, [n]), bic2, bic3, low, high, (sorted[cut - 1] + sorted[cut]) / 2, (double)(n - cut) / n, total > 0
                ? 1 - (two / total)
                : 0,
            new ThreeLevels(Mean(0, first), Mean(first, second), Mean(second, n)));

        double Mean(int from, int to) => (sums[to] - sums[from]) / (to - from);

        double Within(int from, int to)
        {
            var sum = sums[to] - sums[from];
            return Math.Max(0, squares[to] - squares[from] - (sum * sum / (to - from)));
        }

        // −2 log likelihood + parameters · log n, the parameters being the levels, their shares and one variance.
        double Criterion(double within, ReadOnlySpan<int> counts)
        {
            var logLikelihood = -0.5 * n * Math.Log(2 * Math.PI * Math.E * Math.Max(floor, within / n));
            foreach (var count in counts)
            {
                logLikelihood += count * Math.Log((double)count / n);
            }

            return (-2 * logLikelihood) + (2 * counts.Length * Math.Log(n));
        }
    }
}

/// <summary>Three levels of weights.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="Middle">The one between.</param>
/// <param name="High">The highest.</param>
public readonly record struct ThreeLevels(double Low, double Middle, double High)
{
    // Between −1, 0, 1 with a fifth of noise (middle within 0.1, sides alike within 0.3) and levels that are something else.
    private const double LargestMiddle = 0.25;
    private const double MinSide = 0.5;

    /// <summary>Whether they are −a, 0 and a, roughly.</summary>
    public bool AreTernary => Low < 0 && High > 0 && Math.Abs(Middle) <= LargestMiddle * Math.Max(-Low, High)
        && Math.Min(-Low, High) >= MinSide * Math.Max(-Low, High);
}
