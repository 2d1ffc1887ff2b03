using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Another construction with read-off rows that sum to zero: α Σ_i (a_i − ā) V_ik V_il, ā the mean activation of the input. What is
/// active does not change what is read, and the noise has Var a where it had E a²: κ of signs with three active falls from 2.83 to 2.65,
/// of Gaussian layers from √π s to √(π−1) s. With inputs in superposition it also takes away what the overlaps φ_k·φ_l bring in,
/// so no correction for them is needed. Derived for this project.
/// </summary>
public sealed class MeanSubtracted : IUniversalAndConstruction
{
    private readonly ICentredFamily family;

    internal MeanSubtracted(ICentredFamily family) => this.family = family;

    /// <summary>The kind that reads the same layer without subtracting the mean.</summary>
    internal string Family => family.Kind;

    /// <inheritdoc/>
    public string Kind => $"{family.Kind}-mean-subtracted";

    /// <inheritdoc/>
    public string Summary => $"{family.Summary}, the mean activation subtracted before it is read";

    /// <inheritdoc/>
    public bool UsesEncoding => family.UsesEncoding;

    /// <inheritdoc/>
    public bool UsesDensity => family.UsesDensity;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => family.RequiredNeurons(features);

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var network = family.Build(size, generator);
        var read = (PairReadOff)network.ReadOff;

        // Σ_i (a_i − ā) V_ik V_il = Σ_i a_i (V_ik V_il − V_k·V_l/d).
        var factors_dm = read.Factors.detach();
        var readOff = new PairReadOff(
            factors_dm, read.Scale.item<float>(), read.Normalisation, read.Pairs,
            correction_cm: factors_dm / Math.Sqrt(factors_dm.shape[0]));
        return network.WithReadOff(readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) => family.PredictMeanSubtracted(size);
}
