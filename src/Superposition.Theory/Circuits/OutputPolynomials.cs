using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.UniversalAnd;

namespace Superposition.Circuits;

/// <summary>Outputs as the sums of ANDs that layers for chosen functions are built from.</summary>
public static class OutputPolynomials
{
    /// <summary>The outputs of a circuit or of gates, ANDs of pairs or of sets of features.</summary>
    /// <param name="targets">The outputs.</param>
    /// <param name="active">s: terms of more features are never 1 and are left out.</param>
    /// <param name="cancellation">Stops between two outputs of a circuit.</param>
    /// <exception cref="ConstructionFailedException">They are other functions, or one has too many terms.</exception>
    public static ImmutableArray<MultilinearPolynomial> Of(IBooleanTargets? targets, int active, CancellationToken cancellation)
    {
        try
        {
            return targets switch
            {
                PairAnds pairs => [.. pairs.Pairs.Select(pair => MultilinearPolynomial.And([pair.First, pair.Second]))],
                FanInAnds ands => [.. ands.Sets.Select(set => MultilinearPolynomial.And(set))],
                BooleanCircuit circuit => MultilinearPolynomial.OfAll(circuit, active, cancellation),
                _ => throw new ConstructionFailedException(
                    "The outputs are other functions than gates of the features, expected pairs, ANDs of t features, gates or a circuit."),
            };
        }
        catch (ArgumentException e)
        {
            throw new ConstructionFailedException(e.Sentence());
        }
    }
}
