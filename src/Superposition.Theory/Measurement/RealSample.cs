using System.Globalization;
using Superposition.Booleans;
using Superposition.Networks;

namespace Superposition.Measurement;

/// <summary>Drawn real inputs that networks are measured on: the same ones every time that they are walked.</summary>
/// <param name="Description">The distribution in words.</param>
/// <param name="Count">How many inputs are drawn.</param>
/// <param name="Seed">Draws them.</param>
/// <param name="Draw">Draws a number of inputs.</param>
/// <param name="Cancellation">Ends the walk with an <see cref="OperationCanceledException"/>.</param>
public sealed record RealSample(
    string Description, int Count, Seed Seed, Func<Random, int, SparseVectors> Draw, CancellationToken Cancellation = default)
{
    /// <summary>The inputs, in batches of at most <paramref name="batch"/>.</summary>
    public IEnumerable<SparseVectors> Batches(int batch)
    {
        var random = Seed.Stream("inputs");
        for (var left = Count; left > 0; left -= batch)
        {
            Cancellation.ThrowIfCancellationRequested();
            yield return Draw(random, Math.Min(batch, left));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} drawn inputs with {Description}");
}
