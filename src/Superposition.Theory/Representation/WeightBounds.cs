using System.Collections.Immutable;

namespace Superposition.Representation;

/// <summary>
/// How large the weights of a read-off can be at most if its values stay within [−1, 1] on the inputs (scaled up for larger values). For
/// any matrix X and values v = A w, w = X v + (I − X A) w; with X close to a left inverse of A, ‖w‖∞ ≤ ‖X‖∞ ‖v‖∞/(1
/// − ‖I − X A‖∞), and one more step gives a bound for every weight. The entries of I − X A are enclosed from the raw
/// activations; X itself needs no proof.
/// </summary>
internal sealed class WeightBounds
{
    // More rows than this many times the columns only cost time; fewer rows give a valid, if larger, bound.
    private const int RowsPerColumn = 8;

    private WeightBounds(double[] largest)
    {
        Largest = largest;
    }

    /// <summary>
    /// A bound for the weight of each spanning neuron (<see cref="InputActivations.Columns"/>) and, in an affine read-off, last for the
    /// constant.
    /// </summary>
    public IReadOnlyList<double> Largest { get; }

    /// <summary>The bounds, or null when the columns depend on each other (or nearly), so that weights can be arbitrarily large.</summary>
    public static WeightBounds? Of(InputActivations activations, ReadOffForm form)
    {
        var columns = activations.Columns(form);
        var count = columns.Length + (form == ReadOffForm.Affine ? 1 : 0);
        var rows = activations.Distinct.Length;
        if (count == 0)
        {
            return new WeightBounds([]);
        }

        if (rows < count)
        {
            return null;
        }

        var some = Math.Min(rows, RowsPerColumn * count);
        return Of(activations, form, [.. Enumerable.Range(0, some).Select(i => activations.Distinct[(int)((long)i * rows / some)])])
            ?? (some < rows ? Of(activations, form, activations.Distinct) : null);
    }

    /// <summary>The bounds that some inputs give.</summary>
    internal static WeightBounds? Of(InputActivations activations, ReadOffForm form, ImmutableArray<int> inputs)
    {
        var columns = activations.Columns(form);
        var equations = NormalEquations.Of(activations, form, inputs);
        var count = equations.Count;
        var rows = new double[inputs.Length][];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = activations[inputs[i]];
            rows[i] = new double[count];
            rows[i].AsSpan().Fill(1);
            for (var j = 0; j < columns.Length; j++)
            {
                rows[i][j] = row[columns[j]];
            }
        }

        // Row sums of |X| and of |I − X A|, for columns scaled to a size of about 1; activations within a radius add to the second.
        var about = columns.Select((column, j) =>
            activations.Radii[column] * equations.Scales[j]).Sum() * (1 + ((count + 2) * Math.ScaleB(1, -52)));
        var sizes = new double[count];
        var defects = new double[count];
        for (var j = 0; j < count; j++)
        {
            (sizes[j], defects[j]) = OneRow(rows, equations, j);
            defects[j] += Math.BitIncrement(sizes[j] * about);
        }

        var worst = defects.Max();
        if (!(worst < 0.5))
        {
            return null;
        }

        var largest = Math.BitIncrement(sizes.Max() / (1 - worst) * (1 + 1e-15));
        return new WeightBounds([.. sizes.Select((size, j) => (size + (defects[j] * largest)) * (1 + 1e-15) * equations.Scales[j])]);
    }

    private static (double Size, double Defect) OneRow(double[][] rows, NormalEquations equations, int column)
    {
        var scales = equations.Scales;
        var scaled = new double[scales.Length];
        var inverse = equations.Row(column);
        for (var k = 0; k < scaled.Length; k++)
        {
            scaled[k] = inverse[k] * scales[k];
        }

        var products = new double[scales.Length];
        var absolutes = new double[scales.Length];
        double size = 0;
        foreach (var row in rows)
        {
            var x = Enclosure.Dot(row, scaled, 0).Value;
            size += Math.Abs(x);
            Enclosure.AddRow(x, row, products, absolutes);
        }

        double defect = 0;
        for (var k = 0; k < scaled.Length; k++)
        {
            defect += Enclosure.OfSum(products[k] * scales[k], absolutes[k] * scales[k], rows.Length).LargestDistance(k == column ? 1 : 0);
        }

        // Both are sums of non-negative numbers: a relative (n + 2) 2⁻⁵² covers the rounding of n additions.
        return (size * (1 + ((rows.Length + 2) * Math.ScaleB(1, -52))), defect * (1 + ((scaled.Length + 2) * Math.ScaleB(1, -52))));
    }
}
