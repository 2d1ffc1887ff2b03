using System.Collections.Immutable;
using MathNet.Numerics;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.UniversalAnd;

namespace Superposition.TargetedAnds;

/// <summary>
/// Errors of the indicator read-off by class, for inputs whose active features are random apart from the pair. A neuron of the group sees
/// the members of the pair that are active, M of the other active features, and in superposition a noise of variance (L − 2) s/d0 of its
/// own and the crosstalk at the pair, which the whole group shares.
/// </summary>
public static class TargetedPrediction
{
    private static readonly ImmutableArray<string> Names = ["none", "one", "both"];

    /// <summary>σ = √(L s/d0), the noise before a neuron where inputs are in superposition.</summary>
    public static double PreactivationNoise(TargetedDesign design) => design.Encoding is { } encoding
        ? Math.Sqrt(design.Load * design.Inputs.Active * encoding.MeanSquareOverlap(design.Inputs.Features))
        : 0;

    /// <summary>Mean and standard deviation of the error, for exactly s active features.</summary>
    public static PredictedErrors Predict(TargetedDesign design)
    {
        if (design.ReadOff != TargetedReadOff.Indicator || design.Inputs.Sparsity != Sparsity.Exactly)
        {
            throw new ArgumentException("Errors are predicted for the indicator read-off and exactly s active features.", nameof(design));
        }

        var (m, s, gates) = (design.Inputs.Features, design.Inputs.Active, (double)design.Targets.Count);
        var pairs = m * (m - 1.0) / 2;
        double[] perInput = [(m - s) * (m - s - 1) / 2.0, s * (double)(m - s), s * (s - 1) / 2.0];
        return new PredictedErrors([.. Names.Select((name, members) => Of(design, name, members, perInput[members] * gates / pairs))]);
    }

    private static PredictedClass Of(TargetedDesign design, string name, int members, double perInput)
    {
        var (c, d, s) = (design.GroupSize, design.Neurons, design.Inputs.Active);
        var shares = design.Degrees().Select(degree => 1 - Math.Pow(1 - ((double)c / d), degree)).ToArray();
        var density = shares.Average();
        var spread = shares.Average(share => Math.Pow(share - density, 2));
        var overlap = design.Encoding?.MeanSquareOverlap(design.Inputs.Features) ?? 0;
        var noise = Math.Sqrt(overlap * s * Math.Max(0, design.Load - 2));
        var shared = Math.Sqrt(overlap * ((2 * s) - members + (members == 2 ? 2 : 0)));

        // A neuron serves g gates. Where groups are balanced, one of the group has g − 1 others, and m' c/d is the same for all neurons;
        // where they are random, g − 1 is as large on average.
        var gates = design.Load / 2;
        var isBalanced = design.Assignment == Assignment.Balanced;
        var inGroup = isBalanced ? density * Math.Max(0, gates - 1) / gates : density;

        // What the neurons outside of the group give on average is subtracted.
        var elsewhere = Neuron(Masses(density, s, gates, isBalanced), -1, Math.Sqrt(overlap * s * design.Load)).Mean;
        double mean = 0, square = 0, own = 0, slope = 0;
        var (masses, shifted) = (Masses(inGroup, s - members, gates - (isBalanced ? 1 : 0), isBalanced), Masses(
            inGroup + 1e-4, s - members, gates - (isBalanced ? 1 : 0), isBalanced));
        foreach (var (node, weight) in CrosstalkOfSubsets.Hermite)
        {
            var (activation, meanSquare) = Neuron(masses, members - 1 + (shared * node), noise);
            mean += weight * activation;
            square += weight * activation * activation;
            own += weight * (meanSquare - (activation * activation));
            slope += weight * (Neuron(shifted, members - 1 + (shared * node), noise).Mean - activation) / 1e-4;
        }

        // A feature with more gates than others meets the group more often, all of it; the rest is drawn without repetition.
        var byDegree = s > members ? Math.Pow(slope * inGroup / density, 2) * spread / (s - members) : 0;
        var variance = (square - (mean * mean)) + (own / c * (d - c) / (d - 1.0)) + byDegree;
        return new PredictedClass(name, mean - elsewhere - (members == 2 ? 1 : 0), Math.Sqrt(variance), perInput);
    }

    /// <summary>
    /// Probabilities of M = 0 … n, the number of n active features that a neuron looks at, from the expected number of j-fold meetings:
    /// C(n, j) p^j, times (1 − 1/2g)(1 − 2/2g)… for the 2g features of exactly g gates, and times 1 + 1/2g for a Poisson number of
    /// gates, each of which brings two features at once.
    /// </summary>
    private static double[] Masses(double density, int active, double gates, bool isBalanced)
    {
        var meetings = new double[active + 1];
        var places = 1.0;
        for (var j = 0; j <= active; j++)
        {
            meetings[j] = SpecialFunctions.Binomial(active, j) * Math.Pow(density, j) * places;
            places *= j == 0 ? 1 : isBalanced ? Math.Max(0, 1 - (j / (2 * gates))) : j == 1 ? 1 + (1 / (2 * gates)) : 1;
        }

        return [.. Enumerable.Range(0, active + 1).Select(k =>
            Enumerable.Range(k, active - k + 1).Sum(j => ((j - k) % 2 == 0 ? 1 : -1) * SpecialFunctions.Binomial(j, k) * meetings[j]))];
    }

    /// <summary>Mean and mean square of ReLU(offset + M + noise).</summary>
    private static (double Mean, double MeanSquare) Neuron(double[] masses, double offset, double noise)
    {
        double mean = 0, square = 0;
        for (var on = 0; on < masses.Length; on++)
        {
            var (first, second) = NoisyRelu.Moments(offset + on, noise);
            mean += masses[on] * first;
            square += masses[on] * second;
        }

        return (mean, square);
    }
}
