using System.Collections;
using System.Collections.Immutable;
using Superposition.Booleans;

namespace Superposition.Representation;

/// <summary>A boolean function as its values on a list of inputs: what a read-off of their activations should give.</summary>
public sealed class BooleanTarget
{
    // One bit an input: thousands of pairs on hundreds of thousands of inputs have to fit.
    private readonly BitArray isPositive;

    /// <summary>Takes the function's value on every input, in the order of the activations.</summary>
    public BooleanTarget(IEnumerable<bool> values)
        : this(new BitArray([.. values]))
    {
    }

    private BooleanTarget(BitArray values)
    {
        isPositive = values;
        Positives = [.. Enumerable.Range(0, values.Length).Where(i => values[i])];
    }

    /// <summary>N, the number of inputs.</summary>
    public int Inputs => isPositive.Length;

    /// <summary>The inputs where the function is 1, increasing.</summary>
    public ImmutableArray<int> Positives { get; }

    /// <summary>Whether the function takes one value only, so that nothing has to be told apart.</summary>
    public bool IsConstant => Positives.Length == 0 || Positives.Length == Inputs;

    /// <summary>The function's value on an input.</summary>
    public bool this[int input] => isPositive[input];

    /// <summary>The values of g functions on the inputs of a sample, one target a function.</summary>
    public static ImmutableArray<BooleanTarget> Of(IBooleanTargets targets, InputSample sample)
    {
        if (targets.Features != sample.Space.Features)
        {
            throw new ArgumentException(
                $"The functions read {targets.Features} features, the inputs have {sample.Space.Features}.", nameof(targets));
        }

        var values = Enumerable.Range(0, targets.Count).Select(_ => new BitArray(checked((int)sample.Count))).ToArray();
        var on = new List<int>();
        var seen = 0;
        foreach (var inputs in sample.Batches(4096))
        {
            for (var i = 0; i < inputs.Count; i++, seen++)
            {
                on.Clear();
                targets.AppendOn(inputs[i], on);
                foreach (var output in on)
                {
                    values[output][seen] = true;
                }
            }
        }

        return [.. values.Select(v => new BooleanTarget(v))];
    }
}
