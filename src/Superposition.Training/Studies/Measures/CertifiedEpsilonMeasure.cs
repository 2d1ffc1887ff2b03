using System.ComponentModel;
using Superposition.Representation;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>
/// ε over the inputs that are measured, enclosed in exact arithmetic. Under the minimax read-off it is the smallest ε of any affine
/// read-off of the layer.
/// </summary>
[Description("The worst error, proved to lie between certified.lower and certified.upper in exact arithmetic; of a minimax read-off, "
    + "the smallest that any read-off has.")]
public sealed record CertifiedEpsilonMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        var proved = read.Best ?? ProvedEpsilon.OfReadOff(read.Network, bench.ProvableTargets, bench.Measured);
        numbers.Add("certified.lower", proved.Lower);
        numbers.Add("certified.upper", proved.Upper);
    }
}
