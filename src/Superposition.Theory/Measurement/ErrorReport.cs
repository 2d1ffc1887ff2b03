using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Superposition.Measurement;

/// <summary>How well a network computes boolean targets on stated inputs.</summary>
/// <param name="Inputs">The number of inputs that were measured.</param>
/// <param name="AllInputs">Whether these are all inputs of the set, so that ε is exact for it.</param>
/// <param name="InputSet">The set in words, for example "exactly 3 of 64 features active".</param>
/// <param name="Epsilon">ε: the largest absolute error of any output on any input.</param>
/// <param name="Rms">Root mean squared error over all inputs and outputs.</param>
/// <param name="Classes">Statistics by class of input (for ANDs: none, one, both of the pair active).</param>
public sealed record ErrorReport(
    long Inputs, bool AllInputs, string InputSet, double Epsilon, double Rms, ImmutableArray<ClassErrors> Classes)
{
    /// <summary>How many outputs are on the wrong side of ½, summed over the inputs; 0 where <see cref="HasThreshold"/> is
    /// false.</summary>
    public long ThresholdErrors { get; init; }

    /// <summary>Whether outputs stand for 0 and 1, so that a threshold at ½ tells them apart: not for real functions.</summary>
    [JsonIgnore]
    public bool HasThreshold { get; init; } = true;

    /// <summary>The statistics of a class by its name.</summary>
    public ErrorStatistics this[string inputClass] => Classes.First(c => c.Class == inputClass).Errors;
}

/// <summary>The errors of one class of inputs.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Errors">Its statistics.</param>
public sealed record ClassErrors(string Class, ErrorStatistics Errors);
