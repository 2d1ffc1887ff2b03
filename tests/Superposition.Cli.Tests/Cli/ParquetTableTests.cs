using Parquet;
using Superposition.Cli.Runs;
using Superposition.Studies;

namespace Superposition.Tests.Cli;

/// <summary>A study's table as Parquet, read back.</summary>
public class ParquetTableTests
{
    private const string Rows = """
        {"cell":"a","task":"t","network":"n","seed":0,"neurons":16,"epsilon":0.25,"decided":true,"curve":[1,0.5],"map":[[1],[2]]}
        {"cell":"b","task":"t","network":"n","seed":1,"neurons":32,"epsilon":1,"curve":[],"refusal":"too small"}
        """;

    [Fact]
    public async Task Columns_keep_their_types_and_what_a_row_does_not_have_is_null()
    {
        var table = StudyTable.Parse(Rows.Split('\n'), ["task", "network", "seed", "neurons"], "rows");
        using var stream = new MemoryStream(ParquetTable.Of(table));
        await using var reader = await ParquetReader.CreateAsync(stream);
        using var group = reader.OpenRowGroupReader(0);
        var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name);
        Assert.Equal(StudyTableCsv.Columns(table), reader.Schema.Fields.Select(field => field.Name));
        Assert.Equal([0L, 1], await Scalars<long>("seed"));
        Assert.Equal([16L, 32], await Scalars<long>("neurons"));
        Assert.Equal([0.25, 1], await Scalars<double>("epsilon"));
        Assert.Equal([true, null], await Scalars<bool>("decided"));
        Assert.Equal((string?[])[null, "too small"], (string?[])await Texts("refusal"));
        Assert.Equal((string?[])["[[1], [2]]", null], (string?[])await Texts("map"));
        var (values, definition, repetition) = (new double[3], new int[3], new int[3]);
        await group.ReadRawAsync<double>(fields["curve"], values, definition, repetition, CancellationToken.None);
        Assert.Equal([1, 0.5], values[..2]);
        Assert.Equal([0, 1, 0], repetition);
        Assert.Equal([1, 1, 0], definition);

        async Task<T?[]> Scalars<T>(string name)
            where T : struct
        {
            var scalars = new T?[2];
            await group.ReadAsync<T>(fields[name], scalars);
            return scalars;
        }

        async Task<string[]> Texts(string name)
        {
            var texts = new string[2];
            await group.ReadAsync(fields[name], texts);
            return texts;
        }
    }
}
