using System.Collections.Immutable;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Superposition.Booleans;

namespace Superposition.Reproduction;

/// <summary>Where a threshold gate that reads two features puts its threshold.</summary>
public enum ThresholdRule
{
    /// <summary>θ = 3/2, halfway between one and two active features.</summary>
    Midpoint,

    /// <summary>Halfway between the largest read that should stay below and the smallest that should pass.</summary>
    HalfSlack,

    /// <summary>Where the expected number of wrong gates is smallest.</summary>
    CountOptimal,
}

/// <summary>
/// Reading all pairwise ANDs of m features, k of them active, from a Gaussian dictionary in d dimensions with one threshold gate a pair,
/// ⟨e_i + e_j, u⟩ against θ ("The Ball and the Box", preprint 2026). With u = Σ_S e_i an active feature reads H + σ(Z_i − Z̄) and
/// an inactive one σW_j, H ~ χ²_d/d, σ = √(kH/d); all gates are right when the two smallest active reads pass together, and the
/// largest active read with the largest inactive one, and the two largest inactive ones, do not. Drawing those order statistics costs O(k)
/// whatever m is, so m = 1024⁶⁴ is no harder than m = 2048.
/// </summary>
public static class PairThresholdReading
{
    private const string Target = "The Ball and the Box";

    /// <summary>The published numbers and ours.</summary>
    /// <param name="seed">Draws states.</param>
    /// <param name="draws">States a number (the paper has 4096).</param>
    public static ImmutableArray<ReproducedValue> Reproduce(Seed seed, int draws)
    {
        var rows = ImmutableArray.CreateBuilder<ReproducedValue>();
        foreach (var (power, published) in new[] { (4, 0.295), (16, 0.324), (64, 0.340) })
        {
            var critical = CriticalDimension(1024, LogInactive(1024, power), ThresholdRule.Midpoint);
            Add("midpoint at its critical dimension", 1024, power, critical, ThresholdRule.Midpoint, published, 0.09);
        }

        foreach (var (active, published) in new[] { (64, 0.143), (256, 0.139), (1024, 0.155) })
        {
            var critical = CriticalDimension(active, LogInactive(active, 4), ThresholdRule.HalfSlack);
            Add("half slack at its critical dimension", active, 4, critical, ThresholdRule.HalfSlack, published, 0.14);
        }

        var wider = 1.35 * CriticalDimension(1024, LogInactive(1024, 4), ThresholdRule.HalfSlack);
        Add("half slack at 1.35 of the critical dimension", 1024, 4, wider, ThresholdRule.HalfSlack, 3984 / 4096.0, 0.015);
        Add("count-optimal at 1.35 of the critical dimension", 1024, 4, wider, ThresholdRule.CountOptimal, 3912 / 4096.0, 0.015);
        var failing = 1 - AllCorrect(1024, LogInactive(1024, 4), wider, ThresholdRule.Midpoint, draws, seed.Stream("midpoint, wider"));
        rows.Add(new ReproducedValue(
            Target, "k = 1024, m = k^4, midpoint at 1.35 of the critical dimension: P(some gate wrong)", 4094 / 4096.0, failing, 0.002,
            IsToBeBeaten: false));
        return rows.ToImmutable();

        void Add(string what, int active, int power, double dimension, ThresholdRule rule, double published, double tolerance) =>
            rows.Add(new ReproducedValue(
                Target, $"k = {active}, m = k^{power}, {what}: P(all gates right)", published,
                AllCorrect(active, LogInactive(active, power), dimension, rule, draws, seed.Stream($"{what}, {active}, {power}")),
                tolerance, IsToBeBeaten: false));
    }

    /// <summary>ln(m − k) for m = k^power.</summary>
    public static double LogInactive(int active, int power) =>
        (power * Math.Log(active)) + SpecialFunctions.Log1p(-Math.Pow(active, 1 - power));

    /// <summary>
    /// The dimension where the typical extreme reads just touch: 4k(λ₁ + λ₀)² for the midpoint and k(3λ₁ + λ₀)² for half
    /// slack, with λ₁ and λ₀ the normal quantiles that one in k, one in m − k exceeds.
    /// </summary>
    public static double CriticalDimension(int active, double logInactive, ThresholdRule rule)
    {
        var (one, zero) = Extremes(active, logInactive);
        return rule == ThresholdRule.Midpoint ? 4 * active * Math.Pow(one + zero, 2) : active * Math.Pow((3 * one) + zero, 2);
    }

