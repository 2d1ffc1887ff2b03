using System.Collections.Immutable;
using System.Text.Json;
using Superposition.Experiments.SuperposedInputs;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.SuperposedInputs;

/// <summary>The measured cells of the experiment, seeds gathered into points.</summary>
internal sealed class SuperposedGrid
{
    public SuperposedGrid(SuperposedInputsSpec spec, ImmutableArray<SuperposedInputsRecord> records)
    {
        Spec = spec;
        Points =
        [
            .. from record in records
               where record.AllPairs is not null
               group record by (record.Features, record.Dimension, record.Encoding, record.Construction) into cells
               orderby cells.Key.Features, cells.Key.Dimension, spec.Scientific.Encodings.IndexOf(cells.Key.Encoding), spec.Scientific.Constructions.IndexOf(cells.Key.Construction)
               select new SuperposedPoint(cells.Key.Construction, cells.Key.Encoding, cells.Key.Features, cells.Key.Dimension, [.. cells.OrderBy(cell => cell.Seed)]),
        ];
        var settings = spec.Fixed;
        Sweep[] sweeps =
        [
            new("features", Axis.Features, $"in {Numbers.Count(settings.Dimension)} dimensions", point => point.Features, [.. Points.Where(point => point.Dimension == settings.Dimension)]),
            new("dimension", Axis.Dimension, $"m = {Numbers.Count(settings.Features)}", point => point.Dimension, [.. Points.Where(point => point.Features == settings.Features)]),
        ];
        Sweeps = [.. sweeps.Where(sweep => !sweep.Points.IsEmpty)];
    }

    /// <summary>The spec.</summary>
    public SuperposedInputsSpec Spec { get; }

    /// <summary>Every point with at least one measured seed.</summary>
    public ImmutableArray<SuperposedPoint> Points { get; }

    /// <summary>The two lines through the grid that have points.</summary>
    public ImmutableArray<Sweep> Sweeps { get; }

    /// <summary>An encoding's name.</summary>
    public static string NameOf(EncodingKind encoding) => JsonNamingPolicy.KebabCaseLower.ConvertName(encoding.ToString());
}

/// <summary>Points along one of the two quantities that are varied.</summary>
/// <param name="Name">A name fit for a file.</param>
/// <param name="Axis">The quantity.</param>
/// <param name="Rest">What stays the same, in a few words.</param>
/// <param name="X">The quantity at a point.</param>
/// <param name="Points">The points.</param>
internal sealed record Sweep(string Name, Axis Axis, string Rest, Func<SuperposedPoint, int> X, ImmutableArray<SuperposedPoint> Points)
{
    /// <summary>The encodings that have points.</summary>
    public IEnumerable<EncodingKind> Encodings => Points.Select(point => point.Encoding).Distinct().Order();

    /// <summary>The points of one construction on one encoding.</summary>
    public IEnumerable<SuperposedPoint> Along(string construction, EncodingKind encoding) => Points.Where(point => point.Construction == construction && point.Encoding == encoding).OrderBy(X);

    /// <summary>A curve through points that have a value.</summary>
    public Curve Curve(string label, Ink ink, IEnumerable<SuperposedPoint> points, Func<SuperposedPoint, PerSeed> value) =>
        new(label, ink, [.. from point in points let estimate = value(point).Estimate where estimate is not null select new CurvePoint(X(point), estimate)]);

    /// <summary>A curve of predictions.</summary>
    public Curve Prediction(Ink measured, IEnumerable<SuperposedPoint> points, Func<SuperposedPoint, double?> value) =>
        new("", measured.AsPrediction, [.. from point in points let y = value(point) where y is not null select new CurvePoint(X(point), y.Value)]);
}

/// <summary>One construction on one encoding at one size, over seeds.</summary>
/// <param name="Construction">Its kind.</param>
/// <param name="Encoding">How directions are chosen.</param>
/// <param name="Features">m.</param>
/// <param name="Dimension">d0.</param>
/// <param name="Records">The measured cells, one a seed.</param>
internal sealed record SuperposedPoint(string Construction, EncodingKind Encoding, int Features, int Dimension, ImmutableArray<SuperposedInputsRecord> Records)
{
    /// <summary>ε over all pairs.</summary>
    public PerSeed Epsilon => Of(record => record.AllPairs?.Epsilon);

    /// <summary>The ε that the construction expects.</summary>
    public double? PredictedEpsilon => Records[0].PredictedEpsilon;

    /// <summary>A number of each seed; seeds that do not have it are left out.</summary>
    public PerSeed Of(Func<SuperposedInputsRecord, double?> value) => PerSeed.Of(Records.Where(record => value(record) is not null), record => record.Seed, record => value(record) ?? 0);

    /// <summary>A number of a class of inputs, over sampled pairs.</summary>
    public PerSeed OfClass(string inputClass, Func<ErrorStatistics, double> value) =>
        Of(record => record.Sampled?.Classes.FirstOrDefault(c => c.Class == inputClass && c.Errors.Count > 0) is { } errors ? value(errors.Errors) : null);

    /// <summary>The prediction for a class of inputs.</summary>
    public PredictedClass? PredictedClass(string inputClass) => Records[0].Predicted?.Classes.FirstOrDefault(c => c.Class == inputClass);

    /// <summary>A noise term of a class of inputs.</summary>
    public PerSeed OfNoise(string inputClass, Func<NoiseTerms, double> value) => Of(record => NoiseOf(record, inputClass) is { } terms ? value(terms) : null);

    /// <summary>A noise term of a class of inputs, as predicted.</summary>
    public double? PredictedNoise(string inputClass, Func<NoiseTerms, double?> value) => NoiseOf(Records[0], inputClass) is { } terms ? value(terms) : null;

    private static NoiseTerms? NoiseOf(SuperposedInputsRecord record, string inputClass) => record.Noise?.FirstOrDefault(terms => terms.Class == inputClass);
}
