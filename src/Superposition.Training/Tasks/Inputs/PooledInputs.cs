using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>Inputs of a fixed pool, each as probable as the others.</summary>
/// <param name="space">m, and the largest number of active features.</param>
/// <param name="pool">The pool that training draws from with replacement.</param>
/// <param name="description">The pool in words.</param>
/// <param name="measured">The inputs to measure on, given how many are asked for and a seed; null for the pool itself.</param>
/// <param name="values">The values of active features; null for 1.</param>
internal sealed class PooledInputs(
    SparseInputs space, ActiveSets pool, string description, Func<int, Seed, ActiveSets>? measured, ValuesSpec? values)
    : InputDistribution(values)
{
    /// <inheritdoc/>
    public override SparseInputs Space => space;

    /// <inheritdoc/>
    public override string Description => Words(description);

    /// <inheritdoc/>
    public override SparseVectors Draw(Random random, int inputs)
    {
        var chosen = new int[inputs];
        for (var i = 0; i < inputs; i++)
        {
            chosen[i] = random.Next(pool.Count);
        }

        return WithValues(pool.Choose(chosen), random);
    }

    /// <summary>
    /// The whole pool where it is no larger than asked for, otherwise draws from it; where inputs were kept from the pool, these.
    /// </summary>
    public override InputSample Sample(int most, Seed seed) => AreReal ? base.Sample(most, seed)
        : InputSample.Given(space, measured?.Invoke(most, seed) ?? (pool.Count <= most ? pool : Draw(seed.Stream("inputs"), most).Places));

    /// <summary>The whole pool of training where other inputs are measured.</summary>
    public override InputSample FitSample(int least, Seed seed) =>
        measured is null || AreReal ? base.FitSample(least, seed) : InputSample.Given(space, pool);

    /// <inheritdoc/>
    public override int? Unseen(InputSample sample)
    {
        if (measured is null)
        {
            return null;
        }

        var known = Names(pool).ToHashSet(StringComparer.Ordinal);
        return sample.Batches(int.MaxValue).Sum(inputs => Names(inputs).Count(name => !known.Contains(name)));
    }

    /// <summary>The active features of every input as one text.</summary>
    internal static IEnumerable<string> Names(ActiveSets inputs) =>
        Enumerable.Range(0, inputs.Count).Select(i => string.Join(',', inputs[i].ToArray()));

    /// <inheritdoc/>
    internal override ITrainingTask Batches(TaskTargets targets) =>
        targets.Boolean is { } functions && !AreReal ? new PooledTask(pool, functions) : base.Batches(targets);
}
