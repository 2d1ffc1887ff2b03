using System.Collections.Immutable;
using Superposition.Measurement;

namespace Superposition.Studies.Measures;

/// <summary>The measures of a row. A number that is missing or not finite is no number: its key is left out.</summary>
public sealed class MeasuredNumbers
{
    private readonly ImmutableSortedDictionary<string, StudyValue>.Builder values =
        ImmutableSortedDictionary.CreateBuilder<string, StudyValue>(StringComparer.Ordinal);

    /// <summary>Adds a number under its name, or nothing where it is missing or not finite.</summary>
    /// <param name="name">Its flat name, for example "rms.none".</param>
    /// <param name="value">The number; null, NaN or infinite where there is none.</param>
    public void Add(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            values.Add(name, number);
        }
    }

    /// <summary>Adds a text, flag, curve or map.</summary>
    public void Add(string name, StudyValue value) => values.Add(name, value);

    /// <summary>Adds errors: epsilon, rms, errors.threshold, and the statistics of every class of inputs that was seen.</summary>
    /// <param name="prefix">What stands before each name: empty, or for example "linear.".</param>
    /// <param name="errors">The errors.</param>
    public void Add(string prefix, ErrorReport errors)
    {
        Add($"{prefix}epsilon", errors.Epsilon);
        Add($"{prefix}rms", errors.Rms);
        Add($"{prefix}errors.threshold", errors.HasThreshold ? errors.ThresholdErrors : null);
        foreach (var (name, statistics) in errors.Classes.Where(c => c.Errors.Count > 0).Select(c => (c.Class, c.Errors)))
        {
            Add($"{prefix}count.{name}", statistics.Count);
            Add($"{prefix}mean.{name}", statistics.Mean);
            Add($"{prefix}std.{name}", statistics.Std);
            Add($"{prefix}rms.{name}", statistics.Rms);
            Add($"{prefix}median.{name}", statistics.Q50);
            Add($"{prefix}q90.{name}", statistics.Q90);
            Add($"{prefix}q99.{name}", statistics.Q99);
            Add($"{prefix}max.{name}", statistics.Max);
        }
    }

    /// <summary>All measures added so far, sorted by name in ordinal order.</summary>
    public ImmutableSortedDictionary<string, StudyValue> ToImmutable() => values.ToImmutable();
}
