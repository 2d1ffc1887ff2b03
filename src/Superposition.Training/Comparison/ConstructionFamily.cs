namespace Superposition.Comparison;

/// <summary>The families that a network can be named, by its weights and its read-off.</summary>
public enum ConstructionFamily
{
    /// <summary>None of the families below, by what the classifier was calibrated on.</summary>
    None,

    /// <summary>One neuron a pair, with two weights: the naive network and the one for a subset of pairs.</summary>
    Dedicated,

    /// <summary>Sparse 0/1 weights read by their products: random subsets.</summary>
    Subset,

    /// <summary>
    /// Dense weights of two values, the lower of them not 0, read by their products: signs, and the binary weights that training is
    /// reported to find.
    /// </summary>
    Signs,

    /// <summary>Weights of three values −a, 0 and a, sparse or dense, read by their products.</summary>
    Ternary,

    /// <summary>Weights from a continuous distribution read by their products: Gaussian and other random layers.</summary>
    Random,

    /// <summary>A sparse codeword a feature, read by a multiple of the pseudo-inverse; the outputs are the features.</summary>
    Codeword,

    /// <summary>Neurons of several of these families in one layer, each with a material share.</summary>
    Mixed,
}
