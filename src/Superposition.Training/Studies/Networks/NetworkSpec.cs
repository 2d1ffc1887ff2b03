using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>
/// A recipe that gives a network for a task and a seed, or refuses with a sentence. A new kind is one file and one line here.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConstructionNetwork), "construction")]
[JsonDerivedType(typeof(TrainedNetwork), "trained")]
[JsonDerivedType(typeof(CodeNetwork), "code")]
[JsonDerivedType(typeof(TargetedNetwork), "targeted")]
[JsonDerivedType(typeof(BridgeNetwork), "bridge")]
[JsonDerivedType(typeof(KeysNetwork), "keys")]
[JsonDerivedType(typeof(ControlNetwork), "control")]
[JsonDerivedType(typeof(ErrorCorrectionNetwork), "error-correction")]
[JsonDerivedType(typeof(AndBankNetwork), "and-bank")]
[JsonDerivedType(typeof(GrownNetwork), "grown")]
[JsonDerivedType(typeof(CircuitNetwork), "circuit")]
[JsonDerivedType(typeof(FusedCircuitNetwork), "fused-circuit")]
[JsonDerivedType(typeof(KnownNetwork), "known")]
[JsonDerivedType(typeof(FileNetwork), "file")]
[JsonDerivedType(typeof(DerivedNetwork), "derived")]
[JsonDerivedType(typeof(AlternatingCircuitNetwork), "alternating-circuit")]
[JsonDerivedType(typeof(SuperposedLayerNetwork), "superposed-layer")]
public abstract record NetworkSpec
{
    private static readonly ImmutableArray<ReadOffSpec> OwnAlone = [new OwnReadOff()];

    /// <summary>What its rows in the table are called; not empty, and unique among the networks of a task.</summary>
    [Description("What its rows in the table are called."), JsonPropertyOrder(-1)]
    public required string Name { get; init; }

    /// <summary>The tasks that it is for, by the values of their coordinates; all tasks when null.</summary>
    [Description("The tasks that it is for, by coordinate: a value or a list of values each; all tasks when left out.")]
    public RowSelection? For { get; init; }

    /// <summary>The read-offs on its last layer; its own alone when left out.</summary>
    [Description("The read-offs on its last layer, a row of the table each; its own alone when left out.")]
    public ImmutableArray<ReadOffSpec>? ReadOffs { get; init; }

    /// <summary>How many of the study's seeds it is given.</summary>
    [Description("How many of the study's seeds it is given, from the first on; all when left out. 1 is enough for a network that has "
        + "nothing random.")]
    public int? Seeds { get; init; }

    /// <summary>Whether its weights are kept in the run's folder; those of trained networks alone when null.</summary>
    [Description("Whether weights are kept in the run's folder; trained networks alone are when left out.")]
    public bool? Keep { get; init; }

    /// <summary>The read-offs on its last layer.</summary>
    [JsonIgnore]
    public ImmutableArray<ReadOffSpec> Reads => ReadOffs ?? OwnAlone;

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the recipe stands in the spec.</param>
    public virtual IEnumerable<SpecProblem> Problems(string path) => [];

    /// <summary>The same with what is wrong with its name and its read-offs.</summary>
    internal IEnumerable<SpecProblem> AllProblems(string path) =>
    [
        .. SpecRules.NotBlank($"{path}.name", Name, "a name for its rows"),
        .. Problems(path),
        .. ReadOffs is { } readOffs
            ? SpecRules.Each($"{path}.readOffs", readOffs, (place, readOff) => readOff.Problems(place))
            : [],
    ];

    /// <summary>Whether it is for the task at a point of the grid.</summary>
    internal bool IsFor(GridPoint<TaskSpec> task) => For?.Takes(task.Coordinates.SetItem("task", task.Value.Name ?? "task")) ?? true;

    /// <summary>Whether there is such a network for a task; where there is none by design, the grid has no cell.</summary>
    public virtual bool Exists(TaskSpec task) => true;

    /// <summary>Whether a number of ReLUs tells its size.</summary>
    [JsonIgnore]
    public virtual bool HasWidth => true;

    /// <summary>d, the number of its ReLUs, for a task.</summary>
    public abstract int Width(TaskSpec task);

    /// <summary>What it costs, in arbitrary units.</summary>
    public abstract double Cost(TaskSpec task);

    /// <summary>Builds or trains the network.</summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public abstract DrawnNetwork Draw(StudyBench bench, CellContext context);
}
