using Superposition.Measurement;

namespace Superposition.UniversalAnd;

/// <summary>
/// A construction read by products of factors with mean zero, so that the mean activation can be subtracted before it is read.
/// </summary>
internal interface ICentredFamily : IUniversalAndConstruction
{
    /// <summary>Errors to expect when the mean over neurons is subtracted from the activations of every input.</summary>
    PredictedErrors PredictMeanSubtracted(UniversalAndSize size);
}
