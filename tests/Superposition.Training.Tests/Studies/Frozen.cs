using System.Text.Json;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>A frozen experiment: its records, and the rows of the study that takes its place.</summary>
internal static class Frozen
{
    // Records were made with one thread a tensor operation, as runs compute; how many there are decides the last bits of a product.
    static Frozen() => TorchSharp.torch.set_num_threads(1);

    public static IEnumerable<JsonElement> Records(string name) =>
        File.ReadLines(Place(name, "records.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    public static StudyTable Rows(string name, string file = "study.json")
    {
        var study = SpecReader.Read(File.ReadAllText(Place(name, file)), file, []);
        var context = new CellContext(new Progress<CellProgress>(), Store: null, CancellationToken.None);
        var lines = study.GridCells().SelectMany(cell =>
        {
            using var outcome = cell.Run(context);
            Assert.Null(outcome.Failure);
            return outcome.Lines;
        });
        return StudyTable.Parse([.. lines], study.CoordinateNames, name);
    }

    public static RowSelection Of(JsonElement record, string network) => RowSelection.All
        .With("network", record.GetProperty(network).GetString()!)
        .With("neurons", record.GetProperty("neurons").GetDouble());

    /// <summary>The one row that a selection takes.</summary>
    public static StudyRow One(this StudyTable table, RowSelection of)
    {
        var rows = table.Where(of).ToArray();
        Assert.True(rows.Length == 1, $"{rows.Length} rows of {of}, expected one.");
        return rows[0];
    }

    public static string Place(string name, string file)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Superposition.Training.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return Path.Combine(root, "tests", "Superposition.Training.Tests", "Studies", "Frozen", name, file);
    }
}
