using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// A layer with one neuron ReLU(b_k + b_l − 1) for each of some pairs. Its weights, taken as factors of the read-off, pick out just that
/// neuron.
/// </summary>
internal static class PairNeurons
{
    /// <summary>The network; outputs of pairs without a neuron are 0.</summary>
    public static ReluNetwork Network(IReadOnlyList<(int First, int Second)> pairs, int features)
    {
        using var scope = NewDisposeScope();
        var weight_dm = zeros(pairs.Count, features);
        var neurons = arange(pairs.Count);
        weight_dm.index_put_(1f, neurons, tensor(pairs.Select(pair => (long)pair.First).ToArray()));
        weight_dm.index_put_(1f, neurons, tensor(pairs.Select(pair => (long)pair.Second).ToArray()));
        var readOff = new PairReadOff(weight_dm, scale: 1, PairNormalisation.Constant, PairAnds.All(features));
        return new ReluNetwork([new ReluLayer(weight_dm, full(pairs.Count, -1f))], readOff);
    }
}
