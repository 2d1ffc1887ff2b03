using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Tasks;

/// <summary>
/// What the outputs of a network should be on a batch: for every input the outputs whose target is not 0, and their targets.
/// </summary>
public sealed class TargetBatch
{
    /// <summary>Takes real targets, which have no classes.</summary>
    /// <param name="on">For every input the outputs whose target is not 0.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    public TargetBatch(SparseVectors on, int outputs)
    {
        On = on;
        Outputs = outputs;
    }

    private TargetBatch(SparseVectors on, int outputs, ActiveSets inputs, IBooleanTargets functions)
        : this(on, outputs)
    {
        Inputs = inputs;
        Functions = functions;
    }

    /// <summary>For every input the outputs whose target is not 0, and their targets.</summary>
    public SparseVectors On { get; }

    /// <summary>g, the number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>n, the number of inputs.</summary>
    public int Count => On.Count;

    /// <summary>The inputs, where targets are boolean functions of them.</summary>
    public ActiveSets? Inputs { get; }

    /// <summary>The functions, where targets are boolean.</summary>
    public IBooleanTargets? Functions { get; }

    /// <summary>The targets of some of the inputs, in the order in which they are named; one may be named more than once.</summary>
    public TargetBatch Choose(ReadOnlySpan<int> inputs) => Functions is null
        ? new TargetBatch(On.Choose(inputs), Outputs)
        : new TargetBatch(On.Choose(inputs), Outputs, Inputs!.Choose(inputs), Functions);

    /// <summary>The targets of boolean functions.</summary>
    public static TargetBatch Of(ActiveSets inputs, IBooleanTargets functions)
    {
        var on = new List<int>();
        var offsets = new int[inputs.Count + 1];
        for (var i = 0; i < inputs.Count; i++)
        {
            functions.AppendOn(inputs[i], on);
            offsets[i + 1] = on.Count;
        }

        return new TargetBatch(new ActiveSets([.. on], offsets), functions.Count, inputs, functions);
    }
}
