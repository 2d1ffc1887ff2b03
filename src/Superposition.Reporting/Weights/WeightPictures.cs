using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Reporting.Figures;

namespace Superposition.Reporting.Weights;

/// <summary>The matrices of networks as figures: weights, overlaps of codes, read-off rows.</summary>
public static class WeightPictures
{
    /// <summary>The pictures of one network.</summary>
    /// <param name="network">The network.</param>
    public static ImmutableArray<HeatMap> Of(ReluNetwork network) => Draw(
        [("", WeightMaps.Of(network, WeightMaps.Orders(network)))], "Neurons stand in the order of the input that they weigh most.");

    /// <summary>The pictures of two networks side by side, the second one's neurons where their partners in the first stand.</summary>
    /// <param name="a">The network called A.</param>
    /// <param name="b">The network called B.</param>
    public static ImmutableArray<HeatMap> Of(ReluNetwork a, ReluNetwork b)
    {
        var orders = WeightMaps.Orders(a);
        return Draw(
            [("A", WeightMaps.Of(a, orders)), ("B", WeightMaps.Of(b, WeightMaps.Matched(a, orders, b)))],
            "A's neurons stand in the order of the input that they weigh most, B's where their matched partners in A stand.");
    }

    private static ImmutableArray<HeatMap> Draw((string Network, IEnumerable<WeightMap> Maps)[] networks, string order) =>
    [
        .. from network in networks
           from map in network.Maps
           group (network.Network, Map: map) by map.Name into own
           let first = own.First().Map
           select new HeatMap
           {
               Name = $"map-{own.Key.Replace('.', '-')}",
               Title = Title(own.Key),
               Note = Note(own.Key),
               Caption = own.Key.StartsWith("overlap", StringComparison.Ordinal)
                   ? "Off the diagonal 0 means that two codes share nothing; what is left there is interference."
                   : order,
               Across = first.Across,
               Down = first.Down,
               Columns = own.All(part => part.Map.Cells.Length >= part.Map.Cells[0].Length) ? own.Count() : 1,
               Panels =
               [
                   .. own.Select(part => new HeatPanel(
                       part.Network, [.. part.Map.Cells.Select(row => row.Select(cell => (double?)cell).ToImmutableArray())])),
               ],
           },
    ];

    private static string Title(string name) => name.Split('.') switch
    {
        ["weights", .. var layer] => $"Weights{Of(layer)}",
        ["overlap", .. var layer] => $"Overlap of codes{Of(layer)}",
        _ => "Read-off",
    };

    private static string Of(string[] layer) => layer is [var number] ? $" of layer {number}" : "";

    private static string Note(string name) => name.Split('.')[0] switch
    {
        "weights" => "One column a neuron, one row an input",
        "overlap" => "Cosine between the columns of the weights of two inputs",
        _ => "One column an output: what it reads of each neuron",
    };
}
