using Superposition.Measurement;

namespace Superposition.Cli.Errors;

/// <summary>A network in a table of errors.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Errors">Its errors.</param>
/// <param name="PredictedEpsilon">ε to expect over as many inputs, where theory says.</param>
internal sealed record MeasuredNetwork(string Name, ErrorReport Errors, double? PredictedEpsilon = null)
{
    /// <summary>The name of the control that answers 0 to everything.</summary>
    public const string Zero = "zero";
}
