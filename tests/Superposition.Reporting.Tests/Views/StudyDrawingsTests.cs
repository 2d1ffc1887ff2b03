using System.Text.Json;
using Superposition.Reporting;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Page;
using Superposition.Reporting.Statistics;
using Superposition.Reporting.Views;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Studies.Predictions;
using Superposition.Studies.Views;

namespace Superposition.Tests.Reporting.Views;

/// <summary>Views are drawn of the rows that they name, and say what they leave out.</summary>
public class StudyDrawingsTests
{
    private static readonly StudyTable Table = Sample();

    [Fact]
    public void Only_seeds_are_averaged_and_whatever_else_differs_is_a_series_of_its_own()
    {
        var chart = Chart("""{ "kind": "lines", "y": "epsilon", "x": "neurons", "where": { "network": "sign" } }""");
        var curves = chart.Panels.Single().Marks.OfType<Curve>().ToArray();
        Assert.Equal(["sign, least-squares", "sign, own"], curves.Select(curve => curve.Label));
        Assert.Equal(2, curves.Select(curve => (curve.Ink.Dash, curve.Ink.Glyph)).Distinct().Count());

        // Seeds 0 and 1 at d = 64 err by .20 and .22: mean .21, half width 12.7062 · .01.
        var point = curves[1].Points[0];
        Assert.Equal((64.0, 0.21, 0.082938), (point.X, Math.Round(point.Y, 12), Math.Round(point.Low, 6)));
    }

