using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>How the directions φ_k of the features are chosen.</summary>
public enum EncodingKind
{
    /// <summary>Independent, uniform on the sphere (normalised Gaussian columns).</summary>
    Gaussian,

    /// <summary>Independent fair signs, divided by √d0.</summary>
    Signs,

    /// <summary>Gaussian columns, turned step by step until their largest overlap is as small as it gets.</summary>
    LowCoherence,
}

/// <summary>The shape of an encoding.</summary>
/// <param name="Kind">How directions are chosen.</param>
/// <param name="Dimension">d0, the dimension of the state that holds all features.</param>
public sealed record EncodingSize(EncodingKind Kind, int Dimension)
{
    /// <summary>d0 ≥ 1, the dimension of the state that holds all features.</summary>
    public int Dimension { get; } = Dimension >= 1
        ? Dimension
        : throw new ArgumentOutOfRangeException(nameof(Dimension), Dimension, "An encoding has at least 1 dimension.");

    /// <summary>
    /// E(φ_k·φ_l)² over pairs of features, known before any direction is drawn: 1/d0 for independent directions, the Welch value
    /// (m − d0)/(d0 (m − 1)) for a tight frame, to which the low-coherence iteration comes close.
    /// </summary>
    /// <param name="features">m, the number of features.</param>
    public double MeanSquareOverlap(int features) =>
        Kind == EncodingKind.LowCoherence
            ? Math.Max(0, features - Dimension) / ((double)Dimension * Math.Max(1, features - 1))
            : 1.0 / Dimension;
}

/// <summary>
/// Encodings Φ [d0, m] of m features in d0 dimensions with unit columns: the state is Φb, features are in superposition when m > d0.
/// </summary>
public static class FeatureEncodings
{
    // After 100 steps the largest overlap is within a few per cent of what 800 steps reach.
    private const int ReductionSteps = 100;

    /// <summary>Draws the directions from the part of a seed that is for encodings.</summary>
    /// <returns>Φ, shape [d0, m], columns of length 1.</returns>
    public static Tensor Draw(EncodingSize size, int features, Seed seed)
    {
        using var generator = seed.Generator("encoding");
        return Draw(size, features, generator);
    }

    /// <summary>Draws the directions of m features, one column each, shape [d0, m].</summary>
    /// <returns>Φ, shape [d0, m], columns of length 1.</returns>
    public static Tensor Draw(EncodingSize size, int features, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        using var scope = NewDisposeScope();
        var encoding_em = size.Kind switch
        {
            EncodingKind.Signs =>
                (((rand(size.Dimension, features, generator: generator) < 0.5).to(float32) * 2) - 1) / Math.Sqrt(size.Dimension),
            EncodingKind.Gaussian => UnitColumns(randn(size.Dimension, features, generator: generator)),
            _ => Reduce(UnitColumns(randn(size.Dimension, features, generator: generator))),
        };
        return encoding_em.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Alternates between taking the overlaps that exceed a falling bar out of the Gram matrix, φ_k ← φ_k − Σ_l soft(φ_k·φ_l)
    /// φ_l, and normalising. A step costs two products of d0·m² each.
    /// </summary>
    private static Tensor Reduce(Tensor encoding_em)
    {
        using var scope = NewDisposeScope();
        var (dimension, features) = (encoding_em.shape[0], encoding_em.shape[1]);
        var identity_mm = eye(features);
        var bar = Math.Sqrt(Math.Max(0, features - dimension) / ((double)dimension * Math.Max(1, features - 1)));
        // The Gram matrix has eigenvalues around m/d0; a larger step than their inverse would overshoot.
        var turn = Math.Min(0.5, (double)dimension / features);
        var current_em = encoding_em.alias();
        for (var step = 0; step < ReductionSteps; step++)
        {
            using var inner = NewDisposeScope();
            var overlap_mm = current_em.t().matmul(current_em) - identity_mm;
            var excess_mm = overlap_mm.sign() * (overlap_mm.abs() - bar).clamp_min(0);
            var next_em = UnitColumns(current_em - (current_em.matmul(excess_mm) * turn));
            current_em.Dispose();
            current_em = next_em.MoveToOuterDisposeScope();
        }

        return current_em.MoveToOuterDisposeScope();
    }

    private static Tensor UnitColumns(Tensor columns_em) => columns_em / columns_em.norm(0, keepdim: true);
}
