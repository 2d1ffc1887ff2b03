using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>
/// The affine read-off (b_k + b_l)/2 − ¼ of the raw input. It errs by ¼ whether none, one or both of the pair are active, and no other
/// affine read-off of the raw input has a smaller worst error: an ε of ¼ or more is no evidence of computation.
/// </summary>
public static class LinearAnd
{
    /// <summary>The worst error of the best affine read-off of the raw input.</summary>
    public const double Epsilon = 0.25;

    /// <summary>The control for some pairs; with inputs in superposition, b is read as Φᵀ(Φb), crosstalk included.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="encoding_em">Φ, shape [d0, m], for inputs in superposition.</param>
    public static ReluNetwork Of(PairAnds pairs, Tensor? encoding_em = null)
    {
        using var scope = NewDisposeScope();
        var first_g = tensor(pairs.Pairs.Select(pair => (long)pair.First).ToArray());
        var second_g = tensor(pairs.Pairs.Select(pair => (long)pair.Second).ToArray());
        var features_me = encoding_em?.t() ?? eye(pairs.Features);
        var weight_ge = (features_me.index_select(0, first_g) + features_me.index_select(0, second_g)) / 2;
        return new ReluNetwork([], new DenseReadOff(weight_ge, full(pairs.Count, -(float)Epsilon)), encoding_em);
    }
}
