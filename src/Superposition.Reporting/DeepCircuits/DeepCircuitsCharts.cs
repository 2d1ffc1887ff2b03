using System.Collections.Immutable;
using Superposition.DeepCircuits;
using Superposition.Experiments.DeepCircuits;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;
using Superposition.Representation;

namespace Superposition.Reporting.DeepCircuits;

/// <summary>The figures of the experiment; one that would be empty is left out.</summary>
internal static class DeepCircuitsCharts
{
    // Errors without correction grow without limit; the axis ends where that is plain to see.
    private const double Cap = 300;
    private const double NoiseCap = 0.5;

    private static readonly Ink Predicted = new("#222222", Dash.Dashed, Width: 1.4f);

    private static readonly ImmutableArray<(DeepArm Arm, string Label, Ink Ink)> Arms =
    [
        (DeepArm.Corrected, "with correction", new Ink("#0072B2", Glyph: Glyph.Disc)),
        (DeepArm.Uncentred, "corrected, but not centred", new Ink("#E69F00", Glyph: Glyph.Triangle)),
        (DeepArm.Uncorrected, "without correction", new Ink("#D55E00", Glyph: Glyph.Wedge)),
    ];

    private static readonly ImmutableArray<(PoolKind Pool, string Label, Ink Ink)> Pools =
    [
        (PoolKind.Any, "units of COPY and OR gates", new Ink("#0072B2", Glyph: Glyph.Disc)),
        (PoolKind.Both, "units of AND gates", new Ink("#009E73", Glyph: Glyph.Square)),
        (PoolKind.One, "units of XOR gates", new Ink("#CC79A7", Glyph: Glyph.Diamond)),
    ];

    public static IEnumerable<Chart> Of(DeepGrid grid)
    {
        if (grid.Sizes(DeepPart.Fused) is { IsEmpty: false } fused)
        {
            yield return Errors(grid, fused, "fused-errors-by-layer", "Fused circuits: errors by layer, with and without correction");
            if (fused.Where(size => grid.Of(size).Any(point => point.Arm != DeepArm.Uncentred)).ToImmutableArray() is { IsEmpty: false } measured)
            {
                yield return Noise(grid, measured);
            }
        }

        if (grid.Widths.Any())
        {
            yield return Widths(grid);
        }

        if (grid.Sizes(DeepPart.Alternating) is { IsEmpty: false } alternating)
        {
            yield return Errors(grid, alternating, "alternation-errors-by-layer", "The paper's alternation: errors by layer of gates, with and without correction");
        }
    }

    private static Chart Errors(DeepGrid grid, ImmutableArray<DeepSize> sizes, string name, string title) => new()
    {
        Name = name,
        Title = title,
        Note = Note([.. sizes.SelectMany(grid.Of)]),
        Caption = "Above: the largest absolute error of any feature on any input looked at; from the line at ½ on a feature can be read wrongly. Below: root mean square over all features. "
            + "Layer 0 is the circuit's inputs. All arms of a size share circuits, channels and inputs, of which the controls see the first ones. What lies beyond 300 is cut off.",
        X = Axis.Linear("layer of gates"),
        Y = Axis.Logarithmic("error") with { Cap = Cap },
        Columns = sizes.Length,
        Panels =
        [
            .. from measure in new (string Name, Func<LayerReport, double> Of)[] { ("largest", layer => layer.Epsilon), ("rms", layer => layer.Rms) }
               from size in sizes
               select new Panel(
                   $"{measure.Name}, {size.Title}",
                   [
                       new Level("½, the threshold", Palette.Linear, 0.5),
                       .. from arm in Arms
                          from point in grid.Of(size)
                          where point.Arm == arm.Arm
                          select new Curve(arm.Label, arm.Ink, ByLayer(point, layer => measure.Of(layer))),
                   ]),
        ],
    };

    private static Chart Noise(DeepGrid grid, ImmutableArray<DeepSize> sizes) => new()
    {
        Name = "noise-by-layer",
        Title = "Fused circuits: noise σ of the pre-activations by layer",
        Note = Note([.. sizes.SelectMany(grid.Of).Where(point => point.Arm != DeepArm.Uncentred)]),
        Caption = "Root mean squared deviation of a unit's pre-activation from its noise-free value. Filled signs: with correction; dashed: predicted from widths, loads and active features. "
            + "Rings: units of COPY and OR gates without correction. What lies beyond 0.5, where units answer as they like, is cut off.",
        X = Axis.Linear("layer of gates"),
        Y = Axis.Linear("σ") with { Least = 0, Cap = NoiseCap },
        Columns = sizes.Length,
        Panels = [.. from size in sizes select new Panel(size.Title, [.. grid.Of(size).SelectMany(NoiseOf)])],
    };

