using Superposition.UniversalAnd;

namespace Superposition.AlgebraicCodes;

/// <summary>
/// The ±Hadamard layer (<see cref="HadamardLayer"/>) in whole numbers, so that its worst error over all inputs is found as a fraction.
/// </summary>
public static class HadamardCode
{
    /// <summary>ε = 1/(3 + 1/κ) of the Hadamard layer for m features and at most two of them active, as a fraction.</summary>
    /// <param name="features">m, from 4 on: κ speaks of four different features.</param>
    public static Fraction Epsilon(int features)
    {
        var (order, most) = Sizes(features);
        return new Fraction(most, (3L * most) + order);
    }

    /// <summary>
    /// The network with every number times Nκ/ε, κ = K/N: the row of a pair is ±K (H_ak + H_al) + N H_ak H_al, and N (3K + N) stands
    /// for 1.
    /// </summary>
    /// <param name="features">m, from 4 on.</param>
    public static IntegerNetwork ToIntegers(int features)
    {
        var matrix = PaleyMatrix.WithColumns(features);
        var (order, most) = Sizes(features);
        int[] Signed(Func<int, int> row, Func<int, int> mirrored) =>
            [.. Enumerable.Range(0, order).Select(row), .. Enumerable.Range(0, order).Select(mirrored)];
        return new IntegerNetwork(
            [.. Enumerable.Range(0, features).Select(x => Signed(a => matrix[a, x], a => -matrix[a, x]))], new int[2 * order],
            (k, l) => Signed(
                a => (order * matrix[a, k] * matrix[a, l]) + (most * (matrix[a, k] + matrix[a, l])),
                a => (order * matrix[a, k] * matrix[a, l]) - (most * (matrix[a, k] + matrix[a, l]))),
            constant: 0, one: order * ((3 * most) + order));
    }

    private static (int Order, int Most) Sizes(int features)
    {
        var matrix = PaleyMatrix.WithColumns(features);
        return (matrix.Order, matrix.LargestFourfoldSum(features));
    }
}
