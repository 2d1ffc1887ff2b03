using Superposition.Booleans;
using Superposition.Representation;

namespace Superposition.TargetedAnds;

/// <summary>How the neurons of a gate are chosen.</summary>
public enum Assignment
{
    /// <summary>
    /// Random permutations of all neurons, one after the other, cut into groups: every neuron serves equally many gates, up to one.
    /// </summary>
    Balanced,

    /// <summary>Every group is drawn by itself.</summary>
    Random,
}

/// <summary>How a gate is read from the neurons.</summary>
public enum TargetedReadOff
{
    /// <summary>The mean over the gate's own group minus the mean over all neurons. Best for few gates a feature.</summary>
    Indicator,

    /// <summary>Products of the centred weights of both features, the mean activation subtracted. Best for many gates a feature.</summary>
    Product,

    /// <summary>
    /// n₁₁ − n₁₀ − n₀₁ + n₀₀, the means over neurons that respond to both, one and none of the two features: unbiased
    /// where the columns of the two are correlated.
    /// </summary>
    MixedDifference,
}

/// <summary>
/// A layer for the ANDs of a chosen set E of pairs (arXiv 2408.05451, targeted ANDs; the constants are derived here): each gate has a group
/// of c neurons, a feature reaches the groups of all its gates, bias −1.
/// </summary>
/// <param name="Inputs">The inputs to serve.</param>
/// <param name="Targets">E, the m' pairs.</param>
/// <param name="Neurons">d, the number of neurons.</param>
/// <param name="GroupSize">c, the neurons of a gate.</param>
public sealed record TargetedDesign(SparseInputs Inputs, PairAnds Targets, int Neurons, int GroupSize)
{
    /// <summary>How the groups of neurons are drawn; balanced unless said otherwise.</summary>
    public Assignment Assignment { get; init; } = Assignment.Balanced;

    /// <summary>How the AND of a pair is read from the neurons; <see cref="TargetedReadOff.Indicator"/> unless said otherwise.</summary>
    public TargetedReadOff ReadOff { get; init; } = TargetedReadOff.Indicator;

    /// <summary>Φ, where the layer reads Φb; null where it reads b.</summary>
    public EncodingSize? Encoding { get; init; }

    /// <summary>D = 2m'/m, the gates of a feature on average.</summary>
    public double MeanDegree => 2.0 * Targets.Count / Inputs.Features;

    /// <summary>L = 2m'c/d, the features that a neuron looks at, counted by gate.</summary>
    public double Load => 2.0 * Targets.Count * GroupSize / Neurons;

    /// <summary>D_k, the number of gates of each feature.</summary>
    public int[] Degrees()
    {
        var degrees = new int[Inputs.Features];
        foreach (var (first, second) in Targets.Pairs)
        {
            degrees[first]++;
            degrees[second]++;
        }

        return degrees;
    }
}
