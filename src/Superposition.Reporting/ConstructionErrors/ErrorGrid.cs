using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments.ConstructionErrors;
using Superposition.Measurement;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ConstructionErrors;

/// <summary>The measured cells of the experiment, seeds gathered into points.</summary>
internal sealed class ErrorGrid
{
    public ErrorGrid(ConstructionErrorsSpec spec, ImmutableArray<ConstructionErrorsRecord> records)
    {
        Spec = spec;
        Points =
        [
            .. from record in records
               where record.Analytic is not null
               group record by (record.Features, record.Active, record.Construction, record.Neurons) into cells
               orderby cells.Key.Features, cells.Key.Active, spec.Scientific.Constructions.IndexOf(cells.Key.Construction), cells.Key.Neurons
               select new GridPoint(cells.Key.Construction, cells.Key.Features, cells.Key.Active, cells.Key.Neurons, [.. cells.OrderBy(c => c.Seed)]),
        ];
    }

    /// <summary>The spec.</summary>
    public ConstructionErrorsSpec Spec { get; }

    /// <summary>Every point with at least one measured seed, by features, active features, construction and width.</summary>
    public ImmutableArray<GridPoint> Points { get; }

    /// <summary>The points of constructions that may have any width, and so have an error worth plotting.</summary>
    public IEnumerable<GridPoint> Superposed => Points.Where(point => point.Construction != "naive");

    /// <summary>The settings (m, s) that have points.</summary>
    public IEnumerable<(int Features, int Active)> Settings => Points.Select(point => (point.Features, point.Active)).Distinct();

    /// <summary>The constructions of any width that have points, in the spec's order.</summary>
    public IEnumerable<string> Families => Superposed.Select(point => point.Construction).Distinct().OrderBy(kind => Spec.Scientific.Constructions.IndexOf(kind));

    /// <summary>The points of one construction in one setting, by width.</summary>
    public IEnumerable<GridPoint> Along(string construction, int features, int active) =>
        Points.Where(point => point.Construction == construction && point.Features == features && point.Active == active);

    /// <summary>How many inputs there are in a setting.</summary>
    public double InputsOf((int Features, int Active) setting) => (double)InputSet(setting).Count;

    /// <summary>The inputs of a setting.</summary>
    public SparseInputs InputSet((int Features, int Active) setting) => new(setting.Features, setting.Active, Spec.Scientific.Sparsity);

    /// <summary>The number of neurons with which each pair has its own.</summary>
    public static int NaiveWidth(int features) => features * (features - 1) / 2;
}

/// <summary>One construction at one size, over seeds.</summary>
/// <param name="Construction">Its kind.</param>
/// <param name="Features">m.</param>
/// <param name="Active">s.</param>
/// <param name="Neurons">d.</param>
/// <param name="Records">The measured cells, one a seed.</param>
internal sealed record GridPoint(string Construction, int Features, int Active, int Neurons, ImmutableArray<ConstructionErrorsRecord> Records)
{
    /// <summary>ε of the analytic read-off.</summary>
    public PerSeed Epsilon => Of(record => record.Analytic?.Epsilon);

    /// <summary>Root mean square of all errors of the analytic read-off.</summary>
    public PerSeed Rms => Of(record => record.Analytic?.Rms);

    /// <summary>What the construction expects of its errors.</summary>
    public PredictedErrors? Predicted => Records[0].Predicted;

    /// <summary>The ε that it expects for the number of inputs looked at.</summary>
    public double? PredictedEpsilon => Records[0].PredictedEpsilon;

    /// <summary>Root mean square of all errors as predicted.</summary>
    public double? PredictedRms => Predicted is { } predicted
        ? Math.Sqrt(predicted.Classes.Sum(c => c.PerInput * ((c.Mean * c.Mean) + (c.Std * c.Std))) / predicted.Classes.Sum(c => c.PerInput))
        : null;

    /// <summary>Standard deviation of the errors of a class of inputs.</summary>
    public PerSeed Std(string inputClass) => OfClass(inputClass, errors => errors.Std);

    /// <summary>Mean error of a class of inputs: the bias.</summary>
    public PerSeed Mean(string inputClass) => OfClass(inputClass, errors => errors.Mean);

    /// <summary>The prediction for a class of inputs; null where there is none.</summary>
    public PredictedClass? PredictedClass(string inputClass) => Predicted?.Classes.FirstOrDefault(c => c.Class == inputClass);

    /// <summary>A number of each seed; seeds that do not have it are left out.</summary>
    public PerSeed Of(Func<ConstructionErrorsRecord, double?> value) => PerSeed.Of(Records.Where(record => value(record) is not null), record => record.Seed, record => value(record) ?? 0);

    private PerSeed OfClass(string inputClass, Func<ErrorStatistics, double> value) =>
        Of(record => record.Analytic?.Classes.FirstOrDefault(c => c.Class == inputClass && c.Errors.Count > 0) is { } errors ? value(errors.Errors) : null);
}
