namespace Superposition.Representation;

/// <summary>The read-off of a target with the smallest mean squared error, and what it reaches.</summary>
/// <param name="ReadOff">The read-off.</param>
/// <param name="Rmse">Root of the mean squared error over all inputs.</param>
/// <param name="RmseOfRelu">
/// The same for ReLU(r·a + c), never larger: the target is mean-squared (ReLU-linearly) represented at least this well.
/// </param>
/// <param name="Max">Largest absolute error, which a small mean can hide.</param>
public sealed record LeastSquaresFit(LinearReadOff ReadOff, double Rmse, double RmseOfRelu, double Max)
{
    /// <summary>Fits a target; where many read-offs are equally good, the smallest is taken.</summary>
    public static LeastSquaresFit Of(InputActivations activations, BooleanTarget target, ReadOffForm form)
    {
        activations.ThrowIfUnfit(target);
        activations = activations.In(form);
        var equations = activations.NormalEquations(form);
        var columns = activations.Columns(form);
        var weights = new double[equations.Count];
        var gradient = new double[equations.Count];
        var row = new double[equations.Count];
        foreach (var input in target.Positives)
        {
            NormalEquations.Gather(activations[input], columns.AsSpan(), row);
            Add(1, row, gradient);
        }

        equations.AddSolution(gradient, weights);

        // One step of refinement: the normal equations alone lose twice the digits.
        gradient.AsSpan().Clear();
        for (var i = 0; i < activations.Inputs; i++)
        {
            NormalEquations.Gather(activations[i], columns.AsSpan(), row);
            Add((target[i] ? 1 : 0) - Dot(row, weights), row, gradient);
        }

        equations.AddSolution(gradient, weights);
        var all = new double[activations.Neurons];
        for (var j = 0; j < columns.Length; j++)
        {
            all[columns[j]] = weights[j];
        }

        return Measure(activations, target, activations.OfActivations([.. all], form == ReadOffForm.Affine ? weights[^1] : 0));
    }

    private static LeastSquaresFit Measure(InputActivations activations, BooleanTarget target, LinearReadOff readOff)
    {
        double squares = 0, squaresOfRelu = 0, max = 0;
        var w = readOff.Weights.AsSpan();
        var constant = activations.ConstantOf(readOff).Value;
        for (var i = 0; i < activations.Inputs; i++)
        {
            var y = target[i] ? 1 : 0;
            var value = Enclosure.Dot(activations[i], w, constant).Value;
            squares += (value - y) * (value - y);
            squaresOfRelu += (Math.Max(0, value) - y) * (Math.Max(0, value) - y);
            max = Math.Max(max, Math.Abs(value - y));
        }

        return new LeastSquaresFit(readOff, Math.Sqrt(squares / activations.Inputs), Math.Sqrt(squaresOfRelu / activations.Inputs), max);
    }

    private static void Add(double factor, ReadOnlySpan<double> row, Span<double> sums)
    {
        for (var j = 0; j < row.Length; j++)
        {
            sums[j] += factor * row[j];
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (var j = 0; j < x.Length; j++)
        {
            sum += x[j] * y[j];
        }

        return sum;
    }
}
