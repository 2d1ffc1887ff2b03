using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.Studies.Measures;
using Superposition.Studies.Networks;
using Superposition.Studies.ReadOffs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies;

/// <summary>
/// One task, one network recipe and one seed. Here, and nowhere else, stands what every cell does: build or train, or say why not; read
/// off; measure; make rows.
/// </summary>
internal sealed partial record StudyCell(StudySpec Study, GridPoint<TaskSpec> Task, GridPoint<NetworkSpec> Network, Seed Seed) : GridCell
{
    /// <inheritdoc/>
    public override string Id => NotForFiles().Replace(
        string.Join('-', [
            .. Study.HasOneTask
                ? (string[])[]
                : [Task.Value.Name ?? "task", .. Task.Coordinates.Select(value => $"{value.Key}{value.Value}")],
            Network.Value.Name,
            .. Network.Coordinates.Select(value => $"{value.Key}{value.Value}"),
            $"seed{Seed}"]), "-");

    /// <inheritdoc/>
    public override double Cost =>
        Network.Value.Cost(Task.Value) + Network.Value.Reads.Sum(readOff => readOff.Cost(Task.Value, Network.Value.Width(Task.Value)));

    /// <inheritdoc/>
    public override JsonNode Spec => new JsonObject
    {
        ["task"] = JsonSerializer.SerializeToNode(Task.Value, SpecJson.Line),
        ["network"] = JsonSerializer.SerializeToNode(Network.Value, SpecJson.Line),
        ["seed"] = Seed.Value,
    };

    /// <inheritdoc/>
    public override CellOutcome Run(CellContext context)
    {
        var bench = new StudyBench(Task.Value, Study.Inputs, Seed, context.Cancellation);
        try
        {
            using var drawn = Network.Value.Draw(bench, context);
            return Measured(bench, drawn, context);
        }
        catch (ConstructionFailedException e)
        {
            var row = new StudyRow(
                Id, Coordinates(null, Network.Value.HasWidth ? Network.Value.Width(Task.Value) : null),
                ImmutableSortedDictionary<string, StudyValue>.Empty, e.Message, Failure: null);
            return new CellOutcome(Id, Seed, [row.ToJson()]) { Refusal = e.Message };
        }
    }

    private CellOutcome Measured(StudyBench bench, DrawnNetwork drawn, CellContext context)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var networks = ImmutableArray.CreateBuilder<NamedNetwork>();
        foreach (var spec in Network.Value.Reads)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (spec.Read(drawn, bench, context.Cancellation) is not { } read)
            {
                continue;
            }

            using (read)
            {
                var row = new StudyRow(
                    Id, Coordinates(spec.Name, drawn.Neurons), ImmutableSortedDictionary<string, StudyValue>.Empty, Refusal: null,
                    drawn.Failure);
                lines.Add((row with { Measures = Numbers(row, read, bench, context) }).ToJson());
                if ((Network.Value.Keep ?? drawn.IsTrained) && !read.IsOfUntrained)
                {
                    networks.Add(Kept(read, read.IsOwn ? Id : $"{Id}-{spec.Name}", bench));
                }
            }
        }

        if (lines.Count == 0)
        {
            // A cell without rows would be computed again whenever the run is resumed.
            throw new ConstructionFailedException(
                FormattableString.Invariant($"None of its read-offs is taken of this network (m = {bench.Task.Features}, ")
                    + FormattableString.Invariant($"d = {drawn.Network.Neurons}), expected one that is: add \"own\", or raise a limit."));
        }

        return new CellOutcome(Id, Seed, lines.ToImmutable())
        {
            Failure = drawn.Failure,
            Networks = networks.ToImmutable(),
            Trace = drawn.Trace
        };
    }

    private static NamedNetwork Kept(ReadNetwork read, string name, StudyBench bench) =>
        new(name, read.Copy(), read.Drawn.Origin, bench.Task.Inputs.Space, bench.Task.Boolean as PairAnds)
        {
            Start = read.Drawn.Start,
            Task = bench.Task.Boolean is PairAnds ? "universal-and" : "own-task",
            Targets = bench.Task.Boolean is PairAnds ? null : bench.Task.Targets.Spec,
            Distribution = bench.Task.Spec.Inputs is SparseSetSpec { Values: null } ? null : bench.Task.Spec.Inputs,
        };

    private ImmutableSortedDictionary<string, StudyValue> Numbers(StudyRow row, ReadNetwork read, StudyBench bench, CellContext context)
    {
        var numbers = new MeasuredNumbers();
        numbers.Add("loss", read.Drawn.FinalLoss);
        foreach (var measure in Study.Measures.Where(measure => measure.Of?.Takes(row) ?? true))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            measure.Measure(read, bench, context, numbers);
        }

        return numbers.ToImmutable();
    }

    private ImmutableSortedDictionary<string, StudyValue> Coordinates(string? readOff, int? neurons)
    {
        var coordinates = Task.Coordinates.ToBuilder();
        coordinates.AddRange(Network.Coordinates.Where(value => value.Key != "neurons"));
        coordinates.Add("task", Task.Value.Name ?? "task");
        coordinates.Add("network", Network.Value.Name);
        if (neurons is { } d)
        {
            coordinates.Add("neurons", d);
        }

        coordinates.Add("seed", Seed.Value);
        if (readOff is not null)
        {
            coordinates.Add("readOff", readOff);
        }

        return coordinates.ToImmutable();
    }

    [GeneratedRegex("[^A-Za-z0-9.+-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotForFiles();
}
