using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Representation;

/// <summary>
/// A network's worst error ε over all outputs and inputs of a sample, proved to lie in [Lower, Upper]: of the exact function of its stored
/// float32 weights, which a machine that adds up in float32 follows up to its rounding.
/// </summary>
/// <param name="Lower">ε is at least this.</param>
/// <param name="Upper">ε is at most this.</param>
public sealed record ProvedEpsilon(double Lower, double Upper)
{
    /// <summary>The network with the read-off it has.</summary>
    public static ProvedEpsilon OfReadOff(ReluNetwork network, IBooleanTargets targets, InputSample sample) =>
        OfReadOff(network, InputActivations.Of(network, sample), BooleanTarget.Of(targets, sample));

    /// <summary>The read-off that the network has, over activations of its last layer that are at hand.</summary>
    public static ProvedEpsilon OfReadOff(ReluNetwork network, InputActivations activations, IReadOnlyList<BooleanTarget> targets)
    {
        IReadOnlyList<CertifiedReadOff> rows = network.ReadOff is PairReadOff pairs
            ? [.. EnclosedPairRow.All(pairs, activations).Zip(targets, (row, target) =>
                CertifiedReadOff.Verify(activations, target, row.Row, row.Radius))]
            : CertifiedReadOff.Verify(activations, targets, (DenseReadOff)network.ReadOff);
        return new ProvedEpsilon(rows.Max(row => row.Lower), rows.Max(row => row.Upper));
    }

    /// <summary>The smallest ε that any affine read-off of the layer has.</summary>
    public static ProvedEpsilon OfLayer(LayerRepresentation layer) => new(layer.Lower, layer.Upper);
}
