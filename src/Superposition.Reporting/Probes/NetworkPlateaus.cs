using System.Collections.Immutable;
using Superposition.Plateaus;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.Probes;

/// <summary>The plateaus of one network, as sentences, figures and tables.</summary>
/// <param name="Lead">What the network is, and where states were taken, in a sentence or two.</param>
/// <param name="Plateaus">What was measured.</param>
public sealed record NetworkPlateaus(string Lead, PlateauReport Plateaus)
{
    private static readonly ImmutableArray<double> ShownSteps = [0.25, 0.5, 0.75, 1];

    /// <summary>What the curves say, in a sentence.</summary>
    public string Verdict => Plateaus.Target?.PlateauIndex is not { } index

            ? Plateaus.Target is null
            ? "Features are not known, so only distances of all outputs were measured."
            : "Putting a feature in hardly moves its own output, so there is no plateau to speak of."
        : $"The plateau index of a feature's own output is {Numbers.Fixed(index, 2)}: " + index switch
        {
            > 0.7 => "flat at both ends with a jump between them, as error correction makes it.",
            > 0.2 => "flatter at both ends than in between, but not flat.",
            >= -0.2 => "about a straight line; nothing is corrected.",
            _ => "flat at no more than one end, as units are that are merely off below a threshold.",
        };

    /// <summary>A table of the curves: response at some steps, index, slopes, half-way point.</summary>
    public Table Curves => new()
    {
        Name = "curves",
        Title = "Responses by direction",
        Note = "Own output: of the feature that is put in. Distance: of all outputs from where they were. Index: 0 for a straight line, "
            + "1 for a step that is flat at both ends. A dash: nothing moves.",
        Columns = ["response", .. ShownSteps.Select(step => $"r = {Numbers.Plain(step)}"), "index", "initial / steepest", "r₅₀"],
        Rows = [.. AllCurves().Select(Row)],
    };

    /// <summary>The singular values of the Jacobian; null where it was not asked for.</summary>
    public Table? Jacobian => Plateaus.AtCodewords is not { } states || Plateaus.AtMidpoints is not { } midpoints ? null : new Table
    {
        Name = "jacobian",
        Title = "Singular values of the Jacobian",
        Note = "Error correction contracts at states and stretches one direction half-way.",
        Columns = ["place", "largest", "rms", "above 1"],
        Rows = [JacobianRow("at states", states), JacobianRow("half-way", midpoints)],
    };

    /// <summary>All of it, for a page.</summary>
    public Findings ToFindings()
    {
        var answer = new Answer(
            Verdict,
            [new AnswerPoint("The network", Lead), .. Plateaus.Fit is { } fit
            ? [new AnswerPoint("Clip model", Words(fit))]
            : (AnswerPoint[])[]]);
        return new Findings(answer, [.. Charts()], [Curves, .. Jacobian is { } jacobian ? [jacobian] : (Table[])[]]);
    }

    /// <summary>What was fitted to the response of a feature's own output, θ and σ with their standard errors, as a sentence.</summary>
    public static string Words(ClipFit fit) =>
        $"Fitted to the own output: θ = {Numbers.Fixed(fit.Theta, 3)} ± {Numbers.Fixed(fit.ThetaError ?? 0, 3)}, σ = "
            + $"{Numbers.Fixed(fit.Sigma, 3)} ± {Numbers.Fixed(fit.SigmaError ?? 0, 3)} (standard errors over states); root mean "
            + $"squared distance from the curve {Numbers.Short(fit.Rms)}.";

    private IEnumerable<(string Name, ResponseCurve Curve)> AllCurves()
    {
        if (Plateaus.Target is { } target)
        {
            yield return ("own output, along the feature", target);
        }

        if (Plateaus.Feature is { } feature)
        {
            yield return ("distance, along a feature", feature);
        }

        yield return ("distance, to another state", Plateaus.BetweenStates);
        yield return ("distance, in which states differ", Plateaus.StateLike);
        yield return ("distance, random", Plateaus.Random);
    }

    private static ImmutableArray<string> Row((string Name, ResponseCurve Curve) row) =>
    [
        row.Name, .. ShownSteps.Select(step => Numbers.Fixed(row.Curve.Mean[row.Curve.Steps.IndexOf(step)], 4)),
        Text(row.Curve.PlateauIndex), Text(row.Curve.InitialShare), Text(row.Curve.Half),
    ];

    private static ImmutableArray<string> JacobianRow(string place, JacobianSpectrum spectrum) =>
        [place, Numbers.Short(spectrum.Leading[0]), Numbers.Short(spectrum.Rms), Numbers.Short(spectrum.AboveOne)];

    private static string Text(double? value) => value is { } number ? Numbers.Fixed(number, 3) : "–";

    private IEnumerable<Chart> Charts()
    {
        if (Plateaus is { Target: { } target, Fit: { } fit })
        {
            yield return Of(
                "own-output", "A feature's own output while the feature is put in", "mean output",
                $"Dashed: E clip((t + σZ − θ)/(1 − 2θ), 0, 1) fitted, θ = {Numbers.Fixed(fit.Theta, 3)}, σ = "
                    + $"{Numbers.Fixed(fit.Sigma, 3)}. Dotted: a straight line with the same ends.",
                [
                    new Curve(
                        "straight line", Palette.Guide,
                        [new CurvePoint(0, target.Mean[target.Steps.IndexOf(0)]), new CurvePoint(1, target.Mean[target.Steps.IndexOf(1)])]),
                    Mean("measured", new Ink("#0072B2", Width: 2.2f), target),
                    new Curve(
                        "clip model, fitted", new Ink("#111111", Dash.Dashed, Width: 1.2f),
                        [.. target.Steps.Select(step => new CurvePoint(step, fit.At(step)))]),
                ]);
        }

        yield return Of(
            "distances", "How far all outputs move, |f(x + r u) − f(x)|, by direction", "distance of outputs",
            "Error correction shows as directions that do nothing (random ones) next to directions that jump half-way (features, other "
                + "states).",
            [
                Mean("to another state", new Ink("#CC79A7"), Plateaus.BetweenStates),
                .. Plateaus.Feature is { } feature ? [Mean("along a feature", new Ink("#0072B2"), feature)] : (Mark[])[],
                Mean("in which states differ", new Ink("#009E73", Dash.Dashed), Plateaus.StateLike), Mean(
                    "random", new Ink("#333333", Dash.Dotted), Plateaus.Random),
            ]);
    }

    private static Curve Mean(string label, Ink ink, ResponseCurve curve) =>
        new(label, ink, [.. curve.Steps.Select((step, i) => new CurvePoint(
            step, curve.Mean[i], curve.Mean[i] - (2 * curve.StandardError[i]), curve.Mean[i] + (2 * curve.StandardError[i])))]);

    private static Chart Of(string name, string title, string y, string caption, ImmutableArray<Mark> marks) => new()
    {
        Name = name,
        Title = title,
        Note = "Mean over states; band: two standard errors over states",
        Caption = caption,
        X = Axis.Linear("step, 1 is a whole feature or the whole way"),
        Y = Axis.Linear(y),
        Columns = 1,
        Panels = [new Panel("", marks)],
    };
}
