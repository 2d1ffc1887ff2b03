using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;

namespace Superposition.Tasks;

/// <summary>The functions of a task, drawn and read: boolean ones, or real ones.</summary>
public sealed record TaskTargets
{
    private readonly Func<int, string> nameOf;

    /// <summary>Takes boolean functions as what a task computes.</summary>
    /// <param name="functions">The functions.</param>
    /// <param name="nameOf">What an output is called.</param>
    public TaskTargets(IBooleanTargets functions, Func<int, string> nameOf)
    {
        (Boolean, Count, this.nameOf) = (functions, functions.Count, nameOf);
    }

    /// <summary>Takes functions of real features as what a task computes.</summary>
    /// <param name="functions">The functions.</param>
    /// <param name="nameOf">What an output is called.</param>
    public TaskTargets(IRealTargets functions, Func<int, string> nameOf)
    {
        (Real, Count, this.nameOf) = (functions, functions.Count, nameOf);
    }

    /// <summary>The functions where inputs and outputs are boolean; otherwise null.</summary>
    public IBooleanTargets? Boolean { get; }

    /// <summary>The functions where inputs or outputs are real; otherwise null.</summary>
    public IRealTargets? Real { get; }

    /// <summary>g, the number of functions.</summary>
    public int Count { get; }

    /// <summary>
    /// What these functions were drawn from, with everything that was drawn written out: it gives the same functions for every seed.
    /// </summary>
    public required TargetsSpec Spec { get; init; }

    /// <summary>
    /// The circuit in layers, for tasks that are one: what deep networks are trained on layer by layer, and what living inputs are drawn
    /// for.
    /// </summary>
    public LayeredCircuit? Layers { get; init; }

    /// <summary>The circuit, for tasks that are one: what constructions of circuits are built from.</summary>
    public BooleanCircuit? Circuit { get; init; }

    /// <summary>The names of the features, where the task gives them; otherwise empty.</summary>
    public ImmutableArray<string> FeatureNames { get; init; } = [];

    /// <summary>The name of output j, counted from 0.</summary>
    public string NameOf(int output) => nameOf(output);
}
