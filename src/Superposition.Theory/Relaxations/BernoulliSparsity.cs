using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Relaxations;

/// <summary>
/// Features that are active independently with probability s/m, instead of at most s of them: no bound holds for every input any more, so
/// errors are reported at quantiles of the number of active features. Given that number, inputs are uniform.
/// </summary>
public static class BernoulliSparsity
{
    /// <summary>Errors of a network where the number of active features is at a quantile of its distribution.</summary>
    /// <param name="network">Outputs in the order of <paramref name="targets"/>.</param>
    /// <param name="targets">The ground truth.</param>
    /// <param name="rate">s, the mean number of active features.</param>
    /// <param name="quantiles">Between 0 and 1; a count that two of them share is measured once.</param>
    /// <param name="inputs">How many inputs are drawn at each count.</param>
    /// <param name="seed">Draws them.</param>
    public static ImmutableArray<ErrorsAtCount> Measure(
        ReluNetwork network, IBooleanTargets targets, double rate, IReadOnlyList<double> quantiles, int inputs, Seed seed)
    {
        var m = targets.Features;
        if (!(rate > 0 && rate < m))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"The mean number of active features lies between 0 and {m}.");
        }

        return
        [
            .. from quantile in quantiles.Order()
               group quantile by CountAt(m, rate / m, quantile) into same
               let space = new SparseInputs(m, same.Key, Sparsity.Exactly)
               let sample = InputSample.AllUpTo(space, inputs, seed.For($"count {same.Key}"))
               select new ErrorsAtCount(same.Last(), same.Key, OutputErrors.Measure(network, targets, sample)),
        ];
    }

    /// <summary>The smallest count that at least a share of the inputs does not exceed.</summary>
    private static int CountAt(int features, double probability, double quantile)
    {
        var below = 0.0;
        for (var count = 0; count < features; count++)
        {
            below += Binomial.PMF(probability, features, count);
            if (below >= quantile)
            {
                return count;
            }
        }

        return features;
    }
}

/// <summary>Errors on inputs with one number of active features.</summary>
/// <param name="Quantile">The (largest) quantile of the number of active features that it stands for.</param>
/// <param name="Active">The number.</param>
/// <param name="Errors">Errors there.</param>
public sealed record ErrorsAtCount(double Quantile, int Active, ErrorReport Errors);
