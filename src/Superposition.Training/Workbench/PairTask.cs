using Superposition.Booleans;

namespace Superposition.Workbench;

/// <summary>ANDs of pairs of features on sparse inputs: what a network is trained for and measured on.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Pairs">The pairs, one output each.</param>
public sealed record PairTask(SparseInputs Inputs, PairAnds Pairs)
{
    private const int MaxInputs = 100_000;

    /// <summary>All pairs of m features, on inputs with at most s of them active.</summary>
    /// <param name="features">m, 2 or more.</param>
    /// <param name="active">s, from 1 to m.</param>
    public static PairTask All(int features, int active) =>
        new(new SparseInputs(features, active, Sparsity.AtMost), PairAnds.All(features));

    /// <summary>All inputs, or a hundred thousand drawn ones where there are more.</summary>
    internal InputSample Sample(Seed seed) => InputSample.AllUpTo(Inputs, MaxInputs, seed.For("measurement"));
}
