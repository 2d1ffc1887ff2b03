using System.Collections.Immutable;
using Superposition.Experiments.SuperposedInputs;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.SuperposedInputs;

/// <summary>The figures of the experiment; one that would be empty is left out.</summary>
internal static class SuperposedInputsCharts
{
    private const string Projection = "superposed-projection", Subset = "superposed-subset";
    private static readonly ImmutableArray<string> InputClasses = ["none", "one", "both"];
    private static readonly Ink Crosstalk = new("#CC79A7", Glyph: Glyph.Diamond), Neurons = new("#009E73", Glyph: Glyph.Square);

    public static IEnumerable<Chart> Of(SuperposedGrid grid)
    {
        foreach (var sweep in grid.Sweeps)
        {
            yield return Epsilon(grid, sweep);
            yield return ByClass(grid, sweep);
        }

        if (grid.Points.Any(point => point.Records[0].Noise is not null))
        {
            yield return NoiseTerms(grid);
        }

        if (grid.Points.Any(point => point.Records[0].Preactivation is not null))
        {
            yield return Preactivation(grid);
        }
    }

    private static Chart Epsilon(SuperposedGrid grid, Sweep sweep) => new()
    {
        Name = $"epsilon-by-{sweep.Name}",
        Title = $"Worst error ε against {sweep.Axis.Label}, {sweep.Rest}",
        Note = Note(grid, record => record.AllPairs!.Inputs, "all pairs"),
        Caption = "Dashed: what each construction predicts for as many inputs and pairs. Zero answers 0 to everything. \"Raw state, (φ_k + φ_l)/2 − ¼\" reads the state without any neuron; of features that are not in superposition it has ε = ¼, which no affine read-off undercuts. "
            + "The maximum of more pairs is larger, for every row of the figure alike.",
        X = sweep.Axis,
        Y = Axis.Logarithmic("ε, largest |error|"),
        Columns = sweep.Encodings.Count(),
        Panels =
        [
            .. from encoding in sweep.Encodings
               let any = grid.Spec.Scientific.Constructions.Select(kind => sweep.Along(kind, encoding).ToArray()).First(points => points.Length > 0)
               select new Panel(
                   $"{SuperposedGrid.NameOf(encoding)} directions",
                   [
                       new Level("affine, features not in superposition: ¼", Palette.Linear, 0.25),
                       sweep.Curve("zero", Palette.Zero, any, point => point.Of(record => record.Zero?.Epsilon)),
                       sweep.Curve("raw state, (φ_k + φ_l)/2 − ¼", Palette.LinearLeastSquares with { Glyph = Glyph.Cross }, any, point => point.Of(record => record.Linear?.Epsilon)),
                       sweep.Curve("raw state, least squares", Palette.LinearLeastSquares with { Glyph = Glyph.Ring, Dash = Dash.None }, any, point => point.Of(record => record.LinearLeastSquares?.Epsilon)),
                       .. Constructions(grid, sweep, encoding, point => point.Epsilon, point => point.PredictedEpsilon),
                   ]),
        ],
    };

    private static Chart ByClass(SuperposedGrid grid, Sweep sweep) => new()
    {
        Name = $"rms-by-class-and-{sweep.Name}",
        Title = $"Root mean square error by class of input against {sweep.Axis.Label}, {sweep.Rest}",
        Note = Note(grid, record => record.Sampled!.Inputs, "sampled pairs"),
        Caption = "None, one or both of the pair active; bias included. Dashed: predictions. Every class is seen at least once an input.",
        X = sweep.Axis,
        Y = Axis.Logarithmic("rms error"),
        Columns = InputClasses.Length,
        Panels =
        [
            .. from encoding in sweep.Encodings
               from inputClass in InputClasses
               select new Panel(
                   $"{SuperposedGrid.NameOf(encoding)}, {inputClass} active",
                   [
                       .. Constructions(
                           grid, sweep, encoding, point => point.OfClass(inputClass, errors => errors.Rms),
                           point => point.PredictedClass(inputClass) is { } predicted ? Math.Sqrt((predicted.Mean * predicted.Mean) + (predicted.Std * predicted.Std)) : null),
                   ]),
        ],
    };

