using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Experiments.LearnedVersusConstructed;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedVersusConstructed;

/// <summary>The figures of the comparison; one that would be empty is left out.</summary>
internal static class LearnedVersusConstructedCharts
{
    private static readonly ImmutableArray<string> InputClasses = ["none", "one", "both"];

    public static IEnumerable<Chart> Of(Comparison comparison)
    {
        if (comparison.Widths.Any())
        {
            yield return AllArms(
                comparison, "epsilon-of-all-arms", "Worst error ε of the four arms against width", "ε, largest |error|", errors => errors.Epsilon,
                "Every panel has the same axes. Above the dashed line at ¼ a network does no better, in its worst case, than an affine read-off of the raw input can. "
                + "Solid grey lines are proved: with that few neurons no network of any kind has a smaller ε. The dotted grey line is an order of magnitude with its constant taken as 1.",
                comparison.Spec.Task is { Pairs: null } task ? BoundCurves.Of(new SparseInputs(task.Features, task.Active, task.Sparsity), comparison.Widths.Min(), comparison.Widths.Max()) : []);
            yield return AllArms(
                comparison, "rms-of-all-arms", "Root mean square error of the four arms against width", "rms error", errors => errors.Rms,
                "The mean squared error is small for a network that answers 0 to everything, because few pairs are active: a small rms alone says little. The affine read-off with the smallest ε has a large one.",
                []);
            yield return Classes(comparison);
        }

        if (comparison.Likenesses.Any())
        {
            yield return Likeness(comparison);
        }
    }

    private static Chart AllArms(Comparison comparison, string name, string title, string axis, Func<ErrorReport, double> value, string caption, IEnumerable<Mark> bounds)
    {
        ImmutableArray<Mark> controls =
        [
            .. from control in new (string Label, Arm Arm)[] { ("zero", Arm.Zero), ("raw input, least squares", Arm.Linear), ("raw input, smallest possible ε", Arm.LinearMinimax) }
               from series in comparison.Of(control.Arm)
               let estimate = series.Of(0, value).Estimate
               where estimate is not null
               select new Level(control.Label, series.Ink, estimate.Mean),
            new Upright("one ReLU a pair: exact", Palette.NaiveWidth, comparison.NaiveWidth),
            .. bounds,
        ];
        Panel Of(string panel, IEnumerable<ArmSeries> arms) => new(panel, [.. controls, new Curve("dashed: least squares on the same layer", new Ink("#555555", Dash.Dashed), []), .. arms.Select(arm => arm.Curve(LegendLabel(arm), value))]);
        ImmutableArray<Panel> panels =
        [
            Of("Constructed: analytic read-off", comparison.Of(Arm.Analytic)),
            Of("Random layers: least squares", comparison.Of(Arm.LeastSquares).Concat(comparison.Of(Arm.UntrainedLeastSquares))),
            .. comparison.Objectives.Select(objective => Of(
                $"Trained under {objective}",
                new[] { Arm.TrainedReadOff, Arm.Trained, Arm.TrainedLeastSquares }.Select(arm => comparison.Of(arm, objective)).OfType<ArmSeries>())),
        ];
        return new Chart
        {
            Name = name,
            Title = title,
            Note = Note(comparison),
            Caption = caption + " Constructions that refused at a width, or diverged, have no point there.",
            X = Axis.Neurons,
            Y = Axis.Logarithmic(axis),
            Columns = panels.Length > 4 ? 3 : 2,
            Panels = panels,
        };
    }

    /// <summary>A curve's entry in the legend: layers are told by colour and sign, read-offs by the line and the panel, so that one entry serves many curves.</summary>
    private static string LegendLabel(ArmSeries arm) => arm.Arm switch
    {
        Arm.Analytic => $"{arm.Construction}",
        Arm.UntrainedLeastSquares => "untrained layer",
        Arm.TrainedReadOff => $"read-off trained on the frozen {arm.Construction} layer",
        Arm.Trained => "trained whole",
        _ => "",
    };

