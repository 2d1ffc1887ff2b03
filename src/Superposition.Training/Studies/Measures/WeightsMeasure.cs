using System.ComponentModel;
using Superposition.Comparison;
using Superposition.Studies.ReadOffs;
using Superposition.Training;

namespace Superposition.Studies.Measures;

/// <summary>The matrices of a network as maps, for networks small enough to be drawn.</summary>
[Description("The network's matrices as maps, of up to 16,384 cells each: weights (neurons in the order of the input that they weigh "
    + "most), overlap (cosines of the inputs' codes) and readOffRows, with the layer's number behind where there are several. "
    + "For trained networks with \"snapshots\": snapshots, the first layer's weights at the steps snapshots.steps, one map "
    + "under the other, neurons in the order of the last.")]
public sealed record WeightsMeasure : MeasureSpec
{
    // A map is stored in the run's records.
    private const int MaxCells = WeightSnapshot.MaxWeights;

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        var orders = WeightMaps.Orders(read.Network);
        foreach (var map in WeightMaps.Of(read.Network, orders)
            .Where(map => (long)map.Cells.Length * map.Cells[0].Length <= MaxCells))
        {
            numbers.Add(map.Name, StudyValue.Of(map.Cells.Select(row => (IEnumerable<double>)row)));
        }

        if (read is { IsOwn: true, Drawn.Snapshots: { Length: > 1 } snapshots })
        {
            numbers.Add("snapshots", StudyValue.Of(snapshots.SelectMany(snapshot => WeightMaps.Ordered(snapshot.Weights, orders[0]))));
            numbers.Add("snapshots.steps", StudyValue.Of(snapshots.Select(snapshot => (double)snapshot.Step)));
        }
    }
}
