using System.Collections.Immutable;
using Superposition.Experiments.HighFanInAndCircuits;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.HighFanInAndCircuits;

/// <summary>The measured cells of the experiment, seeds gathered into points.</summary>
internal sealed class LayerGrid
{
    private readonly ImmutableArray<HighFanInAndCircuitsRecord> measured;

    public LayerGrid(HighFanInAndCircuitsSpec spec, ImmutableArray<HighFanInAndCircuitsRecord> records)
    {
        Spec = spec;
        measured = [.. records.Where(record => !record.Arms.IsEmpty)];
        FanIn = [.. Points(LayerPart.FanIn).OrderBy(point => point.FanIn).ThenBy(point => spec.FanIn.Banks.IndexOf(point.Bank)).ThenBy(point => point.Neurons)];
        Circuits = [.. Points(LayerPart.Circuit).OrderBy(point => Names.IndexOf(point.Circuit)).ThenBy(point => point.Neurons)];
        Refused = [.. records.Where(record => record.Part == LayerPart.FanIn && record.Refusal is not null)];
    }

    /// <summary>The spec.</summary>
    public HighFanInAndCircuitsSpec Spec { get; }

    /// <summary>ANDs of t features, by t, bank and width.</summary>
    public ImmutableArray<LayerPoint> FanIn { get; }

    /// <summary>Circuits, by circuit and width.</summary>
    public ImmutableArray<LayerPoint> Circuits { get; }

    /// <summary>Cells of ANDs that do not exist.</summary>
    public ImmutableArray<HighFanInAndCircuitsRecord> Refused { get; }

    /// <summary>The circuits in the spec's order.</summary>
    public ImmutableArray<string> Names => [.. Spec.Circuits.Files.Select(file => file.ShortName())];

    /// <summary>A control for ANDs of t features; empty where it was not measured.</summary>
    public PerSeed FanInControl(int fanIn, LayerArm arm, Func<ErrorReport, double> value) =>
        LayerPoint.Of(measured.Where(record => record.Part == LayerPart.FanInControls && record.FanIn == fanIn), arm, value);

    /// <summary>A control for a circuit; empty where it was not measured.</summary>
    public PerSeed CircuitControl(string circuit, LayerArm arm, Func<ErrorReport, double> value) =>
        LayerPoint.Of(measured.Where(record => record.Part == LayerPart.CircuitControls && record.Circuit == circuit), arm, value);

    private IEnumerable<LayerPoint> Points(LayerPart part) =>
        from record in measured
        where record.Part == part
        group record by (record.FanIn, record.Bank, record.Circuit, record.Neurons) into cells
        select new LayerPoint(cells.Key.FanIn ?? 0, cells.Key.Bank ?? default, cells.Key.Circuit ?? "", cells.Key.Neurons, [.. cells.OrderBy(cell => cell.Seed)]);
}

/// <summary>One layer at one width, over seeds.</summary>
/// <param name="FanIn">t; 0 for circuits.</param>
/// <param name="Bank">How neurons were chosen, for ANDs.</param>
/// <param name="Circuit">The circuit; empty for ANDs.</param>
/// <param name="Neurons">d.</param>
/// <param name="Records">The measured cells, one a seed.</param>
internal sealed record LayerPoint(int FanIn, BankChoice Bank, string Circuit, int Neurons, ImmutableArray<HighFanInAndCircuitsRecord> Records)
{
    /// <summary>ε of the analytic read-off.</summary>
    public PerSeed Epsilon => Of(LayerArm.Analytic, errors => errors.Epsilon);

    /// <summary>A number of an arm; empty where it was not measured.</summary>
    public PerSeed Of(LayerArm arm, Func<ErrorReport, double> value) => Of(Records, arm, value);

    /// <summary>A number of one class of inputs under the analytic read-off.</summary>
    public PerSeed OfClass(string inputClass, Func<ErrorStatistics, double> value) => PerSeed.Of(
        Records.Where(record => record.Arms[0].Errors.Classes.Any(c => c.Class == inputClass && c.Errors.Count > 0)), record => record.Seed, record => value(record.Arms[0].Errors[inputClass]));

    /// <summary>The prediction for a class of inputs.</summary>
    public PredictedClass? PredictedClass(string inputClass) => Records[0].Predicted?.Classes.FirstOrDefault(c => c.Class == inputClass);

    /// <summary>A number of an arm, seed by seed.</summary>
    public static PerSeed Of(IEnumerable<HighFanInAndCircuitsRecord> records, LayerArm arm, Func<ErrorReport, double> value) => PerSeed.Of(
        records.SelectMany(record => record.Arms.Where(a => a.Arm == arm).Select(a => (record.Seed, a.Errors))), cell => cell.Seed, cell => value(cell.Errors));

    /// <summary>A curve over widths through the points that have a value.</summary>
    public static Curve Curve(string label, Ink ink, IEnumerable<LayerPoint> points, Func<LayerPoint, PerSeed> value) =>
        new(label, ink, [.. from point in points let estimate = value(point).Estimate where estimate is not null select new CurvePoint(point.Neurons, estimate)]);

    /// <summary>A curve of predictions.</summary>
    public static Curve Prediction(Ink measured, IEnumerable<LayerPoint> points, Func<LayerPoint, double?> value) =>
        new("", measured.AsPrediction, [.. from point in points let y = value(point) where y is not null select new CurvePoint(point.Neurons, y.Value)]);
}