    private static Chart Classes(Comparison comparison)
    {
        var widest = comparison.Widths.Max();
        var arms = comparison.Arms.Where(arm => arm.Construction != "naive" && arm.Arm != Arm.Untrained && !arm.At(At(arm)).IsEmpty).ToArray();
        int At(ArmSeries arm) => arm.Arm is Arm.Zero or Arm.Linear or Arm.LinearMinimax ? 0 : widest;
        Estimate? Mean(ArmSeries arm, string inputClass, Func<ErrorStatistics, double> value) => Estimate.Of(
            arm.At(At(arm)).SelectMany(report => report.Classes).Where(c => c.Class == inputClass && c.Errors.Count > 0).Select(c => value(c.Errors)));
        IEnumerable<Mark> Row(int row, ArmSeries arm, string inputClass)
        {
            if (Mean(arm, inputClass, e => e.Max) is not { } largest || Mean(arm, inputClass, e => e.Q50) is not { } median || Mean(arm, inputClass, e => e.Q99) is not { } q99)
            {
                yield break;
            }

            var ink = arm.Ink with { Dash = Dash.Solid };
            yield return new Spread("", ink with { Width = 1.6f }, [new SpreadBar(median.Mean, largest.Mean, row)]);
            yield return new Curve("", ink with { Dash = Dash.None, Glyph = Glyph.Ring }, [new CurvePoint(median.Mean, row)]);
            yield return new Curve("", ink with { Dash = Dash.None, Glyph = Glyph.Bar }, [new CurvePoint(q99.Mean, row)]);
            yield return new Curve("", ink with { Dash = Dash.None, Glyph = Glyph.Disc }, [new CurvePoint(largest.Mean, row)]);
        }

        var key = new Ink("#444444", Dash.None);
        return new Chart
        {
            Name = "errors-by-class",
            Title = $"Errors by class of input at d = {Numbers.Count(widest)}",
            Note = Note(comparison, ""),
            Caption = "Absolute errors where none, one or both of the pair are active: median, 99 % quantile and maximum, each the mean over seeds. Colours are the families of the other figures. A bar that leaves the panel goes on beyond it.",
            X = Axis.Linear("|error|") with { Least = 0, Cap = 1.5 },
            Y = Axis.Named([.. arms.Select(arm => arm.Label)]),
            Columns = 3,
            Panels =
            [
                .. from inputClass in InputClasses
                   select new Panel(
                       $"{inputClass} active",
                       [
                           new Upright("smallest possible ε of the raw input, ¼", Palette.Linear, 0.25),
                           new Curve("median", key with { Glyph = Glyph.Ring }, []), new Curve("99 % quantile", key with { Glyph = Glyph.Bar }, []), new Curve("maximum", key with { Glyph = Glyph.Disc }, []),
                           .. arms.SelectMany((arm, row) => Row(row, arm, inputClass)),
                       ]),
            ],
        };
    }

    private static Chart Likeness(Comparison comparison)
    {
        var all = comparison.Likenesses.ToArray();
        var rows = all.Select(likeness => (likeness.Construction, likeness.Neurons)).Distinct().ToArray();
        var estimates = all.Select(likeness => likeness.Trained.Estimate).OfType<Estimate>().ToArray();
        var (trained, untrained, shuffled) = (Palette.Trained with { Dash = Dash.None, Glyph = Glyph.Disc }, Palette.Untrained with { Dash = Dash.None }, new Ink("#444444", Dash.None, Glyph.Cross));
        IEnumerable<Mark> Marks(string objective, string label, Ink ink, double aside, Func<LayerLikeness, PerSeed> value)
        {
            var points = all.Where(likeness => likeness.Objective == objective).Select(likeness => (Row: Array.IndexOf(rows, (likeness.Construction, likeness.Neurons)), Estimate: value(likeness).Estimate)).Where(p => p.Estimate is not null).ToArray();
            yield return new Spread("", ink with { Dash = Dash.Solid, Width = 1.2f }, [.. points.Select(p => new SpreadBar(p.Estimate!.Low, p.Estimate.High, p.Row + aside))]);
            yield return new Curve(label, ink, [.. points.Select(p => new CurvePoint(p.Estimate!.Mean, p.Row + aside))]);
        }

        return new Chart
        {
            Name = "similarity",
            Title = "How alike trained layers are to constructions, neuron by neuron",
            Note = estimates.All(e => e.HalfWidth is null) ? "One seed, so no interval" : $"Mean over {Sentence.Seeds(estimates)}; bars: 95 % confidence interval of the mean (Student t)",
            Caption = "Mean cosine of (weights, bias) over neurons, after the one-to-one matching that makes it largest. A trained layer resembles a construction only where it lies to the right of both controls: "
                + "the same layer before training, and its own entries shuffled, which keep the distribution of weights but not their arrangement.",
            X = Axis.Linear("mean cosine of matched neurons"),
            Y = Axis.Named([.. rows.Select(row => $"{row.Construction}, d = {Numbers.Count(row.Neurons)}")]),
            Columns = comparison.Objectives.Length,
            Panels =
            [
                .. from objective in comparison.Objectives
                   where all.Any(likeness => likeness.Objective == objective)
                   select new Panel(
                       $"Trained under {objective}",
                       [
                           .. Marks(objective, "untrained", untrained, -0.2, likeness => likeness.Untrained),
                           .. Marks(objective, "shuffled", shuffled, 0.2, likeness => likeness.Shuffled),
                           .. Marks(objective, "trained", trained, 0, likeness => likeness.Trained),
                       ]),
            ],
        };
    }

    private static string Note(Comparison comparison, string band = "band: 95 % confidence interval of the mean (Student t); ")
    {
        var arms = comparison.Arms.Where(arm => arm.Construction != "naive" && arm.Widths.Any(d => d > 0)).ToArray();
        var estimates = arms.SelectMany(arm => arm.Widths.Select(d => arm.Epsilon(d).Estimate!)).ToArray();
        var report = arms.SelectMany(arm => arm.Cells).Select(cell => cell.Errors).First();
        var inputs = $"{(report.AllInputs ? "all " : "")}{Numbers.Count(report.Inputs)} inputs{(report.AllInputs ? "" : " a seed, drawn")} with {report.InputSet}";
        return estimates.All(e => e.HalfWidth is null) ? $"One seed, so no interval; {inputs}" : $"Mean over {Sentence.Seeds(estimates)}; {band}{inputs}";
    }
}
