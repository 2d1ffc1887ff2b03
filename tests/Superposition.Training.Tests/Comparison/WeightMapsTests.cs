using Superposition.Comparison;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Comparison;

public class WeightMapsTests
{
    [Fact]
    public void Maps_hold_the_weights_in_the_order_of_what_neurons_weigh_most()
    {
        using var network = Network([[0, 3, 1], [-2, 0, 0]]);
        var maps = WeightMaps.Of(network, WeightMaps.Orders(network)).ToDictionary(map => map.Name);

        // The second neuron weighs input 0 most and comes first. One column a neuron.
        Assert.Equal([[-2, 0], [0, 3], [0, 1]], maps["weights"].Cells.Select(row => row.ToArray()));
        Assert.Equal([[20, 50], [10, 40]], maps["readOffRows"].Cells.Select(row => row.ToArray()));
        Assert.Equal(new double[] { 1, 0, 0 }, maps["overlap"].Cells[0].ToArray());
        Assert.Equal(1, maps["overlap"].Cells[1][2], 1e-6); // inputs 1 and 2 have the same code but for its length
    }

    [Fact]
    public void The_matched_neurons_of_another_network_stand_where_their_partners_do()
    {
        using var first = Network([[0, 3, 1], [-2, 0, 0]]);
        using var second = Network([[-4, 0, 0.1], [0, 6, 2]]);
        var orders = WeightMaps.Orders(first);
        Assert.Equal([1, 0], orders[0]);
        Assert.Equal([0, 1], WeightMaps.Matched(first, orders, second)[0]);
    }

    private static ReluNetwork Network(double[][] rows)
    {
        var flat = tensor(rows.SelectMany(row => row).Select(value => (float)value).ToArray()).reshape(2, 3);
        return new ReluNetwork(
            [new ReluLayer(flat, zeros(2))], new DenseReadOff(tensor(new float[] { 10, 20, 40, 50 }).reshape(2, 2)));
    }
}
