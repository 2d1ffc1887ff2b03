using System.Collections.Immutable;

namespace Superposition.Representation;

/// <summary>
/// A signed measure μ on inputs. If μ is orthogonal to every column of the activations (and to the constant), the errors e of any
/// read-off obey Σ μ_i e_i = −Σ_{positives} μ_i, so that some |e_i| is at least |Σ_{positives} μ_i|/Σ|μ_i|: it witnesses that no
/// read-off does better.
/// </summary>
/// <param name="Inputs">The inputs that carry weight.</param>
/// <param name="Weights">μ on each of them.</param>
public sealed record SignedMeasure(ImmutableArray<int> Inputs, ImmutableArray<double> Weights)
{
    // A linear program's multipliers are good to about 1e-13 of the largest.
    private const double Negligible = 1e-10;

    /// <summary>
    /// Gathers μ from multipliers of inputs; an input may come more than once, multipliers that are zero up to rounding are left out.
    /// </summary>
    public static SignedMeasure Of(IEnumerable<(int Input, double Weight)> multipliers)
    {
        var sums = new SortedDictionary<int, double>();
        foreach (var (input, weight) in multipliers)
        {
            sums[input] = sums.GetValueOrDefault(input) + weight;
        }

        var least = Negligible * sums.Values.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var carrying = sums.Where(entry => Math.Abs(entry.Value) > least).ToArray();
        return new SignedMeasure([.. carrying.Select(entry => entry.Key)], [.. carrying.Select(entry => entry.Value)]);
    }
}
