using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Draws a layer of random subsets and checks the premise of every read-off of it: each pair of features shares a neuron.
/// </summary>
internal static class SubsetLayer
{
    /// <summary>W [d, m] with entries 0 and 1.</summary>
    public static Tensor Draw(string kind, UniversalAndSize size, Generator generator)
    {
        var p = size.DensityOrDefault;
        if (p is not (> 0 and < 1))
        {
            throw new ConstructionFailedException(
                $"{kind}: the density is {p:G4}, expected a probability strictly between 0 and 1 (at 0 or 1 all neurons are alike).");
        }

        using var scope = NewDisposeScope();
        var weight_dm = (rand(size.Neurons, size.Features, generator: generator) < p).to(float32);
        RequireShared(kind, weight_dm, size);
        return weight_dm.MoveToOuterDisposeScope();
    }

    /// <summary>Checks that each pair of features shares a neuron.</summary>
    /// <param name="kind">The construction, for the message.</param>
    /// <param name="weight_dm">1 where a neuron looks at a feature and 0 elsewhere.</param>
    /// <param name="size">What the layer is built for.</param>
    /// <exception cref="ConstructionFailedException">A pair shares none.</exception>
    public static void RequireShared(string kind, Tensor weight_dm, UniversalAndSize size)
    {
        using var scope = NewDisposeScope();
        var p = size.DensityOrDefault;
        var shared_mm = weight_dm.t().matmul(weight_dm) + diag(ones(size.Features));
        if (shared_mm.min().item<float>() < 1)
        {
            var lonely = shared_mm.flatten().argmin().item<long>();
            throw new ConstructionFailedException(
                $"{kind}: features {lonely / size.Features} and {lonely % size.Features} share no neuron, so their AND cannot be read "
                    + "off " +
                $"(m={size.Features}, d={size.Neurons}, p={p:G4}): d·p² = {size.Neurons * p * p:F1} shared neurons are expected, and 99 "
                    + $"draws in 100 cover every pair from d = {CoveringNeurons(size.Pairs, p):N0} on, so raise d or p.");
        }
    }

    /// <summary>d at which the expected number of pairs without a shared neuron, C(m,2)·(1 − p²)^d, falls to 1/100.</summary>
    private static int CoveringNeurons(int pairs, double density) =>
        (int)Math.Min(int.MaxValue, Math.Ceiling(Math.Log(100.0 * pairs) / -Math.Log(1 - (density * density))));
}
