using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace Superposition.Benchmarks;

/// <summary>
/// Why the smallest width grows as it does: a unit is on by mistake when t of the gate inputs that it adds up are hit by chance. A unit
/// adds up 1.1·8m/n inputs (nine gates of ten are copies, the others have two inputs), and one of them is hit by an active unit with
/// probability 8·8ā/n: Poisson hits with the mean λ = 563 ā m/n². The width follows from n·P(at least t hits) = c. For small λ that
/// is n ~ m^(t/(2t − 1)), between m^(4/7) and √m.
/// </summary>
internal static class CollisionLaw
{
    // Active features of an input and layer, mean over all runs of the table.
    private const double Active = 2.03;
    private const double HitsPerFeature = 8 * 8 * 8 * 1.1;

    /// <summary>The law whose constant makes it right at one size.</summary>
    /// <param name="features">m there.</param>
    /// <param name="units">n there.</param>
    /// <param name="hits">t.</param>
    public static Func<int, double> Through(int features, double units, int hits)
    {
        double LogFalse(double m, double n) => Math.Log(n) + Math.Log(1 - Poisson.CDF(HitsPerFeature * Active * m / (n * n), hits - 1));
        var constant = LogFalse(features, units);
        return m => Math.Exp(Brent.FindRoot(logN => LogFalse(m, Math.Exp(logN)) - constant, Math.Log(units / 20), Math.Log(units * 20)));
    }
}
