using System.Globalization;
namespace Superposition.Probing;

/// <summary>
/// What a linear probe can read of one label from a layer, next to everything it has to be compared with. Nothing here says that the
/// network uses it.
/// </summary>
public sealed record Readability
{
    // Where a twentieth of control labels are fitted this well in sample, reading cannot be told from memorising.
    private const double Memorised = 0.9;

    /// <summary>The least-squares probe on inputs that it was not fitted on.</summary>
    public required ProbeScore HeldOut { get; init; }

    /// <summary>The same on the inputs it was fitted on.</summary>
    public required ProbeScore InSample { get; init; }

    /// <summary>The mean in-sample score on control labels with as many positives: what memorising alone comes to.</summary>
    public required ProbeScore Control { get; init; }

    /// <summary>The held-out score of a probe of the raw input, where it is known: what the layer need not have computed.</summary>
    public required ProbeScore? RawInput { get; init; }

    /// <summary>The held-out score of a probe of the same layer before training, where it is known.</summary>
    public required ProbeScore? Untrained { get; init; }

    /// <summary>
    /// The share of the label that no affine function of the raw input explains, but an affine function of the activations does (in-sample
    /// R² after the raw input was regressed out of both); 0 for a linear layer. Null where the raw input is not known.
    /// </summary>
    public required double? BeyondInputR2 { get; init; }

    /// <summary>The probability that a control label's in-sample R² is at least as large.</summary>
    public required double P { get; init; }

    /// <summary>
    /// The probability that a control label's <see cref="BeyondInputR2"/> is at least as large; null where the raw input is not known.
    /// </summary>
    public required double? BeyondInputP { get; init; }

    /// <summary>On how many inputs the label is 1.</summary>
    public required int Positives { get; init; }

    /// <summary>The smallest p-value that could have come out, with as many control labels as were drawn.</summary>
    public required double SmallestP { get; init; }

    /// <summary>
    /// The in-sample R² that a twentieth of control labels reach: close to 1 there are too few inputs to tell reading from memorising.
    /// </summary>
    public required double MemorisedR2 { get; init; }

    /// <summary>Whether there are inputs enough to tell reading from memorising.</summary>
    public bool CanTell => MemorisedR2 < Memorised;

    /// <summary>What would tell reading from memorising.</summary>
    internal string WhatWouldTell => string.Create(CultureInfo.InvariantCulture,
        $"a twentieth of control labels reach an in-sample R² of {MemorisedR2:F2}: inputs of about four times the number of neurons "
            + $"would tell reading from memorising");

    /// <summary>The probability that a control label is read as well, whichever of the two ways is the harder for the label.</summary>
    public double JointP => Math.Max(P, BeyondInputP ?? 0);

    /// <summary>In-sample AUC less that of control labels (Hewitt and Liang's selectivity).</summary>
    public double Selectivity => InSample.Auc - Control.Auc;
}
