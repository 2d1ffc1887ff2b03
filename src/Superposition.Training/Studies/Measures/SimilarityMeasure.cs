using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Comparison;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Measures;

/// <summary>
/// How alike a trained layer is to a fresh draw of each construction, neuron by neuron, with the same score of the untrained and the
/// shuffled layer.
/// </summary>
[Description("Mean cosine of a trained layer's matched neurons with a draw of a construction, similarity.KIND, with .untrained and "
    + ".shuffled for the controls.")]
public sealed record SimilarityMeasure : MeasureSpec
{
    /// <summary>The kinds of constructions, such as "subset", a fresh draw of each of which the layer is compared with.</summary>
    [Description("Kinds of constructions of any width."), ConstructionKind(OfAnyWidth = true)]
    public required ImmutableArray<string> Constructions { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path)
    {
        var known = UniversalAndConstructions.All.Where(kind => kind.RequiredNeurons(2) is null).Select(kind => kind.Kind);
        return SpecRules.Each($"{path}.constructions", Constructions, (place, kind) => SpecRules.OneOf(place, kind, known));
    }

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (!read.IsOwn || read.Drawn.Untrained is not { } untrained)
        {
            return;
        }

        foreach (var kind in Constructions)
        {
            try
            {
                using var reference = bench.Construct(UniversalAndConstructions.Find(kind)!, read.Network.Neurons, "reference");
                var score = LayerSimilarity.Score(read.Network.Layers[0], untrained.Layers[0], reference.Layers[0], bench.Seed);
                numbers.Add($"similarity.{kind}", score.Value);
                numbers.Add($"similarity.{kind}.untrained", score.Untrained);
                numbers.Add($"similarity.{kind}.shuffled", score.Shuffled);
            }
            catch (ConstructionFailedException)
            {
                // A construction that does not exist at this width has no weights to be like; its own cell says why.
            }
        }
    }
}
