using System.Collections.Immutable;
using Superposition.Reproduction;

namespace Superposition.Retraining;

/// <summary>
/// Published results of training that are run again here, from the first step. They take minutes to an hour. A new one is one line.
/// </summary>
public static class RetrainedResults
{
    /// <summary>All of them, at full length.</summary>
    public static ImmutableArray<PublishedResult> All { get; } =
    [
        new(
            "rt1", "Compressed computation under the fourth power of the error (da Silva and Heimersheim, arXiv 2607.04800)",
            FourthPower.Reproduce) { Minutes = 30 },
        new(
            "rt1-embedded", "The same within a residual stream of 1000 dimensions (da Silva and Heimersheim, arXiv 2607.04800)",
            FourthPower.ReproduceEmbedded) { Minutes = 20 },
        new(
            "rt3", "Compressed computation with a mixing matrix under the mean squared error (Bhagat et al., arXiv 2606.14673)",
            MixingMatrix.Reproduce) { Minutes = 20 },
        new(
            "rt6", "Geometry and readability of learned codes, 100 features in 50 neurons (Borobia et al., arXiv 2605.01192)",
            CodeGeometry.AtFifty) { Minutes = 10 },
        new(
            "rt6-100", "Geometry and readability of learned codes, 200 features in 100 neurons (Borobia et al., arXiv 2605.01192)",
            CodeGeometry.AtHundred) { Minutes = 20 },
    ];
}
