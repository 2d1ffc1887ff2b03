using Superposition.Measurement;
using Superposition.Representation;

namespace Superposition.Comparison;

/// <summary>A construction of the size of a network: how like it the network's layer is, and what both reach.</summary>
/// <param name="Kind">The construction, or the network itself.</param>
/// <param name="Likeness">
/// Mean cosine of matched neurons with its controls; null for the network itself and where layers have other shapes.
/// </param>
/// <param name="Own">Errors with its own read-off.</param>
/// <param name="LeastSquares">Errors with the least-squares read-off of its layer.</param>
/// <param name="Minimax">
/// The smallest ε of any affine read-off of its layer, proved; null where that would take too long or inputs are drawn.
/// </param>
public sealed record RankedConstruction(string Kind, Scored? Likeness, ErrorReport Own, ErrorReport LeastSquares, ProvedEpsilon? Minimax)
{
    /// <summary>By how much the layer is more like this construction than the better of its controls is.</summary>
    public double? Excess => Likeness is { } likeness ? likeness.Value - Math.Max(likeness.Untrained, likeness.Shuffled) : null;
}
