using System.ComponentModel;
using Superposition.Comparison;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>The matrices of a network as maps, for networks small enough to be drawn.</summary>
[Description("The network's matrices as maps, of up to 16,384 cells each: weights (neurons in the order of the input that they weigh "
    + "most), overlap (cosines of the inputs' codes) and readOffRows, with the layer's number behind where there are several.")]
public sealed record WeightsMeasure : MeasureSpec
{
    // A map is stored in the run's records.
    private const int MaxCells = 1 << 14;

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        foreach (var map in WeightMaps.Of(read.Network, WeightMaps.Orders(read.Network))
            .Where(map => (long)map.Cells.Length * map.Cells[0].Length <= MaxCells))
        {
            numbers.Add(map.Name, StudyValue.Of(map.Cells.Select(row => (IEnumerable<double>)row)));
        }
    }
}
