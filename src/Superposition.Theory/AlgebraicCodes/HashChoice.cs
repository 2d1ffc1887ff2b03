using System.Collections.Immutable;
using Superposition.UniversalAnd;

namespace Superposition.AlgebraicCodes;

/// <summary>Which hashes a code takes: a field with room for the features, and maps of which no two collide.</summary>
public static class HashChoice
{
    private const int LargestDegree = 9;

    /// <summary>
    /// The smallest field and the smallest exponents that give a number of hashes. One hash is possible in every field; for more, powers
    /// need an odd k, and k = 6 has a pair of maps of its own.
    /// </summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="hashes">h, the number of hashes, at least 1.</param>
    /// <param name="active">s, the number of features that are active at most: 2 or 3.</param>
    /// <exception cref="ConstructionFailedException">No field here has so many, or nothing is proved for so many active.</exception>
    public static HashLayer ForFeatures(int features, int hashes, int active = 2)
    {
        for (var degree = Degree(features); degree <= LargestDegree; degree++)
        {
            var field = new BinaryField(degree);
            if (degree == 6 && hashes == 2)
            {
                return new HashLayer(features, field, [PairHash.Power(field, 1), PairHash.InDimensionSix()], active);
            }

            if (hashes == 1 || (degree % 2 == 1 && Exponents(field, hashes) is not null))
            {
                return new HashLayer(
                    features, field, [.. (hashes == 1 ? [1] : Exponents(field, hashes)!.Value).Select(e => PairHash.Power(field, e))],
                    active);
            }
        }

        throw new ConstructionFailedException(
            $"code: {hashes} hashes of {features} features were asked for, but no field up to GF(2^{LargestDegree}) has as many powers "
                + "of which no two collide: expected fewer hashes or features.");
    }

    /// <summary>A code by powers that the caller chose.</summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="exponents">The exponents, each once.</param>
    /// <param name="active">s, the number of features that are active at most: 2 or 3.</param>
    /// <exception cref="ConstructionFailedException">A power is not one-to-one, or two of them collide.</exception>
    public static HashLayer ForExponents(int features, ImmutableArray<int> exponents, int active = 2)
    {
        var field = new BinaryField(Degree(features));
        try
        {
            return new HashLayer(features, field, [.. exponents.Select(e => PairHash.Power(field, e))], active);
        }
        catch (ArgumentException e)
        {
            throw new ConstructionFailedException($"code: in GF(2^{field.Degree}) {e.Sentence()}");
        }
    }

    /// <summary>
    /// The exponents, smallest first, of h powers of GF(2^k) of which no two collide; 1 is among them. Null where there are not so many.
    /// </summary>
    public static ImmutableArray<int>? Exponents(BinaryField field, int hashes)
    {
        var identity = PairHash.Power(field, 1);
        var exponents = field.Exponents();

        // x^e and x^e' collide when x and x^(e'/e) do, so one test an exponent settles all pairs.
        var harmless = exponents.Where(e => e != 1 && Collision.Find(identity, PairHash.Power(field, e), field.Size) is null).ToHashSet();
        var inverses = exponents.ToDictionary(e => e, e => Inverse(e, field.Units));
        return Extend([1]);

        ImmutableArray<int>? Extend(ImmutableArray<int> chosen) => chosen.Length == hashes
            ? chosen
            : exponents.Where(e => e > chosen[^1] && chosen.All(other => harmless.Contains(Ratio(e, other)))).Select(e =>
                Extend(chosen.Add(e))).FirstOrDefault(found => found is not null);

        int Ratio(int e, int other) => field.SmallestConjugate((int)((long)e * inverses[other] % field.Units));
    }

    /// <summary>The smallest k with 2^k ≥ m, at least 2.</summary>
    private static int Degree(int features) => Enumerable.Range(2, 15).First(k => 1 << k >= features);

    private static int Inverse(int exponent, int units) => Enumerable.Range(1, units).First(e => (long)e * exponent % units == 1 % units);
}
