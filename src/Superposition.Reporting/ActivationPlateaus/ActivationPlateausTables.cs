using System.Collections.Immutable;
using Superposition.Experiments.ActivationPlateaus;
using Superposition.Plateaus;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.ActivationPlateaus;

/// <summary>The tables of the experiment.</summary>
internal static class ActivationPlateausTables
{
    private const string Means = "Mean over seeds ± half the 95 % confidence interval (Student t). A dash: not defined, or no record yet.";

    public static IEnumerable<Table> Of(PlateauRuns runs)
    {
        if (runs.Series.IsEmpty)
        {
            yield break;
        }

        yield return Rows(
            "plateaus", "A feature's own output", "initial: slope at 0 over the steepest. steepness: steepest over end-to-end slope. r₅₀: where half of the way is made.", runs.Series,
            ["plateau index", "initial", "steepness", "r₅₀"],
            [Target(curve => curve.PlateauIndex), Target(curve => curve.InitialShare), Target(curve => curve.Steepness), Target(curve => curve.Half)]);
        if (!runs.Corrected.IsEmpty)
        {
            yield return Rows(
                "fits", "θ and σ of analytic layers", "Standard errors are over resampled states, within a layer; intervals are over seeds, each with its own layer.", runs.Corrected,
                ["σ predicted", "σ fitted", "its standard error", "θ fitted", "its standard error"],
                [record => record.PredictedSigma, record => record.Plateaus.Fit?.Sigma, record => record.Plateaus.Fit?.SigmaError, record => record.Plateaus.Fit?.Theta, record => record.Plateaus.Fit?.ThetaError]);
        }

        if (runs.Series.Any(series => series.Records.Any(record => record.Plateaus.AtCodewords is not null)))
        {
            yield return Rows(
                "jacobian", "Singular values of the Jacobian", "At states, and half-way along a feature's direction. rms over all of them; above 1: how many stretch.", runs.Series,
                ["states: largest", "rms", "above 1", "half-way: largest", "rms", "above 1"],
                [At(r => r.AtCodewords, j => j.Leading[0]), At(r => r.AtCodewords, j => j.Rms), At(r => r.AtCodewords, j => j.AboveOne), At(r => r.AtMidpoints, j => j.Leading[0]), At(r => r.AtMidpoints, j => j.Rms), At(r => r.AtMidpoints, j => j.AboveOne)]);
        }

        if (runs.Of(PlateauArm.Trained, PlateauArm.Untrained) is { IsEmpty: false } trained)
        {
            yield return Rows(
                "trained", "Trained networks", "rms: of all outputs on inputs without noise. θ and σ of the clip model fitted to the curve, which these networks need not follow: rms of the fit says how well they do. The learning rate is the one with the lowest training loss.", trained,
                ["learning rate", "rms", "θ fitted", "σ fitted", "rms of the fit"],
                [record => record.LearningRate, record => record.Rms, record => record.Plateaus.Fit?.Theta, record => record.Plateaus.Fit?.Sigma, record => record.Plateaus.Fit?.Rms]);
        }
    }

    private static Table Rows(string name, string title, string note, IEnumerable<PlateauSeries> series, ImmutableArray<string> columns, Func<ActivationPlateausRecord, double?>[] values) => new()
    {
        Name = name,
        Title = title,
        Note = $"{note} {Means}",
        Columns = ["network", .. columns, "seeds"],
        Rows = [.. series.Select(s => (ImmutableArray<string>)[s.Label, .. values.Select(value => Numbers.PlusMinus(s.Of(value).Estimate)), Numbers.Count(s.Records.Length)])],
    };

    private static Func<ActivationPlateausRecord, double?> Target(Func<ResponseCurve, double?> value) => record => record.Plateaus.Target is { } curve ? value(curve) : null;

    private static Func<ActivationPlateausRecord, double?> At(Func<PlateauReport, JacobianSpectrum?> place, Func<JacobianSpectrum, double> value) => record => place(record.Plateaus) is { } spectrum ? value(spectrum) : null;
}
