using System.Collections.Immutable;

namespace Superposition.Representation;

/// <summary>
/// What the programs of all targets of a layer share: the activations of distinct inputs in columns that are clearly independent of each
/// other, scaled by powers of two to a size of about 1, with a column of ones for the constant, and one set of inputs on which these
/// columns are invertible.
/// </summary>
internal sealed class ReadOffSystem
{
    // More candidates than this for the inputs to start from only cost time.
    private const int RowsPerColumn = 8;
    private const double MinPivot = 1e-9;

    private readonly AlignedRows rows;

    private ReadOffSystem(InputActivations activations, ReadOffForm form, ImmutableArray<int> columns, double[] scales, AlignedRows rows)
    {
        Form = form;
        Columns = columns;
        Scales = scales;
        this.rows = rows;
        Width = columns.Length + (form == ReadOffForm.Affine ? 1 : 0);
        Groups = activations.Distinct.Length;
        (Start, StartInverse) = FindStart();
    }

    /// <summary>With or without a column of ones, the last.</summary>
    public ReadOffForm Form { get; }

    /// <summary>The neurons that have a column.</summary>
    public ImmutableArray<int> Columns { get; }

    /// <summary>What the activations of each column were multiplied by, powers of two.</summary>
    public double[] Scales { get; }

    /// <summary>n, the number of columns.</summary>
    public int Width { get; }

    /// <summary>The number of distinct inputs.</summary>
    public int Groups { get; }

    /// <summary>Distinct inputs, by their place, whose rows are independent: n of them unless rounding left fewer.</summary>
    public int[] Start { get; }

    /// <summary>The inverse of the matrix of the rows of <see cref="Start"/>, [n, n].</summary>
    public AlignedRows StartInverse { get; }

    /// <summary>The row of a distinct input: n numbers, then zeros, at least one, as wide as rows of an inverse of n + 1.</summary>
    public ReadOnlySpan<double> this[int group] => rows[group];

    /// <summary>Gathers and scales the columns.</summary>
    public static ReadOffSystem Of(InputActivations activations, ReadOffForm form)
    {
        var equations = activations.NormalEquations(form);
        var columns = equations.Independent;
        double[] scales = [.. columns.Select(j => Math.ScaleB(1, -Math.ILogB(activations.LargestOf[j]) - 1))];
        var width = columns.Length + (form == ReadOffForm.Affine ? 1 : 0);
        var all = new AlignedRows(activations.Distinct.Length, width + 1);
        foreach (var (group, input) in activations.Distinct.Index())
        {
            var activation = activations[input];
            var row = all[group];
            row[columns.Length..width].Fill(1);
            for (var j = 0; j < columns.Length; j++)
            {
                row[j] = activation[columns[j]] * scales[j];
            }
        }

        return new ReadOffSystem(activations, form, columns, scales, all);
    }

    /// <summary>Weights on the scaled columns as a read-off of the activations.</summary>
    public LinearReadOff ReadOff(InputActivations activations, ReadOnlySpan<double> weights)
    {
        var all = new double[activations.Neurons];
        for (var j = 0; j < Columns.Length; j++)
        {
            all[Columns[j]] = weights[j] * Scales[j];
        }

        return activations.OfActivations([.. all], Form == ReadOffForm.Affine ? weights[Width - 1] : 0);
    }

    private (int[] Start, AlignedRows Inverse) FindStart()
    {
        var some = Math.Min(Groups, RowsPerColumn * Math.Max(1, Width));
        int[] spread = [.. Enumerable.Range(0, some).Select(i => (int)((long)i * Groups / some))];
        return FindStart(spread) ?? (some < Groups ? FindStart([.. Enumerable.Range(0, Groups)]) : null) ?? ([], new AlignedRows(0, 0));
    }

    /// <summary>
    /// Gauss–Jordan elimination with the largest entry left as the next pivot: inputs far from each other, and a well-conditioned
    /// inverse.
    /// </summary>
    private (int[] Start, AlignedRows Inverse)? FindStart(int[] candidates)
    {
        var n = Width;
        var (left, inverse) = (new AlignedRows(candidates.Length, n + 1), new AlignedRows(n, n + 1));
        for (var c = 0; c < candidates.Length; c++)
        {
            this[candidates[c]].CopyTo(left[c]);
        }

        var (inputOf, isUsed) = (new int[n], new bool[candidates.Length]);
        Array.Fill(inputOf, -1);
        for (var j = 0; j < n; j++)
        {
            inverse[j][j] = 1;
        }

        for (var step = 0; step < n; step++)
        {
            var (best, row, column) = (MinPivot, -1, -1);
            for (var c = 0; c < candidates.Length; c++)
            {
                var rest = left[c];
                for (var j = 0; j < n && !isUsed[c]; j++)
                {
                    if (inputOf[j] < 0 && Math.Abs(rest[j]) > best)
                    {
                        (best, row, column) = (Math.Abs(rest[j]), c, j);
                    }
                }
            }

            if (row < 0)
            {
                return null;
            }

            (inputOf[column], isUsed[row]) = (candidates[row], true);
            var pivotRow = left[row].ToArray();
            BasisInverse.ReplaceRow(inverse, column, pivotRow);
            BasisInverse.ReplaceRow(left, column, pivotRow);
        }

        return (inputOf, inverse);
    }
}
