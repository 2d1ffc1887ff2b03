namespace Superposition.Measurement;

/// <summary>Errors (output − target) of one class of (input, output) pairs.</summary>
/// <param name="Count">The number of errors; with 0 the other numbers are 0.</param>
/// <param name="Mean">Mean error, with its sign: the bias.</param>
/// <param name="Std">Standard deviation around the mean.</param>
/// <param name="Rms">Root of the mean squared error.</param>
/// <param name="Q50">Median of the absolute error (quantiles are good to a relative 2⁻¹⁰).</param>
/// <param name="Q90">90 % quantile of the absolute error.</param>
/// <param name="Q99">99 % quantile of the absolute error.</param>
/// <param name="Max">Largest absolute error, exact.</param>
public sealed record ErrorStatistics(long Count, double Mean, double Std, double Rms, double Q50, double Q90, double Q99, double Max)
{
    /// <summary>The statistics of a class without errors: all numbers are 0.</summary>
    public static ErrorStatistics Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);
}
