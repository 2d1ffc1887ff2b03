using System.Collections.Immutable;

namespace Superposition.Representation;

/// <summary>One row of a read-off, r·a + c.</summary>
/// <param name="Weights">r, d numbers.</param>
/// <param name="Constant">c; 0 in a read-off without constant.</param>
public sealed record LinearReadOff(ImmutableArray<double> Weights, double Constant)
{
    /// <summary>The same with every number rounded to float32, as networks store it.</summary>
    public LinearReadOff Stored() => new([.. Weights.Select(weight => (double)(float)weight)], (float)Constant);
}
