using Superposition.Booleans;
using TorchSharp;

namespace Superposition.Networks;

/// <summary>Random tensors from a seed. Nothing in the project calls <c>manual_seed</c> or draws from the process-wide generator.</summary>
public static class SeedGenerators
{
    /// <summary>A generator for one purpose ("construction", "initial-weights", …). The caller disposes it.</summary>
    public static torch.Generator Generator(this Seed seed, string purpose) => new(seed.For(purpose).Value >> 1);
}
