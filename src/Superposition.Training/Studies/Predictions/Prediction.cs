using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Superposition.Studies.Predictions;

/// <summary>What is expected of a study, written before its run, as a sentence and as a test that a machine can judge.</summary>
public sealed record Prediction
{
    /// <summary>The expectation, a sentence in words.</summary>
    [Description("The expectation in a sentence.")]
    public required string Says { get; init; }

    /// <summary>The same as a test on the study's table.</summary>
    [Description("The same as a test on the study's table.")]
    public required PredictionTest Test { get; init; }

    /// <summary>
    /// The SHA-256 of a study's predictions, in hexadecimal. It stands in the head of a run, so that a prediction which was edited
    /// afterwards is known as such.
    /// </summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="options">How specs are written.</param>
    public static string HashOf(ImmutableArray<Prediction> predictions, JsonSerializerOptions options) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(predictions, options)));
}

/// <summary>How the rows of one seed become one number.</summary>
public enum Reduction
{
    /// <summary>Not at all: every point of the grid is judged, and the test has to hold at each.</summary>
    Each,

    /// <summary>The mean of the seed's rows.</summary>
    Mean,

    /// <summary>The largest value of the seed's rows.</summary>
    Largest,

    /// <summary>The smallest value of the seed's rows.</summary>
    Smallest,
}

/// <summary>
/// A test on a study's table. It is of one quantity, a <c>measure</c>, a <c>slope</c>, a <c>ratio</c> or a <c>share</c>, of the rows that
/// <c>of</c> selects, and on one side of a bound (<c>is</c> and <c>than</c>), within two (<c>between</c>), or, for a share, <c>atLeast</c>
/// or <c>atMost</c>.
/// </summary>
public sealed record PredictionTest
{
    /// <summary>The measure that is tested as it is.</summary>
    [Description("The name of the measure that is tested as it is; refused is 1 where a construction does not exist and 0 elsewhere.")]
    public string? Measure { get; init; }

    /// <summary>The measure whose slope against <see cref="Against"/> is tested, both on logarithmic scales.</summary>
    [Description("The name of the measure whose slope is tested, by least squares on logarithmic scales, one slope a seed.")]
    public string? Slope { get; init; }

    /// <summary>The coordinate or measure that a slope runs along.</summary>
    [Description("With slope: the name of the coordinate that it runs along.")]
    public string? Against { get; init; }

    /// <summary>The measure that is divided by that of <see cref="Over"/>; the interval is of the geometric mean.</summary>
    [Description("The name of the measure that is divided by that of \"over\", seed by seed; the interval is that of the geometric mean.")]
    public string? Ratio { get; init; }

    /// <summary>The rows that a ratio is divided by, paired by seed; null without a ratio.</summary>
    [Description("With ratio: the rows that it is divided by, paired by seed and by the coordinates that both have.")]
    public ComparedRows? Over { get; init; }

    /// <summary>What a share of the rows has to satisfy.</summary>
    [Description("A condition on a row; tested is the share of rows that satisfy it, with an exact binomial interval clustered by seed.")]
    public RowCondition? Share { get; init; }

    /// <summary>The rows; every row by default.</summary>
    [Description("The rows, by the value or values of coordinates; every row by default.")]
    public RowSelection Of { get; init; } = RowSelection.All;

    /// <summary>How the rows of one seed become one number.</summary>
    [Description(
        "How the rows of one seed become one number. each (the default): not at all; the test has to hold at every point of the grid.")]
    public Reduction Reduce { get; init; } = Reduction.Each;

    /// <summary>On which side of the bound: &lt;, &lt;=, &gt; or &gt;=.</summary>
    [Description("<, <=, > or >=, with \"than\".")]
    public string? Is { get; init; }

    /// <summary>The bound: a number or other rows.</summary>
    [Description("The bound: a number, or other rows (their measure, paired by seed).")]
    public PredictionBound? Than { get; init; }

    /// <summary>The least and the largest value that the prediction allows.</summary>
    [Description("The least and the largest value allowed.")]
    public ImmutableArray<double>? Between { get; init; }

    /// <summary>The least share allowed, 0 … 1.</summary>
    [Description("With share: the least share allowed.")]
    public double? AtLeast { get; init; }

    /// <summary>The largest share allowed, 0 … 1.</summary>
    [Description("With share: the largest share allowed.")]
    public double? AtMost { get; init; }

    /// <summary>
    /// What the test is of: the one of <see cref="Measure"/>, <see cref="Slope"/>, <see cref="Ratio"/> and <see cref="Share"/> that is
    /// there.
    /// </summary>
    [JsonIgnore]
    public string Quantity => Measure ?? Slope ?? Ratio ?? Share!.Measure;
}

/// <summary>A condition on a single row.</summary>
public sealed record RowCondition
{
    /// <summary>The name of the measure that the condition is on, such as "epsilon".</summary>
    [Description("The name of the measure.")]
    public required string Measure { get; init; }

    /// <summary>The comparison with the bound: &lt;, &lt;=, &gt; or &gt;=.</summary>
    [Description("<, <=, > or >=.")]
    public required string Is { get; init; }

    /// <summary>The bound that the measure is compared with, in the measure's units; true counts as 1 and false as 0.</summary>
    [Description("The bound; true counts as 1 and false as 0.")]
    public required double Than { get; init; }
}

/// <summary>Rows that others are compared with.</summary>
public sealed record ComparedRows
{
    /// <summary>Their measure; that of the test by default.</summary>
    [Description("The name of their measure; that of the test by default.")]
    public string? Measure { get; init; }

    /// <summary>Which rows they are, by the values of their coordinates.</summary>
    [Description("The rows, by the value or values of coordinates.")]
    public required RowSelection Of { get; init; }

    /// <summary>How several rows that belong to the same point and seed become one number.</summary>
    [Description("How several rows that belong to one point and seed become one number: mean (the default), largest or smallest.")]
    public Reduction Reduce { get; init; } = Reduction.Mean;

    /// <summary>The factor that their measure is multiplied by before the comparison; 1 unless said otherwise.</summary>
    [Description("A factor on their measure; 1 by default.")]
    public double Times { get; init; } = 1;
}
