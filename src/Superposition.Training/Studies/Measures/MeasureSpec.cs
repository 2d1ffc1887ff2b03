using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>Numbers with names, of one network on one task. A new kind is one file and one line here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ErrorsMeasure), "errors")]
[JsonDerivedType(typeof(PredictedErrorsMeasure), "predicted-errors")]
[JsonDerivedType(typeof(CertifiedEpsilonMeasure), "certified-epsilon")]
[JsonDerivedType(typeof(SimilarityMeasure), "similarity")]
[JsonDerivedType(typeof(CurveMeasure), "curve")]
[JsonDerivedType(typeof(DesignMeasure), "design")]
[JsonDerivedType(typeof(StatesMeasure), "states")]
[JsonDerivedType(typeof(CorrectionMeasure), "correction")]
[JsonDerivedType(typeof(SampledPairsMeasure), "sampled-pairs")]
[JsonDerivedType(typeof(EncodingMeasure), "encoding")]
[JsonDerivedType(typeof(SuperpositionNoiseMeasure), "superposition-noise")]
[JsonDerivedType(typeof(NoNeuronsMeasure), "no-neurons")]
[JsonDerivedType(typeof(UseMeasure), "use")]
[JsonDerivedType(typeof(DictionaryMeasure), "dictionary")]
[JsonDerivedType(typeof(GateLayersMeasure), "gate-layers")]
[JsonDerivedType(typeof(FamilyMeasure), "family")]
[JsonDerivedType(typeof(PlateauMeasure), "plateau")]
[JsonDerivedType(typeof(DisturbedMeasure), "disturbed")]
[JsonDerivedType(typeof(PartnerMeasure), "partner")]
[JsonDerivedType(typeof(ProductsMeasure), "products")]
[JsonDerivedType(typeof(SharedReadsMeasure), "shared-reads")]
[JsonDerivedType(typeof(IsoResponseMeasure), "iso-response")]
[JsonDerivedType(typeof(ControlsMeasure), "controls")]
[JsonDerivedType(typeof(StoredFeaturesMeasure), "stored-features")]
[JsonDerivedType(typeof(WeightsMeasure), "weights")]
public abstract record MeasureSpec
{
    /// <summary>Which rows are measured, by the values of their coordinates; all when null.</summary>
    [Description("Rows that are measured, by coordinate: a value or a list of values each; all rows when left out."), JsonPropertyOrder(1)]
    public RowSelection? Of { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the measure stands in the spec.</param>
    public virtual IEnumerable<SpecProblem> Problems(string path) => [];

    /// <summary>Measures a network. What has no value is left out.</summary>
    /// <param name="read">The network under one of its read-offs.</param>
    /// <param name="bench">The task, its inputs and the seed.</param>
    /// <param name="context">Is told of progress, and stops it.</param>
    /// <param name="numbers">Takes the numbers.</param>
    public abstract void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers);
}
