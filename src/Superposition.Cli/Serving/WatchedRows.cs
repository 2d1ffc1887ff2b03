using System.Text.Json;
using System.Text.Json.Nodes;
using Superposition.Cli.Runs;
using Superposition.Server;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Cli.Serving;

/// <summary>The rows, times and live points of a run, of which only what is new is read.</summary>
/// <param name="paths">The run's folder.</param>
/// <param name="study">Its study, which tells coordinates from measures; null for an experiment of another form.</param>
internal sealed class WatchedRows(RunPaths paths, StudySpec? study)
{
    private readonly Dictionary<string, LineTail> tails = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> seconds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> lost = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CurvePoint>> live = new(StringComparer.Ordinal);
    private HashSet<string> inFlight = new(StringComparer.Ordinal);
    private TableView? table;

    /// <summary>Cells that have rows, in the order of the file.</summary>
    public IEnumerable<string> Cells => rows.Keys;

    /// <summary>All rows as single values: coordinates first.</summary>
    public TableView Table => table ??= MakeTable();

    /// <summary>Reads what is new in the run's files and in the shards of its workers.</summary>
    public void Read()
    {
        foreach (var (results, timings) in (IEnumerable<(string, string)>)[(paths.Results, paths.Timings),
            .. paths.Shards.Workers.Select(worker => (paths.Shards.Results(worker), paths.Shards.Timings(worker)))])
        {
            foreach (var time in New(timings).Select(CellKeeper.Read<CellContent>).OfType<CellContent>())
            {
                seconds[time.Cell] = time.Seconds;
            }

            // A cell that comes from a shard comes again from the run's own file.
            var before = rows.Keys.ToHashSet(StringComparer.Ordinal);
            foreach (var row in New(results).Select(CellKeeper.Read<JsonObject>).OfType<JsonObject>())
            {
                if (row["cell"]?.GetValue<string>() is { } cell && !before.Contains(cell))
                {
                    (rows.TryGetValue(cell, out var known) ? known : rows[cell] = []).Add(row);
                    table = null;
                }
            }
        }

        foreach (var remark in paths.Shards.Workers.SelectMany(paths.Shards.LostBy))
        {
            lost[remark.Cell] = remark.Reason;
        }
    }

    /// <summary>Reads new points of the cells in flight.</summary>
    /// <returns>The points of every cell that was in flight while the run was watched.</returns>
    public IReadOnlyDictionary<string, List<CurvePoint>> ReadLive()
    {
        var folder = Path.GetDirectoryName(paths.States("x"))!;
        inFlight = [.. (Directory.Exists(folder) ? Directory.GetDirectories(folder) : []).Select(cell => Path.GetFileName(cell))];
        foreach (var cell in inFlight)
        {
            var lines = New(Path.Combine(paths.States(cell), LiveLog.FileName));
            foreach (var point in lines.Select(CellKeeper.Read<LivePoint>).OfType<LivePoint>())
            {
                (live.TryGetValue(cell, out var known) ? known : live[cell] = []).Add(
                    new CurvePoint(cell, point.Done, point.Step, point.Loss, point.Epsilon));
            }
        }

        return live;
    }

    /// <summary>The share of a cell that is done, 0 … 1.</summary>
    public double ShareOf(string cell) => rows.ContainsKey(cell) ? 1 : inFlight.Contains(cell) && live.TryGetValue(cell, out var points)
        && points is [.., var last] ? last.Done : 0;

    /// <summary>What a page shows of one cell: its state, the share done, its time and why it has no result.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="isAtWork">Whether the run is being computed.</param>
    public CellView View(string cell, bool isAtWork)
    {
        double? took = seconds.TryGetValue(cell, out var time) ? time : null;
        if (rows.TryGetValue(cell, out var found))
        {
            var failure = found.Select(row => Text(row, "failure")).FirstOrDefault(text => text is not null);
            var refusal = found.Select(row => Text(row, "refusal")).FirstOrDefault(text => text is not null);
            return new CellView(
                cell, failure is not null ? "failed" : refusal is not null ? "refused" : "done", 1, took, failure ?? refusal);
        }

        return lost.TryGetValue(cell, out var reason) ? new CellView(cell, "lost", 0, took, reason)
            : new CellView(cell, isAtWork && inFlight.Contains(cell) ? "running" : "waiting", ShareOf(cell), took, null);
    }

    /// <summary>A cell's rows as indented JSON, without lists of numbers.</summary>
    public string Text(string cell) => string.Join("\n", rows.GetValueOrDefault(cell, []).Select(row =>
        new JsonObject(row.Where(member => member.Value is not JsonArray).Select(member =>
            KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString(SpecJson.Indented)));

    /// <summary>A cell's learning curves: what it left, or what it has written so far.</summary>
    public IReadOnlyList<CurvePoint> Curve(string cell)
    {
        if (!rows.TryGetValue(cell, out var found))
        {
            return live.GetValueOrDefault(cell, []);
        }

        var losses = new LineTail(paths.In(RunPaths.Trace(cell))).ReadNew().Select(CellKeeper.Read<JsonObject>).OfType<JsonObject>()
            .Select(point => new CurvePoint(cell, 1, (long)(Number(point["step"]) ?? 0), Number(point["loss"]), null));
        var measured = from row in found
                       where row["curve.steps"] is JsonArray && row["curve.epsilon"] is JsonArray
                       from point in ((JsonArray)row["curve.steps"]!).Zip((JsonArray)row["curve.epsilon"]!)
                       select new CurvePoint(cell, 1, (long)(Number(point.First) ?? 0), null, Number(point.Second));
        return [.. losses.Concat(measured).OrderBy(point => point.Step)];
    }

    private IEnumerable<byte[]> New(string file) =>
        (tails.TryGetValue(file, out var tail) ? tail : tails[file] = new LineTail(file)).ReadNew();

    private TableView MakeTable()
    {
        var flat = rows.Values.SelectMany(cell => cell).Select(row => Flat(row, "").ToDictionary(StringComparer.Ordinal)).ToArray();
        string[] names = [.. flat.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).Where(name =>
            name is not ("cell" or "refusal" or "failure"))];
        string[] coordinates = [.. StudyRow.InOrder(names.Where(name => study?.CoordinateNames.Contains(name) ?? false))];
        string[] columns = ["cell", .. coordinates, .. names.Except(coordinates, StringComparer.Ordinal)];
        return new TableView(
            columns, 1 + coordinates.Length,
            [.. flat.Select(row => (IReadOnlyList<JsonNode?>)[.. columns.Select(column => row.GetValueOrDefault(column)?.DeepClone())])]);
    }

    /// <summary>Single values of a row, those of objects in it named by their path.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Flat(JsonObject row, string path) =>
        row.SelectMany(member => member.Value switch
    {
        JsonArray or null => [],
        JsonObject inner => Flat(inner, $"{path}{member.Key}."),
        var value => (IEnumerable<KeyValuePair<string, JsonNode?>>)[KeyValuePair.Create<string, JsonNode?>($"{path}{member.Key}", value)],
    });

    private static string? Text(JsonObject row, string key) =>
        row[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;
}
