using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>A task that has a construction and a trained counterpart.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ErrorCorrectionTaskSpec), "error-correction")]
[JsonDerivedType(typeof(FanInTaskSpec), "fan-in-and")]
[JsonDerivedType(typeof(GateListTaskSpec), "gates")]
[JsonDerivedType(typeof(SuperposedTaskSpec), "superposed-and")]
[JsonDerivedType(typeof(DeepCircuitTaskSpec), "deep-circuit")]
public abstract record CounterpartTaskSpec
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>s: inputs have at most so many active features.</summary>
    [Description("s: inputs have at most so many active features.")]
    public required int Active { get; init; }

    /// <summary>What the task is, as network files name it.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>A name fit for a file, unique among tasks that differ.</summary>
    [JsonIgnore]
    public abstract string Id { get; }

    /// <summary>The task in a few words, for tables and figures.</summary>
    [JsonIgnore]
    public abstract string Title { get; }

    /// <summary>ReLUs of the trained network in all layers.</summary>
    [JsonIgnore]
    public abstract int Relus { get; }

    /// <summary>How many functions are computed.</summary>
    [JsonIgnore]
    public abstract int Outputs { get; }

    /// <summary>The set of inputs.</summary>
    [JsonIgnore]
    public SparseInputs Inputs => new(Features, Active, Sparsity.AtMost);

    /// <summary>What is wrong with the values, if anything.</summary>
    /// <param name="path">Where the task stands in the spec.</param>
    public virtual IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.features", Features, 4, 1024),
        .. SpecRules.Between($"{path}.active", Active, 1, Features, "the number of features"),
    ];

    /// <summary>The task cut down to what runs in a second.</summary>
    public abstract CounterpartTaskSpec Smoke();

    /// <summary>The task of one seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="inputs">How many inputs are looked at: all when there are no more, otherwise drawn.</param>
    /// <param name="cancellation">Stops whatever walks the inputs.</param>
    internal abstract Counterpart Draw(Seed seed, int inputs, CancellationToken cancellation);

    /// <summary>The inputs that are looked at, and those that read-offs are fitted on: the same when these are all, otherwise others.</summary>
    private protected (InputSample Measured, InputSample Fit) Samples(Seed seed, int inputs, CancellationToken cancellation)
    {
        var measured = InputSample.AllUpTo(Inputs, inputs, seed.For("measurement")).StoppedBy(cancellation);
        return (measured, measured.IsAll ? measured : InputSample.AllUpTo(Inputs, Math.Max(inputs, 4 * Relus), seed.For("fit")).StoppedBy(cancellation));
    }
}