    [Fact]
    public void Series_stand_in_the_order_of_their_numbers_and_up_to_four_of_one_colour_differ_in_their_lines()
    {
        var rows = new[] { 4.0, 8, 12, 128 }.Select(d => new StudyRow(
            $"d{d}", StudyRow.None.Add("network", "sign").Add("neurons", d),
            StudyRow.None.Add("curve.rms", StudyValue.Of([1.0, 0.5])), null, null));
        AxesCharts charts = new(StudyTable.Of(rows), _ => new TaskSize(16, 0, 2));
        var chart = charts.Of(new CurvesView { Y = "curve.rms" }, "figure")!;
        var curves = chart.Panels.Single().Marks.OfType<Curve>().ToArray();
        Assert.Equal(["sign, d = 4", "sign, d = 8", "sign, d = 12", "sign, d = 128"], curves.Select(curve => curve.Label));
        Assert.Equal(4, curves.Select(curve => (curve.Ink.Colour, curve.Ink.Dash)).Distinct().Count());
        var coloured = charts.Of(new CurvesView { Y = "curve.rms", Colour = "neurons" }, "figure")!;
        Assert.Contains("one colour for each value of d.", coloured.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_are_not_told_apart_by_a_width_that_their_network_tells()
    {
        var rows = from network in new[] { ("trained", 8.0), ("linear", 0) }
                   select new StudyRow(
                       network.Item1, StudyRow.None.Add("network", network.Item1).Add("neurons", network.Item2).Add("readOff", "own"),
                       StudyRow.None.Add("epsilon", 0.1), null, null);
        var chart = new AxesCharts(StudyTable.Of(rows), _ => new TaskSize(16, 0, 2))
            .Of(new PointsView { Y = "epsilon", X = "network", Colour = "readOff" }, "figure")!;
        Assert.Equal("own", Assert.Single(chart.Panels.Single().Marks.OfType<Curve>()).Label);
    }

    [Fact]
    public void A_reference_far_from_the_data_stretches_no_axis_and_is_named_in_the_caption()
    {
        var near = Chart(
            """{ "kind": "lines", "y": "epsilon", "x": "neurons", "where": { "network": "sign" }, "references": ["quarter", "one"] }""");
        Assert.Equal(["¼"], near.Panels.Single().Marks.OfType<Level>().Select(level => level.Label));
        Assert.Contains("Outside the axis: 1 (above, 1.00).", near.Caption, StringComparison.Ordinal);
        Assert.InRange(AxisScale.Around(near.Y, Extent.OfY(near)).High, 0.25, 0.5);
    }

    [Fact]
    public void A_control_is_a_curve_where_it_changes_along_x_and_a_level_where_it_does_not()
    {
        var chart =
            Chart("""{ "kind": "lines", "y": "epsilon", "x": "neurons", "where": { "network": "sign" }, "references": """
                + """[{ "network": "shuffled" }, { "network": "linear" }] }""");
        var references = chart.Panels.Single().Marks.Where(mark => mark.IsReference).ToArray();
        Assert.Equal([0.3, 0.25], Assert.Single(references.OfType<Curve>()).Points.Select(point => point.Y));
        Assert.Equal(0.28, Assert.Single(references.OfType<Level>()).Y);
    }

    [Fact]
    public void A_bound_is_drawn_at_the_size_of_the_task_and_only_against_neurons()
    {
        var chart = Chart("""{ "kind": "lines", "y": "epsilon", "x": "neurons", "logY": true, "references": ["rank-bound"] }""");
        var bound = Assert.Single(chart.Panels.Single().Marks.OfType<Curve>(), mark => mark.IsReference);
        Assert.All(bound.Points, point => Assert.InRange(point.X, 64, 128));
        Assert.NotEmpty(bound.Points);
        var points = Chart("""{ "kind": "points", "y": "epsilon", "x": "network", "references": ["rank-bound"] }""");
        Assert.DoesNotContain(points.Panels.Single().Marks, mark => mark.IsReference);
    }

    [Fact]
    public void Zeros_on_a_logarithmic_axis_have_a_place_and_a_sentence()
    {
        var chart = Chart("""{ "kind": "lines", "y": "errors", "x": "neurons", "logY": true }""");
        var axis = AxisScale.Around(chart.Y, Extent.OfY(chart));
        Assert.InRange(axis.Place(0)!.Value, axis.Low, axis.Break!.Value);
        Assert.Contains(axis.Ticks(250, _ => 22), tick => tick.Label == "0");
        Assert.Contains("Values of 0", chart.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_and_failed_rows_are_left_out_and_counted()
    {
        var chart = Chart("""{ "kind": "points", "y": "epsilon", "x": "network" }""");
        Assert.EndsWith(
            "Left out: 1 row where the construction does not exist and 1 row that failed.", chart.Caption, StringComparison.Ordinal);
        Assert.DoesNotContain(chart.Panels.Single().Marks.OfType<Curve>().SelectMany(curve => curve.Points), point => point.X > 5);
    }

    [Fact]
    public void A_table_says_refused_and_failed_and_rounds_to_the_uncertainty()
    {
        var table =
            ViewTables.Of(new TableView { Rows = ["network", "readOff"], Columns = "neurons", Measures = ["epsilon"] }, Table, "t")!;
        Assert.Equal<string>(["network", "read-off", "seeds", "d = 64", "d = 128", "–"], table.Columns);
        var rows = table.Rows.Select(row => string.Join(" | ", row)).ToArray();
        Assert.Contains("sign | own | 2 | 0.21 ± 0.13 | 0.15 ± 0.13 | –", rows);
        Assert.Contains("subset | – | 1 | refused | – | –", rows);
        Assert.Contains("trained | – | 1 | – | failed | –", rows);
        Assert.Equal("0.99648 ± 0.00019", Numbers.PlusMinus(new SeedInterval(0.99648, 0.99629, 0.99667, 5)));
        Assert.Equal("0.0374", Numbers.PlusMinus(new SeedInterval(0.037445, 0.037445, 0.037445, 5)));
    }

    [Fact]
    public void A_study_without_views_gets_each_measure_against_the_longest_coordinate_of_numbers()
    {
        var views = DefaultViews.Of(Table);
        Assert.Equal(["epsilon", "errors"], views.OfType<LinesView>().Select(view => view.Y));
        Assert.All(views.OfType<LinesView>(), view => Assert.Equal("neurons", view.X));
        Assert.Equal("weights", Assert.Single(views.OfType<HeatView>()).Measure);
        Assert.IsType<TableView>(views[^1]);
        var (figures, tables, empty) = StudyDrawings.Of([], Table, _ => null);
        Assert.Equal((3, 1, 0), (figures.Length, tables.Length, empty.Length));
        Assert.All(figures, figure => Assert.Contains("<svg", figure.Svg, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_opens_with_the_verdicts_names_no_address_and_every_link_inside_it_leads_somewhere()
    {
        var (figures, tables, empty) = StudyDrawings.Of([], Table, _ => null);
        var prediction = new Prediction
        {
            Says = "Sign constructions err by <¼.",
            Test = JsonSerializer.Deserialize<PredictionTest>(
                """{ "measure": "epsilon", "of": { "network": "sign" }, "is": "<", "than": 0.5 }""", SpecJson.Line)!,
        };
        var page = StudyPage.Of(new StudyPageParts
        {
            Name = "n",
            Question = "Does it?",
            Remarks = [],
            Rankings = [],
            Headline = "H.",
            Verdicts = [PredictionJudge.Judge(prediction, Table)],
            PredictionsWereEdited = true,
            Table = Table,
            Figures = figures,
            Tables = tables,
            Empty = empty,
            Facts = [("Seeds", "0")],
            Command = "c",
            Spec = "{}",
        });
        Assert.True(page.IndexOf("class=\"verdict held\"", StringComparison.Ordinal) < page.IndexOf("<figure", StringComparison.Ordinal));
        Assert.Contains("Sign constructions err by &lt;¼.", page, StringComparison.Ordinal);
        Assert.Contains("were edited after the run", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        var anchors = System.Text.RegularExpressions.Regex.Matches(page, "href=\"#([^\"]+)\"").Select(match => match.Groups[1].Value);
        Assert.All(anchors, anchor => Assert.Contains($"id=\"{anchor}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Verdicts_name_numbers_place_and_what_would_decide()
    {
        string Finding(string test) => Verdicts.Finding(
            PredictionJudge.Judge(
                new Prediction { Says = "s", Test = JsonSerializer.Deserialize<PredictionTest>(test, SpecJson.Line)! }, Table), Table);
        Assert.Equal(
            "ε at 4 points, closest at own, d = 64: 0.21 [0.08, 0.34] over 2 seeds; predicted below 0.5.",
            Finding("""{ "measure": "epsilon", "of": { "network": "sign" }, "is": "<", "than": 0.5 }"""));
        Assert.StartsWith(
            "No row has a value named epsilom; did you mean \"epsilon\"?", Finding("""{ "measure": "epsilom", "is": "<", "than": 0.5 }"""),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "No row of the table is of d = 7.", Finding("""{ "measure": "epsilon", "of": { "neurons": 7 }, "is": "<", "than": 0.5 }"""),
            StringComparison.Ordinal);
        Assert.Contains(
            "would decide it", Finding("""{ "measure": "epsilon", "of": { "network": "sign" }, "is": "<", "than": 0.25 }"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_through_training_are_panels_of_equal_height_named_by_step_and_larger_layers_are_named()
    {
        var measures = StudyRow.None.Add("snapshots", StudyValue.Of([[0.0, 1], [2, 3], [4, 5], [6, -7]]))
            .Add("snapshots.steps", StudyValue.Of([0.0, 4000]));
        var row = new StudyRow("trained-seed0", StudyRow.None.Add("network", "trained").Add("seed", 0), measures, null, null);
        var view = new HeatView { Title = "Strip", Measure = "snapshots", Steps = "snapshots.steps" };
        var map = HeatMaps.Of(view, StudyTable.Of([row]), "strip")!;
        Assert.Equal(["trained, step 0", "trained, step 4,000"], map.Panels.Select(panel => panel.Title));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, -7], map.Panels.SelectMany(panel => panel.Cells).SelectMany(cells => cells).OfType<double>());
        Assert.All(map.Panels, panel => Assert.Equal(2, panel.Cells.Length));
        Assert.Contains("same order in every panel", map.Caption, StringComparison.Ordinal);
        var (figures, _, empty) = StudyDrawings.Of([view], Table, _ => null);
        Assert.Empty(figures);
        Assert.Equal("Strip (weights are kept as maps of up to 16,384 cells)", Assert.Single(empty));
    }

    private static Chart Chart(string view) =>
        new AxesCharts(Table, _ => new TaskSize(16, 0, 2)).Of((AxesView)JsonSerializer.Deserialize<View>(view, SpecJson.Line)!, "figure")!;

    private static StudyTable Sample()
    {
        StudyRow Row(string network, string? readOff, double? neurons, int seed, double? epsilon)
        {
            var coordinates = StudyRow.None.Add("network", network).Add("seed", seed);
            coordinates = readOff is null ? coordinates : coordinates.Add("readOff", readOff);
            coordinates = neurons is null ? coordinates : coordinates.Add("neurons", neurons.Value);
            var measures = epsilon is null ? StudyRow.None : StudyRow.None.Add("epsilon", epsilon.Value);
            measures = network == "sign" ? measures.Add("errors", neurons == 64 ? 0.01 * (1 + seed) : 0.0) : measures;
            measures = network == "shuffled" ? measures.Add("weights", StudyValue.Of([[1.0, -1], [0.5, neurons!.Value]])) : measures;
            return new StudyRow($"{network}-{neurons}-{seed}", coordinates, measures, null, null);
        }

        return StudyTable.Of(
        [
            .. from readOff in new[] { "own", "least-squares" }
               from neurons in new[] { 64.0, 128 }
               from seed in new[] { 0, 1 }
               select Row("sign", readOff, neurons, seed, (neurons == 64 ? 0.20 : 0.14) + (0.02 * seed) - (readOff == "own" ? 0 : 0.05)),
            Row("shuffled", null, 64, 0, 0.3), Row("shuffled", null, 128, 0, 0.25), Row("linear", null, null, 0, 0.28),
            Row("subset", null, 64, 0, null) with { Refusal = "There are no such subsets." },
            Row("trained", null, 128, 0, 9) with { Failure = "The loss was not finite." },
        ]);
    }
}