    private static Chart NoiseTerms(SuperposedGrid grid) => new()
    {
        Name = "noise-of-projections",
        Title = "The two noises of random projections, one of the pair active",
        Note = Note(grid, record => record.Sampled!.Inputs, "sampled pairs"),
        Caption = "Crosstalk is what infinitely many neurons would get wrong with the directions drawn, computed from them; the rest of the variance comes from the drawing of neurons. Dashed: predictions. "
            + "Crosstalk falls with the dimension of the state, the other with the number of neurons; neither grows with the number of features. Directions without any overlap (as many dimensions as features) have no crosstalk and no point.",
        X = Axis.Logarithmic("features m, or dimension of the state d0") with { CountsDoublings = true },
        Y = Axis.Logarithmic("std of error") with { Floor = 0.003 },
        Columns = grid.Sweeps.Max(sweep => sweep.Encodings.Count()),
        Panels =
        [
            .. from sweep in grid.Sweeps
               from encoding in sweep.Encodings
               let points = sweep.Along(Projection, encoding).ToArray()
               where points.Length > 0
               select new Panel(
                   $"{SuperposedGrid.NameOf(encoding)}, against {(sweep.Name == "features" ? "m" : "d0")}, {sweep.Rest}",
                   [
                       new Curve("as predicted", Ink.AnyPrediction, []),
                       sweep.Prediction(Crosstalk, points, point => point.PredictedNoise("one", terms => terms.PredictedCrosstalk)),
                       sweep.Curve("crosstalk of directions", Crosstalk, points, point => point.OfNoise("one", terms => terms.Crosstalk)),
                       sweep.Prediction(Neurons, points, point => point.PredictedNoise("one", terms => terms.PredictedNeurons)),
                       sweep.Curve("drawing of neurons", Neurons, points, point => point.OfNoise("one", terms => terms.Neurons)),
                   ]),
        ],
    };

    private static Chart Preactivation(SuperposedGrid grid) => new()
    {
        Name = "noise-before-neurons",
        Title = "The noise before a neuron that decodes its subset from the state",
        Note = Note(grid, _ => 200, "all neurons"),
        Caption = "The standard deviation of what a neuron sees beyond its own subset's active features. Dashed: √(p m s/d0). A neuron's threshold stands between 1 and 2 active features: where the noise reaches 1 it decides nothing any more.",
        X = Axis.Logarithmic("features m, or dimension of the state d0") with { CountsDoublings = true },
        Y = Axis.Logarithmic("std of noise"),
        Columns = grid.Sweeps.Length,
        Panels =
        [
            .. from sweep in grid.Sweeps
               where sweep.Points.Any(point => point.Construction == Subset)
               select new Panel(
                   $"against {(sweep.Name == "features" ? "m" : "d0")}, {sweep.Rest}",
                   [
                       new Level("as large as the weight of a feature", Palette.Linear, 1),
                       new Curve("as predicted", Ink.AnyPrediction, []),
                       .. from encoding in sweep.Encodings
                          let ink = InkOf(encoding)
                          let points = sweep.Along(Subset, encoding).ToArray()
                          from curve in (Mark[])
                          [
                              sweep.Prediction(ink, points, point => point.Records[0].Preactivation?.Predicted),
                              sweep.Curve($"{SuperposedGrid.NameOf(encoding)} directions", ink, points, point => point.Of(record => record.Preactivation?.Measured)),
                          ]
                          select curve,
                   ]),
        ],
    };

    private static IEnumerable<Mark> Constructions(SuperposedGrid grid, Sweep sweep, EncodingKind encoding, Func<SuperposedPoint, PerSeed> measured, Func<SuperposedPoint, double?> predicted)
    {
        yield return new Curve("as the construction predicts", Ink.AnyPrediction, []);
        foreach (var kind in grid.Spec.Scientific.Constructions)
        {
            var points = sweep.Along(kind, encoding).ToArray();
            yield return sweep.Prediction(Palette.Of(kind), points, predicted);
            yield return sweep.Curve(kind, Palette.Of(kind), points, measured);
        }
    }

    private static Ink InkOf(EncodingKind encoding) => encoding switch
    {
        EncodingKind.Gaussian => Palette.Of("gaussian"),
        EncodingKind.Signs => Palette.Of("sign"),
        _ => new Ink("#56B4E9", Glyph: Glyph.Ring),
    };

    private static string Note(SuperposedGrid grid, Func<SuperposedInputsRecord, long> inputs, string pairs)
    {
        var estimates = grid.Points.Select(point => point.Epsilon.Estimate!).ToArray();
        var setting = grid.Spec.Fixed;
        return Sentence.FigureNote(
            estimates,
            $"s = {setting.Active} ({(setting.Sparsity == Booleans.Sparsity.Exactly ? "exactly" : "at most")}), {Numbers.Count(setting.Neurons)} ReLUs, {Numbers.Of(grid.Points.SelectMany(point => point.Records).Max(inputs), "input")}, {pairs}");
    }
}