    private static IEnumerable<Mark> NoiseOf(DeepPoint point)
    {
        ImmutableArray<CurvePoint> Of(PoolKind pool, Func<PoolNoise, double> value) =>
            ByLayer(point, layer => layer.Noise.FirstOrDefault(noise => noise.Pool == pool) is { } noise ? value(noise) : null);
        if (point.Arm == DeepArm.Uncorrected)
        {
            yield return new Curve("without correction", new Ink("#D55E00", Glyph: Glyph.Ring), Of(PoolKind.Any, noise => noise.Sigma));
        }
        else if (point.Arm == DeepArm.Corrected)
        {
            foreach (var (pool, label, ink) in Pools)
            {
                if (Of(pool, noise => noise.Sigma) is { IsEmpty: false } measured)
                {
                    yield return new Curve(label, ink with { Dash = Dash.None }, measured);
                    yield return new Curve("predicted", Predicted, Of(pool, noise => noise.Predicted));
                }
            }
        }
    }

    private static Chart Widths(DeepGrid grid)
    {
        var widths = grid.Widths.ToArray();
        var (first, last) = (widths[0].Features, widths[^1].Features);
        var start = widths[0].Units.Estimate!.Mean;
        ImmutableArray<CurvePoint> Through(Func<int, double> law) => [.. widths.Select(width => new CurvePoint(width.Features, start * law(width.Features) / law(first)))];
        return new Chart
        {
            Name = "smallest-width-by-features",
            Title = "Fused circuits: smallest width without a threshold error",
            Note = WidthNote(grid),
            Caption = "Points: the smallest width of the search's grid (steps of 4.4 %). The laws √m, √(m log m) and m^(2/3) are known up to a constant only; they are drawn through the first point, so that slopes can be compared. "
                + "At n = m/2 a network has as many ReLUs as features; at n = m it could give each gate a unit of its own.",
            X = Axis.Logarithmic("features m") with { CountsDoublings = true },
            Y = Axis.Logarithmic("units n") with { CountsDoublings = true },
            Columns = 1,
            Panels =
            [
                new Panel("",
                [
                    new Curve("one unit a gate, n = m", Palette.NaiveWidth, [new CurvePoint(first, first), new CurvePoint(last, last)]),
                    new Curve("as many ReLUs as features, n = m/2", Palette.Linear, [new CurvePoint(first, first / 2.0), new CurvePoint(last, last / 2.0)]),
                    new Curve("m^(2/3) (abstract of the paper, order)", new Ink("#CC79A7", Dash.Dashed, Width: 1.4f), Through(Bounds.TwoThirdsLaw)),
                    new Curve("√(m log m) (Adler and Shavit, order needed)", new Ink("#009E73", Dash.Dashed, Width: 1.4f), Through(m => Bounds.AdlerShavitLower(m))),
                    new Curve("√m (order)", new Ink("#8A8A8A", Dash.Dotted, Width: 1.6f), Through(m => Bounds.SquareRootLaw(m, 1))),
                    .. grid.Law is { } law
                        ? [new Curve($"fit: {Numbers.Fixed(law.Coefficient, 1)} m^{Numbers.Fixed(law.Exponent, 3)}", new Ink("#0072B2", Width: 1.2f), [.. new[] { first, last }.Select(m => new CurvePoint(m, law.Coefficient * Math.Pow(m, law.Exponent)))])]
                        : (Mark[])[],
                    new Curve("smallest width", new Ink("#0072B2", Dash.None, Glyph.Disc), [.. widths.Select(width => new CurvePoint(width.Features, width.Units.Estimate!))]),
                ]),
            ],
        };
    }

    private static ImmutableArray<CurvePoint> ByLayer(DeepPoint point, Func<LayerReport, double?> value) =>
        [.. from layer in Enumerable.Range(0, point.Size.Depth + 1) let estimate = point.At(layer, value).Estimate where estimate is not null select new CurvePoint(layer, estimate)];

    private static string Note(ImmutableArray<DeepPoint> points) => Note([.. points.Select(point => point.Epsilon.Estimate!)], points.Select(point => point.Inputs));

    private static string WidthNote(DeepGrid grid)
    {
        var widths = grid.Widths.ToArray();
        var depths = widths.SelectMany(width => width.Records).Select(record => record.Depth).Distinct();
        return $"{Note([.. widths.Select(width => width.Units.Estimate!)], widths.SelectMany(width => width.Records).Select(record => record.Inputs))}; {Sentence.List(depths.Select(depth => Numbers.Count(depth)))} layers of gates";
    }

    private static string Note(ImmutableArray<Estimate> estimates, IEnumerable<int> inputs)
    {
        int[] looked = [.. inputs.Distinct().Order()];
        var each = looked.Length == 1 ? Numbers.Count(looked[0]) : $"{Numbers.Count(looked[0])} to {Numbers.Count(looked[^1])}";
        return estimates.All(e => e.HalfWidth is null)
            ? $"One seed, so no interval; {each} living inputs"
            : $"Mean over {Sentence.Seeds(estimates)}; band: 95 % confidence interval of the mean (Student t); {each} living inputs a seed";
    }
}
