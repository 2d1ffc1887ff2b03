using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>Inputs that keep a layered circuit active to its last layer.</summary>
[Description("For layered circuits: inputs with at most s active features that keep between 1 and s features active in every layer. A "
    + "pool of different ones is drawn, and batches are drawn from it.")]
public sealed record LivingInputsSpec : InputsSpec
{
    /// <summary>s, the largest number of active features, of the input and in every layer.</summary>
    [Description("s, the largest number of active features, of the input and in every layer.")]
    public required int Active { get; init; }

    /// <summary>How many inputs are drawn for the pool.</summary>
    [Description("How many inputs are drawn for the pool; of those that come more than once one is kept.")]
    public required int Pool { get; init; }

    /// <summary>How many different inputs are taken out of the pool to measure on.</summary>
    [Description("How many inputs are taken out of the pool at random and kept for measuring, so that training never sees them; left "
        + "out, inputs to measure on are drawn like those of the pool, and many are in it.")]
    public int? HeldOut { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.active", Active, 1, Math.Max(1, Features), "the number of features"),
        .. SpecRules.Between($"{path}.pool", Pool, 1, 10_000_000),
        .. SpecRules.Between($"{path}.heldOut", HeldOut ?? 1, 1, Math.Max(1, Pool - 1), "fewer than the pool has"),
    ];

    /// <inheritdoc/>
    public override InputDistribution Draw(TaskTargets targets, Seed seed)
    {
        var circuit = targets.Layers ?? throw new SpecException(
            "inputs are living, expected targets of the kind layers; other functions have no layers to be alive in.");
        var pool = Distinct(LivingInputs.Draw(circuit, Active, Pool, seed.For("training-inputs")));
        Func<int, Seed, ActiveSets> measured = (inputs, own) => LivingInputs.Draw(circuit, Active, inputs, own);
        if (HeldOut is { } heldOut)
        {
            (var kept, pool) = Split(pool, heldOut, seed.Stream("held-out"));
            measured = (inputs, _) => kept.Count <= inputs ? kept : kept.Slice(0, inputs);
        }

        var space = new SparseInputs(Features, Active, Sparsity.AtMost);
        return new PooledInputs(
            space, pool, FormattableString.Invariant($"inputs that keep the circuit active, {space}"), measured, Values);
    }

    /// <summary>Every input once: a rare one is trained on as often as a frequent one.</summary>
    private static ActiveSets Distinct(ActiveSets inputs) =>
        inputs.Choose([.. PooledInputs.Names(inputs).Index().DistinctBy(input => input.Item).Select(input => input.Index)]);

    private static (ActiveSets HeldOut, ActiveSets Others) Split(ActiveSets inputs, int heldOut, Random random)
    {
        if (inputs.Count <= heldOut)
        {
            throw new SpecException(
                $"inputs.heldOut is {heldOut:N0}, but the pool has {inputs.Count:N0} different inputs, expected more than are held out.");
        }

        int[] order = [.. Enumerable.Range(0, inputs.Count)];
        random.Shuffle(order);
        return (inputs.Choose(order.AsSpan(0, heldOut)), inputs.Choose(order.AsSpan(heldOut)));
    }
}
