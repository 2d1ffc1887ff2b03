using Superposition.UniversalAnd;

namespace Superposition.AlgebraicCodes;

/// <summary>
/// The weights of the read-off of a code of hashes in whole numbers. The output for (k, l) is c + λ(b_k + b_l) + μ · (pairs of active
/// features that have the class of (k, l), counted once for each hash; with three active, one half of that).
/// </summary>
/// <param name="Same">μ/N in the units of the code.</param>
/// <param name="Linear">λ/N in the units of the code.</param>
/// <param name="Constant">c, −ε, in the units of the code.</param>
/// <param name="One">What stands for 1.</param>
/// <param name="Points">N, the number of points of the field.</param>
public sealed record HashReadOff(int Same, int Linear, int Constant, int One, int Points)
{
    /// <summary>
    /// At most two active: μ = λ = 2ε, ε = 1/(4 + 2h). At most three, h ≥ 3: μ = 4ε/h, λ = 2ε − 2ε/h, ε = h/(6h − 4).
    /// </summary>
    /// <param name="active">s, the number of features that are active at most.</param>
    /// <param name="hashes">h, the number of hashes, at least 1.</param>
    /// <param name="points">N, the number of points of the field, a power of 2.</param>
    /// <exception cref="ConstructionFailedException">Nothing below ¼, what the raw input has, is proved for these numbers.</exception>
    public static HashReadOff For(int active, int hashes, int points) => active switch
    {
        <= 2 => new(1, 1, -points / 2, points * (2 + hashes), points),
        3 when hashes >= 3 => new(2, hashes - 1, -hashes * points / 2, points * ((3 * hashes) - 2), points),
        3 => throw new ConstructionFailedException(
            $"code: {hashes} {(hashes == 1 ? "hash" : "hashes")} for at most 3 active features were asked for, expected at least 3 hashes: "
                + "with fewer the worst error is ¼, which the raw input has."),
        _ => throw new ConstructionFailedException(
            $"code: {active} active features were asked for, expected at most 3: four of them can share a class with a pair under so many "
                + "hashes that the worst error of these read-offs is not below ¼, which the raw input has."),
    };

    /// <summary>μ for a number of active features, half of it from three on, λ and c, as parts of 1.</summary>
    internal (double Same, double Linear, double Constant) Parts(int active) =>
        (Same * (double)Points / One / (active > 2 ? 2 : 1), Linear * (double)Points / One, Constant / (double)One);
}
