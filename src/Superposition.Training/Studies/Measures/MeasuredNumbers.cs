using System.Collections.Immutable;

namespace Superposition.Studies.Measures;

/// <summary>The measures of a row. A number that is missing or not finite is no number: its key is left out.</summary>
public sealed class MeasuredNumbers
{
    private readonly ImmutableSortedDictionary<string, StudyValue>.Builder values = ImmutableSortedDictionary.CreateBuilder<string, StudyValue>(StringComparer.Ordinal);

    /// <summary>Adds a number.</summary>
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

    /// <summary>All of them.</summary>
    public ImmutableSortedDictionary<string, StudyValue> ToImmutable() => values.ToImmutable();
}
