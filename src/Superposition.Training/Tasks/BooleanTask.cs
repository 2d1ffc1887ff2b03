using Superposition.Booleans;

namespace Superposition.Tasks;

/// <summary>What a network is trained and measured on: a set of sparse inputs and the boolean functions to compute of them.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Targets">The functions, over the same m features.</param>
public sealed record BooleanTask(SparseInputs Inputs, IBooleanTargets Targets)
{
    /// <summary>Training batches without end: every input is drawn uniformly from the whole set, afresh for every step.</summary>
    /// <param name="seed">The seed of this stream.</param>
    /// <param name="size">Inputs a batch.</param>
    public IEnumerable<ActiveSets> Batches(Seed seed, int size)
    {
        var random = seed.Stream("batches");
        while (true)
        {
            yield return Inputs.Draw(random, size);
        }
    }
}
