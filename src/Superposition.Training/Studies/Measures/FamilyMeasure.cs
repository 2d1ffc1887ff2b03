using System.ComponentModel;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>Which family of constructions a network of one layer belongs to, by its weights and its read-off, and the evidence.</summary>
[Description("The family of constructions that a layer is called: family, family.none where it is none, family.right for networks of "
    + "known make, and the evidence: levels of weights (1 to 3), two-level.share, level.ratio, kurtosis, product.r2 (read-off from "
    + "products of weights), density, coherence; with untrained. for a trained layer before training.")]
public sealed record FamilyMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (!read.IsOwn || read.Network is not { Layers: [{ Projection: null }], Encoding: null })
        {
            return;
        }

        var family = Add(read.Network, "");
        if (read.Drawn.Family is { } known)
        {
            numbers.Add("family.right", family == known);
        }

        if (read.Drawn.Untrained is { } untrained)
        {
            Add(untrained, "untrained.");
        }

        ConstructionFamily Add(ReluNetwork network, string prefix)
        {
            var pairs = bench.Task.Boolean is PairAnds all && all.Count == network.Outputs && all.Features == network.Features ? all : null;
            var evidence = ConstructionClassifier.Classify(network, pairs);
            numbers.Add($"{prefix}family", JsonNamingPolicy.KebabCaseLower.ConvertName(evidence.Family.ToString()));
            numbers.Add($"{prefix}family.none", evidence.Family == ConstructionFamily.None);
            numbers.Add($"{prefix}levels", evidence.Levels);
            numbers.Add($"{prefix}two-level.share", evidence.TwoLevelShare);
            numbers.Add($"{prefix}level.ratio", evidence.LevelRatio);
            numbers.Add($"{prefix}kurtosis", evidence.Kurtosis);
            numbers.Add($"{prefix}product.r2", evidence.ProductR2);
            numbers.Add($"{prefix}density", evidence.Code.Density);
            numbers.Add($"{prefix}coherence", evidence.Code.RmsCoherence);
            return evidence.Family;
        }
    }
}
