using System.Diagnostics;

namespace Superposition.Representation;

/// <summary>
/// The read-off with the smallest largest error, min_w max_i |A_i w − y_i|, by an exchange method (Stiefel 1959; as the simplex method
/// for min ‖μ‖₁ subject to Aᵀμ = 0, yᵀμ = 1). A basis of n + 1 inputs gives the measure μ, whose 1/‖μ‖₁ bounds ε*
/// from below, and a read-off that errs by just that on all of them; the input where it errs most enters. A step goes past every sign
/// change of μ as long as ‖μ‖₁ falls, and all targets share columns and the inverse to start from. Nothing rests on its accuracy:
/// what it finds is proved afterwards.
/// </summary>
internal sealed class ChebyshevExchange
{
    // Measured (docs/decisions/0005-linear-programs.md): so many of the worst inputs are kept at hand, and all are gone through again when
    // the worst of these falls below this share of the worst when they were chosen.
    private const int InputsAtHand = 64;
    private const double Stale = 0.6;
    private const double Tolerance = 1e-9;

    // Ties between inputs are broken by a disturbance of this size, which is taken back before the end.
    private const double Disturbance = 1e-7;
    private const int ExchangesBetweenClocks = 64;
    private const double ExactMatch = 1e-9;
    private const double Negligible = 1e-11;
    private const double MaxDrift = 1e-9;
    private const int MaxRefinements = 5;

    private readonly ReadOffSystem system;
    private readonly (int Group, double Label)[] rows;
    private readonly int k;
    private readonly int[] basis;
    private readonly bool[] isInBasis;
    private readonly AlignedRows inverse;
    private readonly double[] measure;
    private readonly double[] signs;
    private readonly double[] weights;
    private readonly double[] alpha;
    private readonly double[] entering;
    private readonly double[] right;
    private readonly int[] places;
    private readonly (int Place, double Step)[] changes;
    private readonly PriorityQueue<int, double> nearest = new();
    private readonly double[] excesses;
    private readonly int[] atHand;
    private int exchanges;

    private ChebyshevExchange(ReadOffSystem system, (int Group, double Label)[] rows)
    {
        this.system = system;
        this.rows = rows;
        k = system.Width + 1;
        basis = new int[k];
        isInBasis = new bool[rows.Length];
        inverse = new AlignedRows((k + 3) / 4 * 4, k);
        (places, changes, excesses, atHand) = (new int[k], new (int, double)[k], new double[rows.Length], new int[rows.Length]);
        var wide = inverse.Stride;
        (measure, signs, weights, alpha, entering, right) =
            (new double[wide], new double[wide], new double[wide], new double[wide], new double[wide], new double[wide]);
    }

    /// <summary>Finds the best read-off of a target.</summary>
    /// <param name="activations">The activations.</param>
    /// <param name="system">Their columns.</param>
    /// <param name="target">The target.</param>
    /// <param name="inputs">One input for every pair of activations and value of the target.</param>
    /// <param name="limit">The time that it may take.</param>
    public static ExchangeSolution Solve(
        InputActivations activations, ReadOffSystem system, BooleanTarget target, IReadOnlyList<int> inputs, TimeSpan limit)
    {
        (int Group, double Label)[] labelled = [.. inputs.Select(input => (activations.GroupOf[input], target[input] ? 1.0 : 0.0))];
        var search = new ChebyshevExchange(system, labelled);
        if (system.Start.Length != system.Width)
        {
            return new ExchangeSolution(ExchangeEnd.Stopped, null, new SignedMeasure([], []), 0);
        }

        if (!search.Begin())
        {
            return new ExchangeSolution(ExchangeEnd.Exact, null, new SignedMeasure([], []), 0);
        }

        var clock = Stopwatch.StartNew();
        var most = 200 + (50 * search.k);
        var isOptimal = search.Run(Disturbance, clock, limit, most) & search.Run(0, clock, limit, search.exchanges + most);
        var gain = search.weights[search.k - 1];
        if (!(gain > 0) || !double.IsFinite(gain))
        {
            return new ExchangeSolution(ExchangeEnd.Stopped, null, new SignedMeasure([], []), search.exchanges);
        }

        double[] scaled = [.. search.weights[..(search.k - 1)].Select(weight => -weight / gain)];
        return new ExchangeSolution(
            isOptimal ? ExchangeEnd.Optimal : ExchangeEnd.Stopped,
            system.ReadOff(activations, scaled),
            SignedMeasure.Of(search.basis.Select((row, j) => (inputs[row], search.measure[j]))),
            search.exchanges);
    }

