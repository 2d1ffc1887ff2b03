using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A universal-AND construction.</summary>
[Description("A universal-AND construction with its own read-off.")]
public sealed record ConstructionNetwork : RandomNetworkSpec
{
    /// <summary>The kind of the construction, such as "subset" or "hadamard".</summary>
    [Description("Kind of the construction."), ConstructionKind]
    public required string Construction { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons; left out for constructions that have a width of their own.")]
    public int? Neurons { get; init; }

    /// <summary>Whether draws are not shared.</summary>
    [Description("Whether weights are drawn anew for every task; the same for all tasks when left out, so that tasks are compared on "
        + "the same weights.")]
    public bool? DrawnAnew { get; init; }

    [JsonIgnore]
    private IUniversalAndConstruction Kind => UniversalAndConstructions.Find(Construction)!;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path)
    {
        var unknown =
            SpecRules.OneOf($"{path}.construction", Construction, UniversalAndConstructions.All.Select(kind => kind.Kind)).ToArray();
        return unknown.Length > 0 ? unknown : (Kind.RequiredNeurons(2), Neurons) switch
        {
            (null, null) =>
                [new SpecProblem($"{path}.neurons", "left out", $"a number of neurons, because {Construction} has no width of its own")],
            _ when DrawnAnew is not null && DrawnAs is not null =>
                [new SpecProblem($"{path}.drawnAnew", "given", "none together with drawnAs")],
            (null, { } neurons) => SpecRules.Between($"{path}.neurons", neurons, 1, 1_000_000),
            (_, { }) => [new SpecProblem($"{path}.neurons", "given", $"none, because {Construction} has a width of its own")],
            _ => [],
        };
    }

    /// <summary>A construction that can be too wide has no cells where it is.</summary>
    public override bool Exists(TaskSpec task) => Kind.MaxNeurons(task.Inputs.Features) is not { } most || Neurons <= most;

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons ?? Kind.RequiredNeurons(task.Inputs.Features)!.Value;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.1 + ((double)task.Inputs.Features * task.Inputs.Features * (Width(task) + 1000) / 1e7);

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var neurons = Width(bench.Task.Spec);
        var size = bench.SizeOf(Kind, neurons);
        var name = DrawnAs ?? (DrawnAnew == true
            ? FormattableString.Invariant($"{Construction}-m{size.Features}-s{size.Inputs.Active}-d{neurons}-seed{bench.Seed}")
            : null);
        return new DrawnNetwork(bench.Construct(Kind, neurons, name: name))
        {
            Predict = () => Kind.Predict(size),
            Construction = (Kind, size),
        };
    }
}
