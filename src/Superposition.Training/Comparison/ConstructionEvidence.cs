using System.Collections.Immutable;

namespace Superposition.Comparison;

/// <summary>Which construction a one-layer network is like, and why.</summary>
public sealed record ConstructionEvidence
{
    /// <summary>The family that the evidence of all neurons together points to.</summary>
    public required ConstructionFamily Family { get; init; }

    /// <summary>
    /// The share of neurons that, by their own weights and read-off, are of that family (of a mixture: of one of its families).
    /// </summary>
    public required double Agreement { get; init; }

    /// <summary>The share of every family that some neuron is of, the largest first; they add up to 1.</summary>
    public required ImmutableArray<FamilyShare> Shares { get; init; }

    /// <summary>1, 2 or 3 levels of weights, by the summed criterion of all neurons.</summary>
    public required int Levels { get; init; }

    /// <summary>Summed Bayesian information criteria of one, two and three levels; smaller is better.</summary>
    public required ImmutableArray<double> Bic { get; init; }

    /// <summary>Median over neurons of the share of the weights' variance that two levels explain.</summary>
    public required double TwoLevelShare { get; init; }

    /// <summary>Median over neurons of the level nearer to 0 over the other one: about 0 for subsets, −1 for signs.</summary>
    public required double LevelRatio { get; init; }

    /// <summary>Excess kurtosis of all weights: 0 for a normal distribution, −1.2 for a uniform one.</summary>
    public required double Kurtosis { get; init; }

    /// <summary>
    /// Median over neurons of the adjusted R² of r_kl on {1, W_k + W_l, W_k W_l}, negative where the product has a negative coefficient;
    /// null when the outputs are not pairs.
    /// </summary>
    public required double? ProductR2 { get; init; }

    /// <summary>
    /// The participation ratio (Σσ²)²/Σσ⁴ of the weights' singular values over that of the same weights shuffled: about 1 for
    /// independent weights, below for weights of low rank.
    /// </summary>
    public required double RankRatio { get; init; }

    /// <summary>
    /// Mean cosine of the read-off's rows with those of the weight's pseudo-inverse; null unless the outputs are the features.
    /// </summary>
    public required double? PseudoInverseCosine { get; init; }

    /// <summary>
    /// The share of ordered pairs (i, j) for which feature i, its weights dealt to the neurons in the order that feature j has them, is
    /// read as j: whether it is the set of neurons that says which feature it is. Null unless the outputs are the features.
    /// </summary>
    public required double? SwapAccuracy { get; init; }

    /// <summary>Statistics of the layer's weights as a code: which neurons each feature reaches, and how they overlap.</summary>
    public required CodeStatistics Code { get; init; }

    /// <summary>What each neuron's weights are like by themselves, in the order of the layer.</summary>
    public required ImmutableArray<NeuronEvidence> Neurons { get; init; }
}

/// <summary>What one neuron's weights are like, without the others.</summary>
/// <param name="Family">The family that it points to; a single neuron cannot tell much when it has few weights.</param>
/// <param name="Weights">The levels of its weights.</param>
/// <param name="HighWeights">How many weights are at the higher level.</param>
/// <param name="Rule">How its read-off follows from its weights; null when the outputs are not pairs.</param>
public sealed record NeuronEvidence(ConstructionFamily Family, LevelFit Weights, int HighWeights, ProductRule? Rule);

/// <summary>How many of a layer's neurons are of a family.</summary>
/// <param name="Family">The family.</param>
/// <param name="Share">The share of neurons, estimated for the layer as a whole.</param>
public sealed record FamilyShare(ConstructionFamily Family, double Share);
