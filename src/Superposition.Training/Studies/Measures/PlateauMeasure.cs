using System.ComponentModel;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using Superposition.Plateaus;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>How outputs respond to steps of what the first layer reads: flat at both ends where errors are corrected.</summary>
[Description("Activation plateaus, around encoded inputs with exactly s active features once one is put in. For the steps target (the "
    + "feature's own output), feature, random, state-like and between (states): .index, .initial (initial over steepest slope), .half, "
    + "and .mean along .steps; of the target theta and sigma, fitted, with .error; jacobian.states and jacobian.middle (largest singular "
    + "values); for error-correction layers predicted.sigma, predicted.mean and predicted.off (the largest distance of target.mean from "
    + "it).")]
public sealed record PlateauMeasure : MeasureSpec
{
    /// <summary>How many states are measured, and at which steps.</summary>
    [Description("How many states are measured.")]
    public required PlateauSettings Settings { get; init; }

    /// <summary>The name that states are drawn by.</summary>
    [Description("The name that states are drawn by, at every seed; the seed alone when left out.")]
    public string? DrawnAs { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.settings.states", Settings.States, 2, 100_000),
        .. SpecRules.Between($"{path}.settings.distanceStates", Settings.DistanceStates, 2, Settings.States, "the number of states"),
        .. SpecRules.Between(
            $"{path}.settings.jacobianStates", Settings.JacobianStates, 0, Settings.DistanceStates, "the number of states for distances"),
    ];

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Boolean is not { } functions || bench.Task.Inputs.AreReal)
        {
            return;
        }

        var (space, seed) = (bench.Task.Inputs.Space, bench.SeedOf(DrawnAs ?? ""));
        var site = new NetworkSite(read.Network, NetworkSite.BeforeLayers).StoppedBy(context.Cancellation);
        using var states = States(site, functions, new SparseInputs(space.Features, space.Active, Sparsity.Exactly), seed);
        if (states is null)
        {
            return;
        }

        context.Progress.Report(new CellProgress(0.5, "plateaus"));
        var report = PlateauReport.Measure(StateMap.From(site), states, Settings, seed.For("plateaus"));
        Add("target", report.Target, numbers);
        Add("feature", report.Feature, numbers);
        Add("random", report.Random, numbers);
        Add("state-like", report.StateLike, numbers);
        Add("between", report.BetweenStates, numbers);
        numbers.Add("random.share", report.Feature is { } feature ? At1(report.Random) / At1(feature) : null);
        numbers.Add("theta", report.Fit?.Theta);
        numbers.Add("theta.error", report.Fit?.ThetaError);
        numbers.Add("sigma", report.Fit?.Sigma);
        numbers.Add("sigma.error", report.Fit?.SigmaError);
        numbers.Add("jacobian.states", report.AtCodewords?.Leading[0]);
        numbers.Add("jacobian.middle", report.AtMidpoints?.Leading[0]);
        if (read.IsOwn && read.Drawn.Correction is { } layer && report.Target is { } target)
        {
            var prediction = PlateauPrediction.Of(layer, space.Active - 1);
            double[] curve = [.. target.Steps.Select(prediction.At)];
            numbers.Add("predicted.sigma", prediction.Sigma(0.5));
            numbers.Add("predicted.mean", StudyValue.Of(curve));
            numbers.Add("predicted.off", curve.Zip(target.Mean, (predicted, measured) => Math.Abs(predicted - measured)).Max());
        }
    }

    private PlateauStates? States(NetworkSite site, IBooleanTargets functions, SparseInputs space, Seed seed)
    {
        try
        {
            return PlateauStates.FromNetwork(site, functions, space, Settings.States, seed);
        }
        catch (ArgumentException)
        {
            // No feature turns an output on, so there is nothing to step towards.
            return null;
        }
    }

    private static void Add(string name, ResponseCurve? curve, MeasuredNumbers numbers)
    {
        if (curve is not null)
        {
            numbers.Add($"{name}.index", curve.PlateauIndex);
            numbers.Add($"{name}.initial", curve.InitialShare);
            numbers.Add($"{name}.half", curve.Half);
            numbers.Add($"{name}.steps", StudyValue.Of(curve.Steps));
            numbers.Add($"{name}.mean", StudyValue.Of(curve.Mean));
        }
    }

    private static double At1(ResponseCurve curve) => curve.Mean[curve.Steps.IndexOf(1)];
}
