using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Superposition.Studies;

/// <summary>
/// A cell of a study's table: a number, a text, a flag, a list of numbers (a curve) or a list of lists (a map). Numbers are always
/// finite.
/// </summary>
[JsonConverter(typeof(StudyValueConverter))]
public abstract record StudyValue
{
    private StudyValue()
    {
    }

    /// <summary>
    /// The order of coordinate values along axes and in tables: numbers by size, then flags, then texts, in which numbers count as numbers,
    /// then lists.
    /// </summary>
    public static IComparer<StudyValue> Order { get; } = Comparer<StudyValue>.Create(Compare);

    /// <summary>Whether it is a single number, text or flag, as every coordinate is.</summary>
    public bool IsScalar => this is Number or Text or Flag;

    /// <summary>The number; null when it is something else.</summary>
    public double? AsNumber => this is Number number ? number.Value : null;

    /// <summary>Takes a number as a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public static implicit operator StudyValue(double value) => new Number(value);

    /// <summary>Takes a text as a value.</summary>
    public static implicit operator StudyValue(string value) => new Text(value);

    /// <summary>Takes true or false as a value.</summary>
    public static implicit operator StudyValue(bool value) => new Flag(value);

    /// <summary>Takes a list of numbers, a curve, as a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is NaN or infinite.</exception>
    public static StudyValue Of(IEnumerable<double> values) => new Series([.. values]);

    /// <summary>A map as a value, row by row.</summary>
    public static StudyValue Of(IEnumerable<IEnumerable<double>> rows) => new Map([.. rows.Select(row => ImmutableArray.CreateRange(row))]);

    private static double Finite(double value) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value,
            "A study's table holds finite numbers only; a measure without a value leaves its key out.");

    private static int Compare(StudyValue? first, StudyValue? second) => (first, second) switch
    {
        (Number a, Number b) => a.Value.CompareTo(b.Value),
        (Text a, Text b) => NaturalOrder.Compare(a.Value, b.Value),
        (Flag a, Flag b) => a.Value.CompareTo(b.Value),
        _ => Rank(first).CompareTo(Rank(second)),
    };

    private static int Rank(StudyValue? value) => value switch { null => 0, Number => 1, Flag => 2, Text => 3, Series => 4, _ => 5 };

    /// <summary>A single finite number, in double precision.</summary>
    public sealed record Number : StudyValue
    {
        /// <summary>Makes a value of a finite number.</summary>
        /// <param name="value">The value.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
        public Number(double value) => Value = Finite(value);

        /// <summary>The number, neither NaN nor infinite.</summary>
        public double Value { get; }

        /// <inheritdoc/>
        public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A value that is text, such as the name of a network.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : StudyValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>A value that is true or false.</summary>
    /// <param name="Value">Which of them.</param>
    public sealed record Flag(bool Value) : StudyValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>A curve: a list of finite numbers.</summary>
    public sealed record Series : StudyValue
    {
        /// <summary>Makes a curve of finite numbers; it may be empty.</summary>
        /// <param name="values">Its numbers.</param>
        /// <exception cref="ArgumentOutOfRangeException">One of them is not finite.</exception>
        public Series(ImmutableArray<double> values) => Values = [.. values.Select(Finite)];

        /// <summary>The numbers of the curve, in order.</summary>
        public ImmutableArray<double> Values { get; }

        /// <inheritdoc/>
        public bool Equals(Series? other) => other is not null && Values.SequenceEqual(other.Values);

        /// <inheritdoc/>
        public override int GetHashCode() => Values.Aggregate(Values.Length, HashCode.Combine);

        /// <inheritdoc/>
        public override string ToString() =>
            $"[{string.Join(", ", Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";
    }

    /// <summary>A map: rows of finite numbers.</summary>
    public sealed record Map : StudyValue
    {
        /// <summary>Makes a map of rows of finite numbers, which may differ in length.</summary>
        /// <param name="rows">Its rows, from the top.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
        public Map(ImmutableArray<ImmutableArray<double>> rows) =>
            Rows = [.. rows.Select(row => ImmutableArray.CreateRange(row.Select(Finite)))];

        /// <summary>The rows of the map, from the top.</summary>
        public ImmutableArray<ImmutableArray<double>> Rows { get; }

        /// <inheritdoc/>
        public bool Equals(Map? other) =>
            other is not null && Rows.Length == other.Rows.Length
            && Rows.Zip(other.Rows).All(pair => pair.First.SequenceEqual(pair.Second));

        /// <inheritdoc/>
        public override int GetHashCode() => Rows.SelectMany(row => row).Aggregate(Rows.Length, HashCode.Combine);

        /// <inheritdoc/>
        public override string ToString() => $"[{string.Join(", ", Rows.Select(row => new Series(row)))}]";
    }
}
