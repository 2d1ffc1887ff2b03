using Superposition.Measurement;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Error reports made from a few numbers, for records that no network was run for.</summary>
internal static class SampleErrors
{
    /// <summary>A report on 200 drawn inputs whose errors scale with one number, larger in the classes with active members.</summary>
    /// <param name="size">The standard deviation where none is active.</param>
    /// <param name="features">m.</param>
    /// <param name="active">s.</param>
    /// <param name="biasOfOne">The mean error where one of the pair is active.</param>
    public static ErrorReport Of(double size, int features = 32, int active = 2, double biasOfOne = 0)
    {
        ClassErrors Class(string name, long count, double factor, double mean) =>
            new(name, new ErrorStatistics(count, mean, factor * size, Math.Sqrt((factor * size * factor * size) + (mean * mean)), 0.7 * factor * size, 1.6 * factor * size, 2.6 * factor * size, Math.Abs(mean) + (4 * factor * size)));
        ClassErrors[] classes = [Class("none", 200_000, 1, 0), Class("one", 20_000, 1.2, biasOfOne), Class("both", 400, 1.5, 0)];
        var rms = Math.Sqrt(classes.Sum(c => c.Errors.Count * c.Errors.Rms * c.Errors.Rms) / classes.Sum(c => c.Errors.Count));
        return new ErrorReport(200, AllInputs: false, $"exactly {active} of {features} features active", classes.Max(c => c.Errors.Max), rms, [.. classes]);
    }
}