    /// <summary>The share of drawn states from which every pair's AND is read correctly.</summary>
    /// <param name="active">k, the number of active features.</param>
    /// <param name="logInactive">ln(m − k).</param>
    /// <param name="dimension">d, the number of dimensions of the state.</param>
    /// <param name="rule">Where the threshold is.</param>
    /// <param name="draws">How many states.</param>
    /// <param name="random">Draws them.</param>
    public static double AllCorrect(int active, double logInactive, double dimension, ThresholdRule rule, int draws, Random random)
    {
        var threshold = Threshold(active, logInactive, dimension, rule);
        var right = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var scale = Gamma.Sample(random, dimension / 2, dimension / 2);
            var sigma = Math.Sqrt(active * scale / dimension);
            double sum = 0, smallest = double.PositiveInfinity, second = double.PositiveInfinity, largest = double.NegativeInfinity;
            for (var i = 0; i < active; i++)
            {
                var z = Normal.Sample(random, 0, 1);
                sum += z;
                largest = Math.Max(largest, z);
                (smallest, second) = z < smallest ? (z, smallest) : (smallest, Math.Min(second, z));
            }

            // The two largest of N normals: N times their upper tails are the first two arrivals of a Poisson process, up to terms of order
            // 1/N.
            var firstArrival = -Math.Log(1 - random.NextDouble());
            var secondArrival = firstArrival - Math.Log(1 - random.NextDouble());
            var first = UpperQuantile(Math.Log(firstArrival) - logInactive);
            var next = UpperQuantile(Math.Log(secondArrival) - logInactive);
            var mean = sum / active;
            var both = (2 * scale) + (sigma * (smallest + second - (2 * mean)));
            var one = scale + (sigma * (largest - mean + first));
            var none = sigma * (first + next);
            right += both > threshold && one < threshold && none < threshold ? 1 : 0;
        }

        return (double)right / draws;
    }

    /// <summary>θ, the threshold that a pair's reading is compared with.</summary>
    public static double Threshold(int active, double logInactive, double dimension, ThresholdRule rule)
    {
        var (one, zero) = Extremes(active, logInactive);
        var sigma = Math.Sqrt(active / dimension);
        switch (rule)
        {
            case ThresholdRule.Midpoint:
                return 1.5;
            case ThresholdRule.HalfSlack:
                return 1.5 + (sigma * (zero - one) / 2);
            default:
                // Expected wrong gates: C(k,2) pairs read 2 + √2σZ and should pass, k(m − k) pairs read 1 + √2σZ and should not.
                var spread = Math.Sqrt(2) * sigma;
                double Missed(double theta) => Math.Log(active * (active - 1) / 2.0) + LogUpperTail((2 - theta) / spread);
                double False(double theta) => Math.Log(active) + logInactive + LogUpperTail((theta - 1) / spread);
                return FindMinimum.OfScalarFunctionConstrained(theta => LogOfSum(Missed(theta), False(theta)), 1, 2, 1e-9, 500);
        }
    }

    private static (double One, double Zero) Extremes(int active, double logInactive) =>
        (UpperQuantile(-Math.Log(active)), UpperQuantile(-logInactive));

    private static double LogOfSum(double a, double b) => Math.Max(a, b) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(a - b)));

    /// <summary>ln P(Z > z); beyond 10 by the asymptotic series, where the probability itself would underflow.</summary>
    private static double LogUpperTail(double z)
    {
        if (z < 10)
        {
            return Math.Log(SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2);
        }

        var t = 1 / (z * z);
        return (-z * z / 2) - Math.Log(z * Math.Sqrt(2 * Math.PI)) + SpecialFunctions.Log1p(
            -t * (1 - (3 * t * (1 - (5 * t * (1 - (7 * t)))))));
    }

    /// <summary>
    /// The z with ln P(Z > z) = a given logarithm, by Newton's method: ln P is concave with slope −φ/P, near −(z + 1/z) in the tail.
    /// </summary>
    private static double UpperQuantile(double logTail)
    {
        var z = logTail < -1 ? Math.Sqrt(-2 * logTail) : 0;
        for (var step = 0; step < 60; step++)
        {
            var value = LogUpperTail(z);
            var slope = -Math.Exp((-z * z / 2) - (Math.Log(2 * Math.PI) / 2) - value);
            var move = (value - logTail) / slope;
            z -= move;
            if (Math.Abs(move) < 1e-12 * Math.Max(1, Math.Abs(z)))
            {
                break;
            }
        }

        return z;
    }
}
