using Superposition.Measurement;

namespace Superposition.Cli.Errors;

/// <summary>A network in a table of errors.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Errors">Its errors.</param>
/// <param name="PredictedEpsilon">ε to expect over as many inputs, where theory says.</param>
internal sealed record MeasuredNetwork(string Name, ErrorReport Errors, double? PredictedEpsilon = null)
{
    /// <summary>The name of the network itself.</summary>
    public const string AsItIs = "as it is";

    /// <summary>The name of the network under the noise of its task.</summary>
    public const string WithNoise = "with the task's noise";

    /// <summary>The name of its layers under the read-off with the least mean squared error.</summary>
    public const string Refitted = "its layer, least squares";

    /// <summary>The name of the control that answers 0 to everything.</summary>
    public const string Zero = "zero";

    /// <summary>The names of the best linear read-offs of the raw input.</summary>
    public const string Linear = "linear, least squares", LinearMinimax = "linear, minimax";
}
