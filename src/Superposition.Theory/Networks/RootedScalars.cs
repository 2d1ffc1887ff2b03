using TorchSharp;

namespace Superposition.Networks;

/// <summary>
/// Scalars that live as long as the program. A number passed where TorchSharp takes a <see cref="Scalar"/> becomes a temporary object that
/// the garbage collector may finalize while the native call still reads it (TorchSharp does not keep it alive). Operations that read their
/// scalar late, index_add above all, then fail at random under load, so they are given one of these. See
/// docs/decisions/0003-arguments-kept-alive.md.
/// </summary>
public static class RootedScalars
{
    /// <summary>The number 1, kept alive for native calls.</summary>
    public static Scalar One { get; } = 1.0.ToScalar();
}