    /// <summary>The inputs of the system's start and one on which a read-off that is right there errs; false when there is none.</summary>
    private bool Begin()
    {
        var (n, start) = (k - 1, system.StartInverse);
        // Of inputs with two labels either row will do.
        var rowOf = new int[system.Groups];
        Array.Fill(rowOf, -1);
        for (var row = 0; row < rows.Length; row++)
        {
            rowOf[rows[row].Group] = row;
        }

        for (var j = 0; j < n; j++)
        {
            basis[j] = rowOf[system.Start[j]];
            isInBasis[basis[j]] = true;
        }

        // w that is right on these; the input where it is wrong by most is the last of the basis.
        var (labels, fit) = (new double[start.Stride], new double[start.Stride]);
        for (var i = 0; i < n; i++)
        {
            labels[i] = rows[basis[i]].Label;
        }

        for (var i = 0; i < n; i++)
        {
            fit[i] = BasisInverse.Dot(start[i], labels);
        }

        var (last, error) = (-1, 0.0);
        for (var row = 0; row < rows.Length; row++)
        {
            var rest = rows[row].Label - BasisInverse.Dot(system[rows[row].Group], fit);
            if (!isInBasis[row] && Math.Abs(rest) > Math.Abs(error))
            {
                (last, error) = (row, rest);
            }
        }

        if (!(Math.Abs(error) > ExactMatch))
        {
            return false;
        }

        // The inverse of [[A, y], [a, y']] by blocks.
        basis[n] = last;
        isInBasis[last] = true;
        var onStart = new double[start.Stride];
        BasisInverse.TimesRow(start, system[rows[last].Group][..n], places, onStart);
        for (var i = 0; i < n; i++)
        {
            start[i].CopyTo(inverse[i]);
            BasisInverse.AddMultiple(fit[i] / error, onStart, inverse[i]);
            inverse[i][n] = -fit[i] / error;
            inverse[n][i] = -onStart[i] / error;
        }

        inverse[n][n] = 1 / error;
        return true;
    }

    /// <summary>Exchanges inputs until none errs more than the basis, with a right-hand side that is disturbed to break ties.</summary>
    private bool Run(double disturbance, Stopwatch clock, TimeSpan limit, int most)
    {
        // Fixed numbers between −1 and 1 that have nothing to do with the inputs.
        for (var i = 0; i < k; i++)
        {
            right[i] = disturbance * Math.Sin(1 + (7.3 * i));
        }

        right[k - 1] = 1;
        BasisInverse.TimesRow(inverse, right.AsSpan(0, k), places, measure);
        for (var j = 0; j < k; j++)
        {
            signs[j] = measure[j] == 0 && signs[j] != 0 ? signs[j] : measure[j] >= 0 ? 1 : -1;
        }

        var refinements = 0;
        while (true)
        {
            FindWeights();
            var count = 0;
            for (var row = 0; row < rows.Length; row++)
            {
                if (!isInBasis[row] && Math.Abs(ValueOf(row)) - 1 is var excess && excess > Tolerance)
                {
                    (excesses[count], atHand[count++]) = (-excess, row);
                }
            }

            if (count == 0)
            {
                if (Drift() <= MaxDrift)
                {
                    return true;
                }

                if (++refinements > MaxRefinements)
                {
                    return false;
                }

                Refine();
                continue;
            }

            Array.Sort(excesses, atHand, 0, count);
            count = Math.Min(count, InputsAtHand);
            var least = Math.Max(Tolerance, -Stale * excesses[0]);
            for (var (next, value) = (atHand[0], ValueOf(atHand[0])); next >= 0; (next, value) = Worst(atHand.AsSpan(0, count), least))
            {
                if (exchanges >= most || (exchanges % ExchangesBetweenClocks == 0 && clock.Elapsed > limit) || !Enter(next, value))
                {
                    return false;
                }
            }
        }
    }

