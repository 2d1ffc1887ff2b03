using System.Collections.Immutable;

namespace Superposition.AlgebraicCodes;

/// <summary>
/// A hash of pairs: a one-to-one map f of GF(2^k) sorts the pairs {x, y} into 2^k − 1 classes f(x) + f(y), each of 2^(k−1) pairs
/// without a common member.
/// </summary>
public sealed class PairHash
{
    /// <summary>
    /// Values of a permutation of GF(2^6) that is almost perfect nonlinear, equivalent to the one of Browning, Dillon, McQuistan and Wolfe
    /// (An APN permutation in dimension six, 2010). No power is one-to-one and almost perfect nonlinear for even k. Both properties are
    /// checked wherever the values are used.
    /// </summary>
    private static readonly ImmutableArray<int> DimensionSix =
    [
        0, 54, 48, 13, 15, 18, 53, 35, 25, 63, 45, 52, 3, 20, 41, 33, 59, 36, 2, 34, 10, 8, 57, 37, 60, 19, 42, 14, 50, 26, 58, 24,
        39, 27, 21, 17, 16, 29, 1, 62, 47, 40, 51, 56, 7, 43, 44, 38, 31, 11, 4, 28, 61, 46, 5, 49, 9, 6, 23, 32, 30, 12, 55, 22,
    ];

    private readonly int[] images;
    private readonly int[] points;

    private PairHash(string name, int[] images, int? exponent)
    {
        (Name, this.images, Exponent) = (name, images, exponent);
        points = new int[images.Length];
        Array.Fill(points, -1);
        for (var x = 0; x < images.Length; x++)
        {
            if (points[images[x]] >= 0)
            {
                throw new ArgumentException(
                    $"{name} takes the same value at {points[images[x]]} and {x}, so it is no hash of pairs: expected a one-to-one map.",
                    nameof(images));
            }

            points[images[x]] = x;
        }
    }

    /// <summary>What the map is, for example "x^3".</summary>
    public string Name { get; }

    /// <summary>e, for the power x ↦ x^e; null for other maps.</summary>
    public int? Exponent { get; }

    /// <summary>The hash x ↦ x^e, one-to-one where e and N − 1 have no common factor.</summary>
    /// <exception cref="ArgumentException">It is not one-to-one.</exception>
    public static PairHash Power(BinaryField field, int exponent) =>
        new(exponent == 1 ? "x" : $"x^{exponent}", [.. Enumerable.Range(0, field.Size).Select(x => field.Power(x, exponent))], exponent);

    /// <summary>A permutation of GF(2^6) that goes with the identity; its values are read in any basis.</summary>
    public static PairHash InDimensionSix() => new("the permutation of Dillon and others", [.. DimensionSix], exponent: null);

    /// <summary>The image f(x) of an element x of the field, both written as 0 … N − 1.</summary>
    public int this[int x] => images[x];

    /// <summary>The class f(x) + f(y) of a pair of different elements, 1 … N − 1.</summary>
    public int Class(int x, int y) => images[x] ^ images[y];

    /// <summary>The point whose image is given.</summary>
    public int Point(int image) => points[image];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
