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
    private readonly double[] inverse;
    private readonly double[] measure;
    private readonly double[] signs;
    private readonly double[] weights;
    private readonly double[] alpha;
    private readonly double[] entering;
    private readonly double[] right;
    private readonly double[] steps;
    private readonly int[] places;
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
        inverse = new double[k * k];
        (steps, places, excesses, atHand) = (new double[k], new int[k], new double[rows.Length], new int[rows.Length]);
        (measure, signs, weights, alpha, entering, right) =
            (new double[k], new double[k], new double[k], new double[k], new double[k], new double[k]);
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
        var gain = search.weights[^1];
        if (!(gain > 0) || !double.IsFinite(gain))
        {
            return new ExchangeSolution(ExchangeEnd.Stopped, null, new SignedMeasure([], []), search.exchanges);
        }

        double[] scaled = [.. search.weights[..^1].Select(weight => -weight / gain)];
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
        double[] labels = [.. basis[..n].Select(row => rows[row].Label)];
        double[] fit = [.. Enumerable.Range(0, n).Select(i => BasisInverse.Dot(start.AsSpan(i * n, n), labels))];

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
        var onStart = new double[n];
        BasisInverse.TimesRow(start, n, system[rows[last].Group], onStart);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                inverse[(i * k) + j] = start[(i * n) + j] + (fit[i] * onStart[j] / error);
            }

            inverse[(i * k) + n] = -fit[i] / error;
            inverse[(n * k) + i] = -onStart[i] / error;
        }

        inverse[(n * k) + n] = 1 / error;
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
        BasisInverse.TimesRow(inverse, k, right, measure);
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
        var product = new double[k];
        var refined = new double[k * k];
        var correction = new double[k * k];
        for (var i = 0; i < k; i++)
        {
            system[rows[basis[i]].Group].CopyTo(entering);
            entering[k - 1] = rows[basis[i]].Label;
            BasisInverse.TimesRow(inverse, k, entering, product);
            for (var j = 0; j < k; j++)
            {
                correction[(i * k) + j] = (i == j ? 2 : 0) - product[j];
            }
        }

        for (var i = 0; i < k; i++)
        {
            BasisInverse.TimesRow(correction, k, inverse.AsSpan(i * k, k), refined.AsSpan(i * k, k));
        }

        refined.CopyTo(inverse, 0);
        BasisInverse.TimesRow(inverse, k, right, measure);
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
        BasisInverse.Dot(system[rows[row].Group], weights.AsSpan(0, k - 1)) + (rows[row].Label * weights[k - 1]);

    private void FindWeights()
    {
        for (var i = 0; i < k; i++)
        {
            weights[i] = BasisInverse.Dot(inverse.AsSpan(i * k, k), signs);
        }
    }

    /// <summary>
    /// Puts a row into the basis in place of the one at which ‖μ‖₁ stops falling, and finds the weights of the new basis; false when
    /// rounding leaves none.
    /// </summary>
    private bool Enter(int row, double value)
    {
        system[rows[row].Group].CopyTo(entering);
        entering[k - 1] = rows[row].Label;
        BasisInverse.TimesRow(inverse, k, entering, alpha);
        var sign = Math.Sign(value);
        var count = 0;
        for (var j = 0; j < k; j++)
        {
            if (sign * alpha[j] * signs[j] > Negligible)
            {
                (steps[count], places[count++]) = (Math.Max(0, measure[j] / (sign * alpha[j])), j);
            }
        }

        Array.Sort(steps, places, 0, count);
        var slope = 1 - Math.Abs(value);
        for (var b = 0; b < count; b++)
        {
            var (step, leaving) = (steps[b], places[b]);
            slope += 2 * Math.Abs(alpha[leaving]);
            if (slope < 0)
            {
                continue;
            }

            for (var passed = 0; passed < b; passed++)
            {
                signs[places[passed]] *= -1;
            }

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
