using System.Collections.Immutable;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>A matrix of a network, for a picture.</summary>
/// <param name="Name">What it is: "weights", "overlap" or "readOffRows", with the layer behind it where there are several.</param>
/// <param name="Across">What its columns are.</param>
/// <param name="Down">What its rows are.</param>
/// <param name="Cells">The matrix, row by row; a few digits are kept.</param>
public sealed record WeightMap(string Name, string Across, string Down, ImmutableArray<ImmutableArray<double>> Cells);

/// <summary>
/// The matrices of a network as maps. The order of neurons is a symmetry, so they are put into one that shows structure: by the input that
/// each weighs most, or as another network's matched neurons stand.
/// </summary>
public static class WeightMaps
{
    /// <summary>Larger matrices are left out: their cells would be smaller than a pixel.</summary>
    public const int MaxCells = 1 << 18;

    private const int Digits = 4;

    /// <summary>Orders of a network's neurons, layer by layer, by the input that each weighs most.</summary>
    public static IReadOnlyList<int[]> Orders(ReluNetwork network) => [.. network.Layers.Select(layer =>
    {
        using var scope = NewDisposeScope();
        var (size_d, place_d) = layer.Weight.detach().abs().max(1);
        var (sizes, places) = (size_d.to(float64).data<double>().ToArray(), place_d.data<long>().ToArray());
        return Enumerable.Range(0, layer.Neurons).OrderBy(i => places[i]).ThenByDescending(i => sizes[i]).ToArray();
    })];

    /// <summary>The order in which a network's neurons stand next to those of another one that they are matched with.</summary>
    /// <param name="first">The other network.</param>
    /// <param name="orders">The order of its neurons.</param>
    /// <param name="second">The network; layers of another shape keep an order of their own.</param>
    public static IReadOnlyList<int[]> Matched(ReluNetwork first, IReadOnlyList<int[]> orders, ReluNetwork second)
    {
        var own = Orders(second);
        return [.. second.Layers.Select((layer, l) =>
        {
            if (l >= first.Layers.Count || first.Layers[l].Neurons != layer.Neurons || first.Layers[l].Inputs != layer.Inputs)
            {
                return own[l];
            }

            var partners = NeuronMatching.Of(first.Layers[l], layer).Partners;
            return orders[l].Select(neuron => partners[neuron]).ToArray();
        })];
    }

    /// <summary>
    /// For each layer its weights, Wᵀ [inputs, d], and the cosines between the columns of W, which of the first layer are the features'
    /// codes (WΦ under an encoding); and the read-off, Rᵀ [d, outputs]. The longer side runs across in most networks.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="orders">The order of neurons, layer by layer.</param>
    public static IEnumerable<WeightMap> Of(ReluNetwork network, IReadOnlyList<int[]> orders)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (l, layer) in network.Layers.Index())
        {
            var suffix = network.Layers.Count == 1 ? "" : $".{l}";
            var weight = layer.Weight.detach().index_select(0, Places(orders[l]));
            weight = l > 0 && layer.Projection is null ? weight.index_select(1, Places(orders[l - 1])) : weight;
            var code = l == 0 && network.Encoding is { } phi ? weight.matmul(phi) : weight;
            var inputs = l == 0 ? "feature" : "neuron before";
            if (Map($"weights{suffix}", "neuron", l == 0 && network.Encoding is not null ? "input" : inputs, weight.t()) is { } own)
            {
                yield return own;
            }

            var unit = code.to(float64) / code.to(float64).norm(0, keepdim: true, p: 2).clamp_min(1e-150);
            if (code.shape[1] <= Math.Sqrt(MaxCells) && Map($"overlap{suffix}", inputs, inputs, unit.t().matmul(unit)) is { } overlap)
            {
                yield return overlap;
            }
        }

        if (network.Layers.Count > 0 && network.Layers[^1].Projection is null && (long)network.Outputs * network.Neurons <= MaxCells)
        {
            var site = new NetworkSite(network, network.Layers.Count - 1);
            if (Map("readOffRows", "output", "neuron", site.NextWeight().index_select(1, Places(orders[^1])).t()) is { } readOff)
            {
                yield return readOff;
            }
        }

        static Tensor Places(int[] order) => tensor(order.Select(i => (long)i).ToArray(), int64);
    }

    /// <summary>Rows of Wᵀ [inputs, d] with neurons in an order, rounded as maps are.</summary>
    /// <param name="weights_nd">Wᵀ, row by row.</param>
    /// <param name="order">The order of the d neurons.</param>
    public static IEnumerable<IEnumerable<double>> Ordered(IEnumerable<float> weights_nd, int[] order) =>
        weights_nd.Chunk(order.Length).Select(row => order.Select(neuron => Rounded(row[neuron])));

    private static WeightMap? Map(string name, string across, string down, Tensor matrix)
    {
        using var scope = NewDisposeScope();
        if (matrix.numel() > MaxCells)
        {
            return null;
        }

        var cells = matrix.to(float64).contiguous().data<double>().ToArray();
        return new WeightMap(
            name, across, down, [.. cells.Chunk((int)matrix.shape[1]).Select(row => row.Select(Rounded).ToImmutableArray())]);
    }

    private static double Rounded(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        var places = Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15);
        return Math.Round(value, places);
    }
}
