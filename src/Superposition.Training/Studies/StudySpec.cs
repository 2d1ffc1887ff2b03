using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.Studies.Measures;
using Superposition.Studies.Networks;
using Superposition.Studies.Predictions;
using Superposition.Studies.Views;
using Superposition.Tasks;

namespace Superposition.Studies;

/// <summary>
/// A question put to experiment, as data: tasks × networks × seeds, what is measured of each, what is predicted and what is drawn. Its
/// text is kept as it was written, overrides included, so that a run's head can repeat the run.
/// </summary>
[JsonConverter(typeof(StudySpecConverter))]
public sealed record StudySpec
{
    private const int MaxInputs = 10_000_000;
    private const int SmokeInputs = 50;
    private const int SmokeSteps = 3;

    // What every row has besides the values of its grid.
    private static readonly FrozenSet<string> Reserved =
        FrozenSet.ToFrozenSet(["cell", "task", "network", "readOff", "seed", "refusal", "failure"], StringComparer.Ordinal);

    private readonly SpecNode root;
    private readonly StudyText text;

    private StudySpec(SpecNode root, StudyText text)
    {
        (this.root, this.text) = (root, text);
        SpecNode[] entries = [.. root["tasks"]!.Items, .. root["networks"]!.Items];
        Tasks = [.. root["tasks"]!.Items.SelectMany(Grid.Unfold<TaskSpec>).Select(task => task with { Value = WithTexts(task.Value) })];
        Networks = [.. root["networks"]!.Items.SelectMany(Grid.Unfold<NetworkSpec>)];
        (string Name, bool IsTuned)[] axes = [.. entries.SelectMany(Grid.Names)];
        TunedNames = [.. axes.Where(axis => axis.IsTuned).Select(axis => axis.Name).Distinct(StringComparer.Ordinal)];
        string[] coordinates = [.. axes.Select(axis => axis.Name), "task", "network", "neurons", "readOff", "seed"];
        CoordinateNames = [.. StudyRow.InOrder(coordinates.Distinct(StringComparer.Ordinal))];
    }

    /// <summary>The question that the study puts, a sentence.</summary>
    public string Asks => text.Question;

    /// <summary>How many inputs networks are measured on: all where there are no more.</summary>
    public int Inputs => text.Inputs;

    /// <summary>The tasks, at every point of their grids.</summary>
    public ImmutableArray<GridPoint<TaskSpec>> Tasks { get; }

    /// <summary>The network recipes, at every point of their grids.</summary>
    public ImmutableArray<GridPoint<NetworkSpec>> Networks { get; }

    /// <summary>The measures that are taken of every network under every read-off.</summary>
    public ImmutableArray<MeasureSpec> Measures => text.Measures;

    /// <summary>The seeds; every point of the grid is computed once for each.</summary>
    public ImmutableArray<ulong> AllSeeds => text.Seeds;

    /// <summary>The predictions, written before the run, that its table is judged by; may be empty.</summary>
    public ImmutableArray<Prediction> Predictions => text.Predictions ?? [];

    /// <summary>Which networks are set best against best in the answer.</summary>
    public ImmutableArray<Ranking> Rankings => text.Rankings ?? [];

    /// <summary>What is drawn; the defaults where it is empty.</summary>
    public ImmutableArray<View> Views => text.Views ?? [];

    /// <summary>The hash of the predictions, for the head of a run; null where there are none.</summary>
    public string? PredictionsHash => Predictions.IsEmpty ? null : Prediction.HashOf(Predictions, SpecJson.Line);

    /// <summary>
    /// The coordinates of the table that is judged and drawn: all but those that are tuned, whose values are chosen before.
    /// </summary>
    public ImmutableArray<string> ShownCoordinates => [.. CoordinateNames.Except(TunedNames, StringComparer.Ordinal)];

    /// <summary>The names of all coordinates of the table.</summary>
    public ImmutableArray<string> CoordinateNames { get; }

    /// <summary>The coordinates that are tuned: chosen by training loss alone.</summary>
    public ImmutableArray<string> TunedNames { get; }

    /// <summary>Whether there is one task at one point, so that cells need not name it.</summary>
    internal bool HasOneTask => Tasks.Length == 1;

