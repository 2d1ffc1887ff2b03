using System.Collections.Immutable;
using System.Text.Json;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>The tidy table: what is written is what is read, to the last bit and key.</summary>
public class StudyTableTests
{
    private const string Line =
        """{"cell":"trained-d64-seed0","task":"pairs","network":"trained","readOff":"own","seed":0,"active":2,"neurons":64,"curve":"""
            + """[1,0.5,0.25],"epsilon":0.1428571428571429,"exact":true,"map":[[0,1],[1,0]]}""";

    private static readonly string[] Coordinates = ["neurons", "seed", "active", "task", "readOff", "network"];

    [Fact]
    public void A_line_survives_reading_and_writing_byte_by_byte()
    {
        var table = StudyTable.Parse([Line, ""], Coordinates, "results.jsonl");
        var row = Assert.Single(table.Rows);
        Assert.Equal(Line, row.ToJson());
        Assert.Equal<string>(["task", "network", "readOff", "seed", "active", "neurons"], table.CoordinateNames);
        Assert.Equal<string>(["curve", "epsilon", "exact", "map"], table.MeasureNames);
        Assert.Equal(0.1428571428571429, row["epsilon"]!.AsNumber);
        Assert.Equal(0ul, row.Seed);
        Assert.Null(row["rms"]);
    }

    [Fact]
    public void Refusal_and_failure_come_last_and_come_back()
    {
        var row = new StudyRow(
            "c", StudyRow.None.Add("seed", 3.0), StudyRow.None.Add("epsilon", 1e-300), "No 40 columns of this kind exist.",
            "The loss was not finite.");
        Assert.Equal(
            """{"cell":"c","seed":3,"epsilon":1E-300,"refusal":"No 40 columns of this kind exist.","failure":"The loss was not finite."}""",
            row.ToJson());
        Assert.Equal(row.ToJson(), StudyRow.Parse(row.ToJson(), new HashSet<string>(StringComparer.Ordinal) { "seed" }).ToJson());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""{"seed":1}""")]
    [InlineData("""{"cell":"a","seed":1,"seed":2}""")]
    [InlineData("""{"cell":"a","epsilon":{"value":1}}""")]
    [InlineData("""{"cell":"a","epsilon":null}""")]
    [InlineData("""{"cell":"a","epsilon":1e999}""")]
    [InlineData("""{"cell":"a","epsilon":NaN}""")]
    [InlineData("""{"cell":"a","map":[[1],2]}""")]
    [InlineData("""{"cell":5}""")]
    public void A_line_that_is_no_row_is_refused_by_its_number(string line)
    {
        var complaint = Assert.Throws<FormatException>(() => StudyTable.Parse([Line, line], Coordinates, "results.jsonl"));
        Assert.StartsWith("results.jsonl, line 2: ", complaint.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_never_enter_the_table(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => (StudyValue)value);
        Assert.Throws<ArgumentOutOfRangeException>(() => StudyValue.Of([1.0, value]));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudyValue.Of([[1.0], [value]]));
    }

    [Fact]
    public void A_name_that_stands_for_two_things_is_not_written()
    {
        var twice = new StudyRow("c", StudyRow.None.Add("neurons", 3.0), StudyRow.None.Add("neurons", 4.0), null, null);
        Assert.Throws<InvalidOperationException>(twice.ToJson);
        Assert.Throws<InvalidOperationException>(new StudyRow("c", StudyRow.None, StudyRow.None.Add("refusal", 4.0), null, null).ToJson);
        Assert.Throws<InvalidOperationException>(
            new StudyRow("c", StudyRow.None.Add("neurons", StudyValue.Of([1.0])), StudyRow.None, null, null).ToJson);
    }

    [Fact]
    public void A_selection_takes_the_rows_that_have_one_of_its_values_in_every_coordinate_it_names()
    {
        var table = StudyTable.Of(
            from network in new[] { "sign", "trained" }
            from neurons in new[] { 32.0, 64, 128 }
            select new StudyRow(
                $"{network}{neurons}", StudyRow.None.Add("network", network).Add("neurons", neurons), StudyRow.None, null, null));
        var selection = JsonSerializer.Deserialize<RowSelection>("""{ "network": "trained", "neurons": [64, 128] }""")!;
        Assert.Equal(["trained64", "trained128"], table.Where(selection).Select(row => row.Cell));
        Assert.Empty(table.Where(RowSelection.All.With("density", 0.5)));
        Assert.Equal(6, table.Where(RowSelection.All).Count());
        Assert.Equal("""{"network":"trained","neurons":[64,128]}""", JsonSerializer.Serialize(selection));
        Assert.Equal("network trained, neurons 64 or 128", selection.ToString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{ "neurons": [[1]] }""")]
    [InlineData("""{ "neurons": null }""")]
    public void A_selection_that_is_none_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RowSelection>(json));

    [Fact]
    public void Values_come_in_the_order_of_an_axis()
    {
        ImmutableArray<StudyValue> values = ["b", 10.0, true, 2.0, "a"];
        Assert.Equal<StudyValue>([2.0, 10.0, true, "a", "b"], values.Order(StudyValue.Order));
    }

    [Fact]
    public void Numbers_within_texts_count_as_numbers()
    {
        ImmutableArray<StudyValue> values = ["3 of 24", "12 features", "8 features", "p10", "8", "p9", "2 of 64", "08", "2 of 7"];
        Assert.Equal<StudyValue>(
            ["2 of 7", "2 of 64", "3 of 24", "08", "8", "8 features", "12 features", "p9", "p10"], values.Order(StudyValue.Order));
    }

    [Fact]
    public void As_csv_a_table_has_every_column_once_and_quotes_what_needs_it()
    {
        var row = StudyRow.Parse(Line, Coordinates.ToHashSet(StringComparer.Ordinal)) with { Refusal = "No \"such\" layer, sorry." };
        Assert.Equal(
            "cell,task,network,readOff,seed,active,neurons,curve,epsilon,exact,map,refusal,failure\n"
            + "trained-d64-seed0,pairs,trained,own,0,2,64,\"[1, 0.5, 0.25]\",0.1428571428571429,true,\"[[0, 1], [1, 0]]\",\"No "
                + "\"\"such\"\" layer, sorry.\",\n",
            StudyTableCsv.Of(StudyTable.Of([row])));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-2+3, both", "\"'-2+3, both\"")]
    [InlineData(" =1", "' =1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("+5.5e-5", "+5.5e-5")]
    [InlineData("a=b", "a=b")]
    public void Text_that_a_spreadsheet_would_take_for_a_formula_is_marked_as_text(string field, string written) =>
        Assert.Equal(written, StudyTableCsv.Quoted(field));
}
