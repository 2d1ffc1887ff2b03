using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>
/// The affine read-off (b_k + b_l)/2 − ¼ of the raw input. It errs by ¼ whether none, one or both of the pair are active, and no other affine
/// read-off of the raw input has a smaller worst error: an ε of ¼ or more is no evidence of computation.
/// </summary>
public static class LinearAnd
{
    /// <summary>The worst error of the best affine read-off of the raw input.</summary>
    public const double Epsilon = 0.25;

    /// <summary>The control for some pairs.</summary>
    public static ReluNetwork Of(PairAnds pairs)
    {
        using var scope = NewDisposeScope();
        var weight_gm = zeros(pairs.Count, pairs.Features);
        var outputs = arange(pairs.Count);
        weight_gm.index_put_(0.5f, outputs, tensor(pairs.Pairs.Select(pair => (long)pair.First).ToArray()));
        weight_gm.index_put_(0.5f, outputs, tensor(pairs.Pairs.Select(pair => (long)pair.Second).ToArray()));
        return new ReluNetwork([], new DenseReadOff(weight_gm, full(pairs.Count, -(float)Epsilon)));
    }
}
