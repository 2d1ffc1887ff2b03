using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Relaxations;

/// <summary>
/// Features that come together: m features in groups of equal size, and with probability ρ each further active feature is taken from the
/// group of the first. The centred read-offs have mean zero input by input, so correlations should change nothing within a class of inputs,
/// only how often each class occurs.
/// </summary>
public static class CorrelatedFeatures
{
    /// <summary>Errors of a network on correlated inputs with exactly s active features.</summary>
    /// <param name="network">Outputs in the order of <paramref name="targets"/>.</param>
    /// <param name="targets">The ground truth.</param>
    /// <param name="active">s, at most the size of a group.</param>
    /// <param name="groupSize">Features of a group; divides m.</param>
    /// <param name="correlation">ρ from 0 (independent) to 1 (all of one group).</param>
    /// <param name="inputs">How many inputs are drawn.</param>
    /// <param name="seed">Draws them.</param>
    public static CorrelatedErrors Measure(
        ReluNetwork network, IBooleanTargets targets, int active, int groupSize, double correlation, int inputs, Seed seed)
    {
        var drawn = Draw(targets.Features, active, groupSize, correlation, inputs, seed.Stream("correlated inputs"));
        var together = 0.0;
        for (var i = 0; i < drawn.Count; i++)
        {
            var input = drawn[i];
            for (var j = 1; j < input.Length; j++)
            {
                together += input[j] / groupSize == input[j - 1] / groupSize ? 1.0 / (input.Length - 1) / drawn.Count : 0;
            }
        }

        var sample = InputSample.Given(new SparseInputs(targets.Features, active, Sparsity.Exactly), drawn);
        return new CorrelatedErrors(correlation, together, OutputErrors.Measure(network, targets, sample));
    }

    /// <summary>Draws inputs in which features of one group are active together more often than by chance.</summary>
    public static ActiveSets Draw(int features, int active, int groupSize, double correlation, int inputs, Random random)
    {
        if (groupSize < active || groupSize > features || features % groupSize != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(groupSize), groupSize, $"The size of a group divides {features} and is at least {active}.");
        }

        if (correlation is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(correlation), correlation, "The share of features taken from the same group is from 0 to 1.");
        }

        return ActiveSets.Of([.. Enumerable.Range(0, inputs).Select(_ => One())]);

        int[] One()
        {
            var chosen = new SortedSet<int>();
            var group = random.Next(features / groupSize);
            while (chosen.Count < active)
            {
                chosen.Add(chosen.Count == 0 || random.NextDouble() < correlation
                    ? (group * groupSize) + random.Next(groupSize)
                    : random.Next(features));
            }

            return [.. chosen];
        }
    }
}

/// <summary>Errors on inputs of one correlation.</summary>
/// <param name="Correlation">ρ, the correlation within a group, from 0 to 1.</param>
/// <param name="Together">The share of neighbouring active features that lie in the same group.</param>
/// <param name="Errors">Errors by class.</param>
public sealed record CorrelatedErrors(double Correlation, double Together, ErrorReport Errors);