    /// <summary>Checks the text of a study and unfolds it.</summary>
    /// <exception cref="SpecException">It is no study that can be run.</exception>
    internal static StudySpec Of(SpecNode root)
    {
        SpecShape.Check(root, typeof(StudyText));
        var spec = new StudySpec(root, JsonSerializer.Deserialize<StudyText>(WithoutGrids(root).ToJson().Span, SpecJson.Line)!);
        foreach (var problem in spec.Problems())
        {
            var place = root.Nearest(SpecPath.Parse(problem.Path)!).Place;
            throw new SpecException(
                $"{place}: {problem.Path} is {problem.Found}, expected {problem.Expected}{(problem.Expected.EndsWith('?') ? "" : ".")}");
        }

        return spec;
    }

    /// <summary>The grid, in a fixed order; made as it is walked, so that a grid too large can be refused.</summary>
    public IEnumerable<GridCell> GridCells() =>
        from task in Tasks
        from network in Networks
        where network.Value.IsFor(task) && network.Value.Exists(task.Value)
        from seed in AllSeeds.Take(network.Value.Seeds ?? int.MaxValue)
        select new StudyCell(this, task, network, new Seed(seed));

    /// <summary>
    /// One seed, the first value of every list, a few inputs, three steps of training, and whatever the study itself says under "smoke".
    /// </summary>
    public StudySpec Smoke()
    {
        var copy = root.Copy();
        copy["seeds"]!.Items.RemoveRange(1, copy["seeds"]!.Items.Count - 1);
        SpecOverride.Apply(copy, string.Create(CultureInfo.InvariantCulture, $"inputs={Math.Min(SmokeInputs, Inputs)}"));
        foreach (var node in copy["networks"]!.Items.Concat(copy["tasks"]!.Items).SelectMany(entry => entry.Descendants()).ToArray())
        {
            if (Grid.IsAxis(node))
            {
                var list = (node[Grid.Vary] ?? node[Grid.Tune])!.Items;
                list.RemoveRange(1, list.Count - 1);
            }
            else if (node["curve"] is not null)
            {
                SpecOverride.Apply(node, "curve=1");
            }
            else if (node["steps"] is not null && node["warmUp"] is not null)
            {
                SpecOverride.Apply(node, string.Create(CultureInfo.InvariantCulture, $"steps={SmokeSteps}"));
                SpecOverride.Apply(node, "warmUp=0");
            }
        }

        foreach (var change in text.Smoke ?? [])
        {
            SpecOverride.Apply(copy, change);
        }

        return Of(copy);
    }

    /// <summary>The same with the text of the files that it names, so that it can be run and repeated without them.</summary>
    /// <param name="read">Reads a file, given its path from where the spec lies.</param>
    public StudySpec WithFiles(Func<string, string> read)
    {
        var files = text.Files?.ToBuilder() ?? ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var task in root["tasks"]!.Items.SelectMany(Grid.Unfold<TaskSpec>))
        {
            task.Value.WithFiles(path =>
                System.Text.Encoding.UTF8.GetBytes(files.TryGetValue(path, out var known) ? known : files[path] = read(path)));
        }

        var study = this;
        if (files.Count > 0)
        {
            var copy = root.Copy();
            SpecOverride.Apply(copy, $"files={JsonSerializer.Serialize(files.ToImmutable(), SpecJson.Line)}");
            study = Of(copy);
        }

