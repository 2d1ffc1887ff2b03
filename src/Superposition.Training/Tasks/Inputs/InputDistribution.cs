using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>A distribution of sparse inputs.</summary>
/// <param name="values">The values of active features; null for 1.</param>
public abstract class InputDistribution(ValuesSpec? values)
{
    /// <summary>
    /// m, and the number of active features that networks for these inputs are scaled to: the s of a set of s-sparse inputs, the largest
    /// number of active features in a list, the mean number (rounded up) where features are active independently.
    /// </summary>
    public abstract SparseInputs Space { get; }

    /// <summary>The distribution in words, for example "exactly 3 of 64 features active".</summary>
    public abstract string Description { get; }

    /// <summary>Whether active features have values other than 1.</summary>
    public bool AreReal => values is not null;

    /// <summary>Draws inputs, each independently of the others. How many are drawn at a time does not change which come.</summary>
    public abstract SparseVectors Draw(Random random, int inputs);

    /// <summary>The batches of training.</summary>
    internal virtual ITrainingTask Batches(TaskTargets targets) => new DrawnTask(this, targets);

    /// <summary>Boolean inputs to measure on: every one where there are at most <paramref name="most"/>, otherwise as many drawn.</summary>
    /// <exception cref="InvalidOperationException">Inputs are real.</exception>
    public virtual InputSample Sample(int most, Seed seed) => AreReal
        ? throw new InvalidOperationException($"Boolean inputs are asked for, found {Description}.")
        : InputSample.From(Space, Description, (random, inputs) => Draw(random, inputs).Places, most, seed);

    /// <summary>Boolean inputs to fit read-offs on, apart from those that are measured where not all are.</summary>
    public virtual InputSample FitSample(int least, Seed seed) => Sample(least, seed);

    /// <summary>How many of some inputs are not in the pool that training draws from; null where there is none.</summary>
    public virtual int? Unseen(InputSample sample) => null;

    /// <summary>The values of active features, input after input.</summary>
    protected SparseVectors WithValues(ActiveSets places, Random random)
    {
        if (values is null)
        {
            return places;
        }

        var drawn = new float[places.Features.Length];
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = values.Draw(random);
        }

        return new SparseVectors(places, drawn);
    }

    /// <summary>The words on a set and its values.</summary>
    protected string Words(string set) => values is null ? set : $"{set}, {values}";
}

/// <summary>Inputs drawn afresh for every step.</summary>
internal sealed class DrawnTask(InputDistribution inputs, TaskTargets targets) : ITrainingTask
{
    public int Features => inputs.Space.Features;

    public int Outputs => targets.Count;

    public TrainingBatch Batch(Seed seed, long step, int? size)
    {
        var count = size ?? throw new NotSupportedException($"There is no end of inputs with {inputs.Description}: give a batch size.");
        var drawn = inputs.Draw(seed.Stream(FormattableString.Invariant($"batch-{step}")), count);
        return new TrainingBatch(
            drawn, targets.Boolean is { } functions
            ? TargetBatch.Of(drawn.Places, functions)
            : new TargetBatch(targets.Real!.Of(drawn), targets.Count));
    }
}
