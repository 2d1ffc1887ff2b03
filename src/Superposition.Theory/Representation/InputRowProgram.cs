using System.Collections.Immutable;
using System.Diagnostics;
using Google.OrTools.LinearSolver;

namespace Superposition.Representation;

/// <summary>One input's row of a linear program over read-offs: Low ≤ a·w + c + Gain·t ≤ High.</summary>
internal readonly record struct InputRow(int Input, double Gain, double Low, double High);

/// <summary>The result of a program: the read-off, t, one multiplier an input that matters, and how many rows were solved for it.</summary>
internal sealed record InputRowSolution(LinearReadOff ReadOff, double Gain, SignedMeasure Multipliers, int RowsSolved);

/// <summary>
/// Linear programs with a read-off w, c and one more number t that is to be as large as possible, under one row an input; solved by GLOP. A
/// vertex is fixed by d + 2 rows, so most inputs never matter: with many of them, rows are generated. A few are solved, the inputs they
/// leave in violation are added, until there is none: every input counts, few are solved.
/// </summary>
internal sealed class InputRowProgram : IDisposable
{
    // Measured (docs/decisions/0005-linear-programs.md): up to about 32 rows a column the primal simplex method on all rows is fastest;
    // beyond, generated rows with the dual simplex method, which starts from the last solution.
    private const int RowsAtOnce = 32;
    private const int RowsToBeginWith = 4;
    private const double Tolerance = 1e-9;

    private readonly InputActivations activations;
    private readonly ImmutableArray<int> columns;
    private readonly IReadOnlyList<InputRow> rows;
    private readonly Solver solver;
    private readonly TimeSpan limit;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Variable[] weights;
    private readonly Variable? constant;
    private readonly Variable gain;
    private readonly List<(int Row, Constraint Constraint)> solved = [];
    private readonly bool[] isSolved;
    private readonly double[] values;

    private InputRowProgram(
        InputActivations activations, ReadOffForm form, double largestWeight, IReadOnlyList<InputRow> rows, TimeSpan limit)
    {
        this.activations = activations;
        this.rows = rows;
        this.limit = limit;

        // With limited weights a copy of a neuron can carry as much again; without limits it is of no use.
        columns = double.IsInfinity(largestWeight)
            ? activations.NormalEquations(form).Independent
            : [.. Enumerable.Range(0, activations.Neurons)];
        solver = Solver.CreateSolver("GLOP");
        weights = solver.MakeNumVarArray(columns.Length, -largestWeight, largestWeight);
        constant = form == ReadOffForm.Affine ? solver.MakeNumVar(double.NegativeInfinity, double.PositiveInfinity, "c") : null;
        gain = solver.MakeNumVar(double.NegativeInfinity, double.PositiveInfinity, "t");
        solver.Objective().SetCoefficient(gain, 1);
        solver.Objective().SetMaximization();
        isSolved = new bool[rows.Count];
        values = new double[rows.Count];
    }

    private int RowsPerColumn => weights.Length + 2;

    /// <summary>Solves the program over all rows.</summary>
    /// <param name="activations">The activations.</param>
    /// <param name="form">With or without c.</param>
    /// <param name="largestWeight">The largest |w_j| allowed; infinite for no limit.</param>
    /// <param name="rows">One row an input.</param>
    /// <param name="promising">Rows in the order in which they are likely to matter.</param>
    /// <param name="limit">The time that it may take.</param>
    /// <returns>
    /// The solution, or null when there is none in time: t can grow without end, or does so up to rounding and the solver gives up.
    /// </returns>
    public static InputRowSolution? Maximise(
        InputActivations activations, ReadOffForm form, double largestWeight, IReadOnlyList<InputRow> rows,
        IReadOnlyList<int> promising, TimeSpan limit)
    {
        using var program = new InputRowProgram(activations, form, largestWeight, rows, limit);
        return program.Run(promising);
    }

    /// <inheritdoc/>
    public void Dispose() => solver.Dispose();

    private InputRowSolution? Run(IReadOnlyList<int> promising)
    {
        var generates = rows.Count > RowsAtOnce * RowsPerColumn;
        Add(generates ? promising.Take(RowsToBeginWith * RowsPerColumn) : promising);
        while (true)
        {
            if (Solve(generates) != Solver.ResultStatus.OPTIMAL)
            {
                if (solved.Count == rows.Count || clock.Elapsed > limit)
                {
                    return null;
                }

                Add([.. promising.Where(row => !isSolved[row]).Take(solved.Count)]);
                continue;
            }

            var (readOff, t) = Solution();
            var violated = solved.Count == rows.Count ? [] : Violated(readOff, t);
            if (violated.Count == 0)
            {
                return new InputRowSolution(
                    readOff, t, SignedMeasure.Of(solved.Select(row => (rows[row.Row].Input, row.Constraint.DualValue()))), solved.Count);
            }

            Add(violated);
        }
    }

    private void Add(IEnumerable<int> chosen)
    {
        foreach (var row in chosen)
        {
            var (input, rowGain, low, high) = rows[row];
            var constraint = solver.MakeConstraint(low, high);
            var activation = activations[input];
            for (var j = 0; j < weights.Length; j++)
            {
                if (activation[columns[j]] != 0)
                {
                    constraint.SetCoefficient(weights[j], activation[columns[j]]);
                }
            }

            if (constant is not null)
            {
                constraint.SetCoefficient(constant, 1);
            }

            constraint.SetCoefficient(gain, rowGain);
            solved.Add((row, constraint));
            isSolved[row] = true;
        }
    }

    private Solver.ResultStatus Solve(bool generates)
    {
        solver.SetTimeLimit((long)Math.Max(1, (limit - clock.Elapsed).TotalMilliseconds));
        solver.SetSolverSpecificParametersAsString($"use_preprocessing:false use_dual_simplex:{(generates ? "true" : "false")}");
        var status = solver.Solve();
        if (clock.Elapsed <= limit && status is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.UNBOUNDED))
        {
            // Rare numerical trouble: once more from the beginning, the other way round.
            solver.SetTimeLimit((long)Math.Max(1, (limit - clock.Elapsed).TotalMilliseconds));
            solver.Reset();
            solver.SetSolverSpecificParametersAsString($"use_preprocessing:true use_dual_simplex:{(generates ? "false" : "true")}");
            status = solver.Solve();
        }

        return status;
    }

    private (LinearReadOff ReadOff, double Gain) Solution()
    {
        var all = new double[activations.Neurons];
        for (var j = 0; j < weights.Length; j++)
        {
            all[columns[j]] = weights[j].SolutionValue();
        }

        return (activations.OfActivations([.. all], constant?.SolutionValue() ?? 0), gain.SolutionValue());
    }

    /// <summary>Unsolved rows that the solution violates, the worst first, at most as many as there were to begin with.</summary>
    private List<int> Violated(LinearReadOff readOff, double t)
    {
        var w = readOff.Weights.AsSpan();
        var c = activations.ConstantOf(readOff).Value;
        var violated = new List<int>();
        for (var row = 0; row < rows.Count; row++)
        {
            if (!isSolved[row])
            {
                var value = Enclosure.Dot(activations[rows[row].Input], w, c).Value + (rows[row].Gain * t);
                values[row] = Math.Max(rows[row].Low - value, value - rows[row].High);
                if (values[row] > Tolerance)
                {
                    violated.Add(row);
                }
            }
        }

        violated.Sort((x, y) => values[y].CompareTo(values[x]));
        return violated.Count > RowsToBeginWith * RowsPerColumn ? violated[..(RowsToBeginWith * RowsPerColumn)] : violated;
    }
}
