using System.Collections.Immutable;

namespace Superposition.Comparison;

/// <summary>
/// Which families a layer's neurons are of, and in what shares. A single neuron with few weights cannot tell much, so each gives a
/// likelihood to every family it may belong to, and the shares that make all of them most likely are found by expectation maximisation.
/// </summary>
/// <param name="Shares">The shares, the largest first.</param>
/// <param name="Neurons">The family of each neuron, given the shares.</param>
internal sealed record FamilyMixture(ImmutableArray<FamilyShare> Shares, ImmutableArray<ConstructionFamily> Neurons)
{
    private const int Steps = 100;

    // Weights of two levels explain this much of the variance with a fifth of noise (about 0.95), a uniform distribution 0.75.
    private const double MinTwoLevelShare = 0.85;

    // Between 0/1 weights (0) and signs (1), in absolute value.
    private const double MinDenseRatio = 0.25;

    // Between a read-off with a fifth of noise on all weights (about 0.85) and one that has nothing to do with the layer (0).
    private const double MinProductR2 = 0.5;

    // None of the families has no likelihood of its own; it takes weights that free levels fit better than any family by this much.
    private const double NoneIsWorse = 3;

    /// <summary>The share of a family, 0 when no neuron is of it.</summary>
    public double ShareOf(ConstructionFamily family) => Shares.FirstOrDefault(share => share.Family == family)?.Share ?? 0;

    /// <summary>Finds shares for neurons.</summary>
    /// <param name="fits">The levels of each neuron's weights.</param>
    /// <param name="weights">The weights of each neuron.</param>
    /// <param name="rules">How each neuron is read.</param>
    public static FamilyMixture Of(IReadOnlyList<LevelFit> fits, IReadOnlyList<double[]> weights, IReadOnlyList<ProductRule> rules)
    {
        var families = Enum.GetValues<ConstructionFamily>();
        double[][] likelihoods = [.. fits.Select((fit, i) => Likelihoods(fit, weights[i], rules[i], families.Length))];
        var shares = new double[families.Length];
        Array.Fill(shares, 1.0 / families.Length);
        for (var step = 0; step < Steps; step++)
        {
            var sums = new double[shares.Length];
            foreach (var likelihood in likelihoods)
            {
                var total = likelihood.Zip(shares, (l, share) => l * share).Sum();
                for (var f = 0; f < sums.Length; f++)
                {
                    sums[f] += likelihood[f] * shares[f] / total;
                }
            }

            shares = [.. sums.Select(sum => sum / fits.Count)];
        }

        ImmutableArray<ConstructionFamily> neurons =
            [.. likelihoods.Select(likelihood => families.MaxBy(family => likelihood[(int)family] * shares[(int)family]))];
        var present = families.Select(family => new FamilyShare(family, shares[(int)family])).Where(share => share.Share > 1e-3);
        return new FamilyMixture([.. present.OrderByDescending(share => share.Share)], neurons);
    }

    /// <summary>The likelihood of a neuron's weights under each family, the largest 1.</summary>
    private static double[] Likelihoods(LevelFit fit, double[] weights, ProductRule rule, int families)
    {
        var logs = new double[families];
        Array.Fill(logs, double.NegativeInfinity);
        if (!(rule.SignedR2 >= MinProductR2))
        {
            logs[(int)ConstructionFamily.None] = 0;
            return [.. logs.Select(Math.Exp)];
        }

        // A third level does not count against two that explain the weights: where noise is relative to each weight, the exact zeros of a
        // sparse layer and its noisy ones fit three levels of one variance better than two.
        var isTwoLevel = fit.TwoLevelShare >= MinTwoLevelShare;
        var two = -0.5 * fit.Bic2;
        var three = -0.5 * fit.Bic3;
        logs[(int)ConstructionFamily.Random] = -0.5 * fit.Bic1;
        if (fit.Three.AreTernary)
        {
            logs[(int)ConstructionFamily.Ternary] = three;
        }

        var (near, far) = Math.Abs(fit.Low) < Math.Abs(fit.High) ? (fit.Low, fit.High) : (fit.High, fit.Low);
        var isDense = far != 0 && Math.Abs(near / far) >= MinDenseRatio;
        if (isTwoLevel && isDense)
        {
            logs[(int)ConstructionFamily.Signs] = two;
        }
        else if (isTwoLevel)
        {
            // A sparse neuron whose weights happen to have one sign may be ternary: each sign would be a toss of a coin.
            var active = weights.Count(w => (w > fit.Cut) == (far > 0));
            logs[(int)ConstructionFamily.Subset] = far > 0 ? two : double.NegativeInfinity;
            logs[(int)ConstructionFamily.Ternary] = Math.Max(logs[(int)ConstructionFamily.Ternary], two - (active * Math.Log(2)));
        }
        else
        {
            logs[(int)ConstructionFamily.None] = Math.Max(fit.Three.AreTernary ? double.NegativeInfinity : three, two) - NoneIsWorse;
        }

        var largest = logs.Max();
        return [.. logs.Select(log => Math.Exp(log - largest))];
    }
}
