using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Tasks;

namespace Superposition.Exploring;

/// <summary>Inputs that a page shows and measures on.</summary>
/// <param name="Description">How the task draws them, in words.</param>
/// <param name="Active">s, the number of active features that random inputs have at first.</param>
/// <param name="Least">The smallest number of active features.</param>
/// <param name="IsUniform">
/// Whether they are all inputs with that many active features, each as likely; otherwise only <paramref name="Drawn"/> are of the task.
/// </param>
/// <param name="Drawn">Inputs of the task, each by its active features.</param>
/// <param name="Values">The values of these features, input by input; null where all are 1.</param>
public sealed record ExploredInputs(
    string Description, int Active, int Least, bool IsUniform, ImmutableArray<ImmutableArray<int>> Drawn,
    ImmutableArray<ImmutableArray<float>>? Values)
{
    private const int Kept = 240;

    /// <summary>Draws inputs of a task.</summary>
    public static ExploredInputs Of(StudyTask task, Seed seed)
    {
        var drawn = task.Inputs.Draw(seed.Stream("explored-inputs"), Kept);
        var places = Enumerable.Range(0, drawn.Count).Select(input => drawn.Places[input].ToArray()).ToArray();
        var values = drawn.Values;
        var starts = drawn.Places.Offsets;
        ImmutableArray<float>[]? own = drawn.AreBoolean ? null : new ImmutableArray<float>[drawn.Count];
        for (var input = 0; own is not null && input < own.Length; input++)
        {
            own[input] = [.. values[starts[input]..starts[input + 1]]];
        }

        var space = task.Inputs.Space;
        return new ExploredInputs(
            task.Inputs.Description, space.Active, space.MinActive, task.Spec.Inputs is SparseSetSpec && !task.Inputs.AreReal,
            [.. places.Select(input => input.ToImmutableArray())], own is null ? null : [.. own]);
    }
}
