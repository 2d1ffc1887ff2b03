using Superposition.Measurement;

namespace Superposition.Verification;

/// <summary>Mean and standard deviation of a class's errors over several measurements together.</summary>
/// <param name="Mean">Mean error.</param>
/// <param name="Std">Standard deviation around it.</param>
internal readonly record struct Pooled(double Mean, double Std)
{
    /// <summary>Brings measurements together, each weighted by its number of errors.</summary>
    public static Pooled Of(IEnumerable<ErrorReport> reports, string inputClass)
    {
        double count = 0, sum = 0, squares = 0;
        foreach (var errors in reports.Select(report => report[inputClass]))
        {
            count += errors.Count;
            sum += errors.Count * errors.Mean;
            squares += errors.Count * errors.Rms * errors.Rms;
        }

        return new Pooled(sum / count, Math.Sqrt((squares / count) - (sum / count * (sum / count))));
    }
}
