using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>Gates of two features that do not care which of them is which.</summary>
public enum PairGate
{
    /// <summary>The conjunction b_k ∧ b_l: both features are active.</summary>
    And,

    /// <summary>The disjunction b_k ∨ b_l: at least one of the two features is active.</summary>
    Or,

    /// <summary>The exclusive or b_k ⊕ b_l: exactly one of the two features is active.</summary>
    Xor,
}

/// <summary>One gate for each pair of m features, in the order and with the classes of <see cref="PairAnds"/>.</summary>
public sealed class PairGates(int features, PairGate gate) : IBooleanTargets
{
    private readonly PairAnds pairs = PairAnds.All(features);

    /// <summary>The gate that is computed of every pair.</summary>
    public PairGate Gate => gate;

    /// <summary>The pairs (k, l), k &lt; l, in the order of the outputs.</summary>
    public ImmutableArray<(int First, int Second)> Pairs => pairs.Pairs;

    /// <inheritdoc/>
    public int Features => pairs.Features;

    /// <inheritdoc/>
    public int Count => pairs.Count;

    /// <inheritdoc/>
    public ImmutableArray<string> Classes => pairs.Classes;

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => (gate, inputClass) is (_, 0) or (PairGate.And, 1) or (PairGate.Xor, 2) ? 0 : 1;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes) => pairs.Classify(active, classes);

    /// <inheritdoc/>
    public void AppendOn(ReadOnlySpan<int> active, List<int> on)
    {
        var classes = new byte[Count];
        Classify(active, classes);
        for (var i = 0; i < classes.Length; i++)
        {
            if (ValueOf(classes[i]) == 1)
            {
                on.Add(i);
            }
        }
    }
}