    /// <summary>How far values on the basis are from ±1: what rounding has done to the inverse.</summary>
    private double Drift() => Enumerable.Range(0, k).Max(j => Math.Abs(ValueOf(basis[j]) - signs[j]));

    /// <summary>One step of Newton's iteration on the inverse, X ← X (2 − B X), and the measure anew.</summary>
    private void Refine()
    {
        var (product, correction, refined) = (new double[inverse.Stride], new AlignedRows(k, k), new AlignedRows(k, k));
        for (var i = 0; i < k; i++)
        {
            FindEntering(basis[i]);
            BasisInverse.TimesRow(inverse, entering.AsSpan(0, k), places, product);
            for (var j = 0; j < k; j++)
            {
                correction[i][j] = (i == j ? 2 : 0) - product[j];
            }
        }

        for (var i = 0; i < k; i++)
        {
            BasisInverse.TimesRow(correction, inverse[i][..k], places, refined[i]);
        }

        for (var i = 0; i < k; i++)
        {
            refined[i].CopyTo(inverse[i]);
        }

        BasisInverse.TimesRow(inverse, right.AsSpan(0, k), places, measure);
    }

    private void FindEntering(int row)
    {
        system[rows[row].Group].CopyTo(entering);
        entering[k - 1] = rows[row].Label;
    }

    private (int Row, double Value) Worst(ReadOnlySpan<int> chosen, double least)
    {
        var (worst, value) = (-1, 0.0);
        foreach (var row in chosen)
        {
            if (!isInBasis[row] && ValueOf(row) is var v && Math.Abs(v) - 1 > least && Math.Abs(v) > Math.Abs(value))
            {
                (worst, value) = (row, v);
            }
        }

        return (worst, value);
    }

    /// <summary>A_i w + y_i t: ±1 on the basis.</summary>
    private double ValueOf(int row) =>
        BasisInverse.Dot(system[rows[row].Group], weights) + (rows[row].Label * weights[k - 1]);

    private void FindWeights()
    {
        for (var i = 0; i < k; i++)
        {
            weights[i] = BasisInverse.Dot(inverse[i], signs);
        }
    }

    /// <summary>
    /// Puts a row into the basis in place of the one at which ‖μ‖₁ stops falling, and finds the weights of the new basis; false when
    /// rounding leaves none.
    /// </summary>
    private bool Enter(int row, double value)
    {
        FindEntering(row);
        BasisInverse.TimesRow(inverse, entering.AsSpan(0, k), places, alpha);
        var sign = Math.Sign(value);
        var count = 0;
        for (var j = 0; j < k; j++)
        {
            changes[count] = (j, Math.Max(0, measure[j] / (sign * alpha[j])));
            count += sign * alpha[j] * signs[j] > Negligible ? 1 : 0;
        }

        // Few sign changes are passed, so a heap does less than sorting them all.
        nearest.EnqueueRange(new ArraySegment<(int, double)>(changes, 0, count));
        var slope = 1 - Math.Abs(value);
        while (nearest.TryDequeue(out var leaving, out var step))
        {
            slope += 2 * Math.Abs(alpha[leaving]);
            if (slope < 0)
            {
                signs[leaving] *= -1;
                continue;
            }

            nearest.Clear();
            BasisInverse.AddMultiple(-sign * step, alpha, measure);
            (measure[leaving], signs[leaving]) = (sign * step, sign);
            BasisInverse.ReplaceRow(inverse, leaving, alpha, signs, weights);
            isInBasis[basis[leaving]] = false;
            isInBasis[row] = true;
            basis[leaving] = row;
            exchanges++;
            return true;
        }

        return false;
    }
}
