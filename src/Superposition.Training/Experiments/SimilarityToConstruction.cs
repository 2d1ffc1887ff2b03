using System.Collections.Immutable;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.UniversalAnd;

namespace Superposition.Experiments;

/// <summary>How alike a trained layer is to a fresh draw of a construction.</summary>
/// <param name="Construction">The construction's kind.</param>
/// <param name="MeanCosine">Mean cosine of matched neurons.</param>
public sealed record SimilarityToConstruction(string Construction, Scored MeanCosine)
{
    /// <summary>A trained layer beside a draw of each construction that exists at its width.</summary>
    /// <param name="bench">The cell's bench, which draws the constructions.</param>
    /// <param name="kinds">Their kinds; those with a width of their own are passed over.</param>
    /// <param name="trained">The trained network.</param>
    /// <param name="untrained">The network it was trained from.</param>
    internal static ImmutableArray<SimilarityToConstruction> Of(UniversalAndBench bench, IEnumerable<string> kinds, ReluNetwork trained, ReluNetwork untrained)
    {
        var similarities = ImmutableArray.CreateBuilder<SimilarityToConstruction>();
        foreach (var kind in kinds.Where(kind => UniversalAndConstructions.Find(kind)!.RequiredNeurons(bench.Pairs.Features) is null))
        {
            try
            {
                using var reference = bench.Reference(kind, trained.Neurons);
                similarities.Add(new SimilarityToConstruction(kind, LayerSimilarity.Score(trained.Layers[0], untrained.Layers[0], reference.Layers[0], bench.Seed)));
            }
            catch (ConstructionFailedException)
            {
                // A construction that does not exist at this width has no weights to be like; its own cell says why.
            }
        }

        return similarities.ToImmutable();
    }
}