        study.RequireReadable();
        return study;
    }

    /// <summary>Reads the texts of tasks once, so that what is wrong with one is said before the first cell is computed.</summary>
    private void RequireReadable()
    {
        var seed = new Seed(AllSeeds[0]);
        foreach (var task in Tasks.Select(task => task.Value))
        {
            if (task is { Targets: CircuitSpec or TableSpec } or { Inputs: ListedInputsSpec })
            {
                task.Draw(seed);
            }

            if (task.Encoding is GivenEncodingSpec given)
            {
                given.Draw(task.Inputs.Features, seed).Dispose();
            }
        }
    }

    /// <summary>The spec as JSON, as it was written, overrides included; a new copy at every call.</summary>
    public JsonNode ToJsonNode() => JsonNode.Parse(root.ToJson().Span)!;

    private TaskSpec WithTexts(TaskSpec task) =>
        text.Files is { } files ? task.WithFiles(path => System.Text.Encoding.UTF8.GetBytes(files.GetValueOrDefault(path, ""))) : task;

    private IEnumerable<SpecProblem> Problems()
    {
        SpecNode[] entries = [.. root["tasks"]!.Items, .. root["networks"]!.Items];
        return
        [
            .. SpecRules.NotBlank("question", Asks, "a question in a sentence"),
            .. Predictions.SelectMany((prediction, i) => PredictionRules.Problems($"predictions[{i}]", prediction, ShownCoordinates)),
            .. Rankings.SelectMany((ranking, i) => ranking.Problems($"rankings[{i}]", ShownCoordinates)),
            .. Views.SelectMany((view, i) => ViewRules.Problems($"views[{i}]", view, ShownCoordinates)),
            .. SpecRules.Seeds(AllSeeds),
            .. Measures.SelectMany((measure, i) => measure.Problems($"measures[{i}]")),
            .. SpecRules.Between("inputs", Inputs, 1, MaxInputs),
            .. ProblemsOf("tasks", root["tasks"]!, (SpecNode entry, string path) =>
                Grid.Unfold<TaskSpec>(entry).SelectMany(task => task.Value.Problems(path))),
            .. ProblemsOf("networks", root["networks"]!, (SpecNode entry, string path) =>
                Grid.Unfold<NetworkSpec>(entry).SelectMany(network => network.Value.AllProblems(path))),
            .. from axis in entries.SelectMany(Grid.Names)
               where Reserved.Contains(axis.Name)
               select new SpecProblem(
                   "networks", $"a grid with an axis \"{axis.Name}\"",
                   "another name by \"as\", because every row has a value of that name"),
            .. from axis in root["tasks"]!.Items.SelectMany(Grid.Names).Select(axis =>
                axis.Name).Intersect(root["networks"]!.Items.SelectMany(Grid.Names).Select(axis => axis.Name))
               select new SpecProblem("networks", $"a grid with an axis \"{axis}\", which tasks have too", "another name by \"as\""),
            .. Networks.Where(network => network.Value.Seeds < 1).Take(1).Select(_ =>
                new SpecProblem("networks", "a list with a network that is given no seed", "1 seed or more, or none said")),
            .. from entry in root["networks"]!.Items.Index()
               where Grid.Unfold<NetworkSpec>(entry.Item).Any(network => !Tasks.Any(network.Value.IsFor))
               select new SpecProblem(
                   FormattableString.Invariant($"networks[{entry.Index}].for"), "a selection of no task",
                   "coordinates of tasks: "
                   + $"{string.Join(", ", Tasks.Select(task => task.Value.Name ?? "task").Distinct(StringComparer.Ordinal))}"),
            .. (from task in Tasks
                from name in root["networks"]!.Items.SelectMany(entry => Grid.Unfold<NetworkSpec>(entry).Where(network =>
                    network.Value.IsFor(task)).Select(network => network.Value.Name).Distinct(StringComparer.Ordinal))
                group name by (task.Value.Name, task.Coordinates, name) into same
                where same.Count() > 1
                select new SpecProblem("networks", $"a list with two networks called \"{same.Key.name}\" for one task", "different names"))
                    .Take(1),
        ];
    }

    private static IEnumerable<SpecProblem> ProblemsOf(
        string key, SpecNode list, Func<SpecNode, string, IEnumerable<SpecProblem>> problems) =>
        list.Items.Count == 0
            ? [new SpecProblem(key, "an empty list", "at least one")]
            : list.Items.SelectMany((entry, i) => problems(entry, string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]")));

    /// <summary>The text without tasks and networks, whose grids are unfolded entry by entry.</summary>
    private static SpecNode WithoutGrids(SpecNode root)
    {
        var copy = root.Copy();
        copy["tasks"]!.Items.Clear();
        copy["networks"]!.Items.Clear();
        return copy;
    }
}

/// <summary>Writes a study as its text, and reads it back from the head of a run.</summary>
internal sealed class StudySpecConverter : JsonConverter<StudySpec>
{
    /// <inheritdoc/>
    public override StudySpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        try
        {
            return StudySpec.Of(SpecText.Parse(json.RootElement.GetRawText(), _ => "the spec in the run's head"));
        }
        catch (SpecException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StudySpec value, JsonSerializerOptions options)
    {
        value.ToJsonNode().WriteTo(writer, options);
    }
}
