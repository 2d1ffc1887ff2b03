namespace Superposition.AlgebraicCodes;

/// <summary>
/// Two pairs without a common member that share a class under two hashes: then the error of one at the other is twice what a single
/// collision costs.
/// </summary>
/// <param name="First">A hash.</param>
/// <param name="Second">Another.</param>
/// <param name="Pair">A pair of points.</param>
/// <param name="Other">A pair with both classes in common.</param>
public sealed record Collision(PairHash First, PairHash Second, (int X, int Y) Pair, (int X, int Y) Other)
{
    /// <summary>
    /// A collision of two hashes, or null where there is none: where f' ∘ f⁻¹ is almost perfect nonlinear; for powers, where the
    /// cyclic code with the zeros α^e and α^e' corrects two errors.
    /// </summary>
    /// <param name="first">A hash.</param>
    /// <param name="second">Another.</param>
    /// <param name="points">The points 0 … points − 1 are in use.</param>
    public static Collision? Find(PairHash first, PairHash second, int points)
    {
        var seen = new Dictionary<(int First, int Second), (int X, int Y)>();
        for (var x = 0; x < points; x++)
        {
            for (var y = x + 1; y < points; y++)
            {
                if (!seen.TryAdd((first.Class(x, y), second.Class(x, y)), (x, y)))
                {
                    return new Collision(first, second, seen[(first.Class(x, y), second.Class(x, y))], (x, y));
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{First} and {Second} collide: the pairs {{{Pair.X}, {Pair.Y}}} and {{{Other.X}, {Other.Y}}} share their classes under both";
}
