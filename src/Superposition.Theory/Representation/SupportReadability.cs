using Google.OrTools.LinearSolver;

namespace Superposition.Representation;

/// <summary>
/// On how large supports a feature can be read from a linear code by some affine map. With φ_j the code of feature j and a state
/// Σ_{j∈S} φ_j, feature i can be told active or not on every support of at most s features exactly if κ_i > s, where κ_i = min max(Σ
/// z⁺, 1 + Σ z⁻) over all z with Σ_{j≠i} z_j φ_j = φ_i and |z_j| ≤ 1 (Borobia et al., arXiv 2605.01192).
/// </summary>
public static class SupportReadability
{
    /// <summary>κ of one feature; infinite when no such z exists, so that it can be read on every support.</summary>
    /// <param name="code_dm">The codes, one column a feature.</param>
    /// <param name="feature">i, the feature that is read.</param>
    /// <exception cref="InvalidOperationException">The linear program was not solved.</exception>
    public static double Of(float[,] code_dm, int feature)
    {
        var (d, m) = (code_dm.GetLength(0), code_dm.GetLength(1));
        using var solver = Solver.CreateSolver("GLOP");
        var largest = solver.MakeNumVar(0, double.PositiveInfinity, "κ");
        var positive = solver.MakeNumVarArray(m, 0, 1);
        var negative = solver.MakeNumVarArray(m, 0, 1);
        var held = solver.MakeConstraint(double.NegativeInfinity, 0);
        var lacking = solver.MakeConstraint(double.NegativeInfinity, -1);
        held.SetCoefficient(largest, -1);
        lacking.SetCoefficient(largest, -1);
        for (var j = 0; j < m; j++)
        {
            if (j == feature)
            {
                positive[j].SetUb(0);
                negative[j].SetUb(0);
            }

            held.SetCoefficient(positive[j], 1);
            lacking.SetCoefficient(negative[j], 1);
        }

        for (var i = 0; i < d; i++)
        {
            var row = solver.MakeConstraint(code_dm[i, feature], code_dm[i, feature]);
            for (var j = 0; j < m; j++)
            {
                if (j != feature)
                {
                    row.SetCoefficient(positive[j], code_dm[i, j]);
                    row.SetCoefficient(negative[j], -code_dm[i, j]);
                }
            }
        }

        solver.Objective().SetCoefficient(largest, 1);
        solver.Objective().SetMinimization();
        return solver.Solve() switch
        {
            Solver.ResultStatus.OPTIMAL => solver.Objective().Value(),
            Solver.ResultStatus.INFEASIBLE => double.PositiveInfinity,
            var status => throw new InvalidOperationException($"The linear program for feature {feature} ended as {status}."),
        };
    }

    /// <summary>The least κ of all features: with it, every feature can be read on every support of fewer than that many.</summary>
    /// <param name="code_dm">The codes, one column a feature.</param>
    public static double Least(float[,] code_dm) => Enumerable.Range(0, code_dm.GetLength(1)).Min(feature => Of(code_dm, feature));
}
