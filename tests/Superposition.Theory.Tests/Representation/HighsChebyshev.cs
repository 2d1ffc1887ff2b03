using Google.OrTools.LinearSolver;
using Superposition.Representation;

namespace Superposition.Tests.Representation;

/// <summary>ε* straight from its definition, min ε with y − ε ≤ A w (+ c) ≤ y + ε over all inputs, by another solver
/// (HiGHS).</summary>
internal static class HighsChebyshev
{
    public static double Solve(InputActivations activations, BooleanTarget target, ReadOffForm form)
    {
        using var solver = Solver.CreateSolver("HIGHS");
        var weights = solver.MakeNumVarArray(activations.Neurons, double.NegativeInfinity, double.PositiveInfinity);
        var size = form == ReadOffForm.Affine ? double.PositiveInfinity : 0;
        var constant = solver.MakeNumVar(-size, size, "c");
        var epsilon = solver.MakeNumVar(0, double.PositiveInfinity, "epsilon");
        for (var i = 0; i < activations.Inputs; i++)
        {
            double y = target[i] ? 1 : 0;
            foreach (var (constraint, sign) in new[] { (solver.MakeConstraint(double.NegativeInfinity, y), -1),
                (solver.MakeConstraint(y, double.PositiveInfinity), 1) })
            {
                for (var j = 0; j < activations.Neurons; j++)
                {
                    constraint.SetCoefficient(weights[j], activations[i][j]);
                }

                constraint.SetCoefficient(constant, 1);
                constraint.SetCoefficient(epsilon, sign);
            }
        }

        solver.Objective().SetCoefficient(epsilon, 1);
        solver.Objective().SetMinimization();
        Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
        return epsilon.SolutionValue();
    }
}
