namespace Superposition.Representation;

/// <summary>
/// A proved lower bound on the error ε of every read-off of a form, from a signed measure. Two arguments are tried: the measure as it is, its small
/// failure to be orthogonal times a bound on the weights of any read-off worth having; and, where that says little, an exactly orthogonal measure
/// on the same inputs. Both are written out in docs/decisions ("certificates"). There is no way to make one that is not checked.
/// </summary>
public sealed class CertifiedLowerBound
{
    // An enclosure that loses more than this is replaced by exact arithmetic where that succeeds.
    private const double WorthExactArithmetic = 1e-9;

    private CertifiedLowerBound(SignedMeasure measure, double value, ExactMeasure? exact)
    {
        Measure = measure;
        Value = value;
        Exact = exact;
    }

    /// <summary>The measure that was given, nearly orthogonal to the activations.</summary>
    public SignedMeasure Measure { get; }

    /// <summary>No read-off of the form has a smaller largest error; 0 when nothing could be proved.</summary>
    public double Value { get; }

    /// <summary>The exact measure it rests on, or null when it rests on the bound on weights.</summary>
    public ExactMeasure? Exact { get; }

    /// <summary>What a signed measure proves.</summary>
    /// <param name="activations">The raw activations.</param>
    /// <param name="target">The target on the same inputs.</param>
    /// <param name="form">The read-offs that the bound speaks of.</param>
    /// <param name="measure">A measure, nearly orthogonal to the activations.</param>
    public static CertifiedLowerBound Verify(InputActivations activations, BooleanTarget target, ReadOffForm form, SignedMeasure measure)
    {
        activations.ThrowIfUnfit(target);
        if (!(measure.Weights.Sum(Math.Abs) is > 0 and < double.PositiveInfinity))
        {
            return new CertifiedLowerBound(measure, 0, exact: null);
        }

        var (asItIs, ifOrthogonal) = activations.WeightBounds(form) is { } bounds
            ? FromWeights(activations, target, form, measure, bounds)
            : (0, double.PositiveInfinity);
        if (ifOrthogonal - asItIs > WorthExactArithmetic
            && ExactMeasure.Find(activations, form, measure.Inputs) is { } exact && exact.LowerBound(target) is var value && value > asItIs)
        {
            return new CertifiedLowerBound(measure, value, exact);
        }

        return new CertifiedLowerBound(measure, asItIs, exact: null);
    }

    /// <summary>
    /// For a read-off with error ε, Σ μ_i e_i = δ·w − Σ_{positives} μ_i with δ = Aᵀμ, so ε Σ|μ_i| ≥ |Σ_{positives} μ_i| − Σ_j |δ_j||w_j|. Only read-offs
    /// at least as good as the constant 1/2 (affine) or as 0 matter; their values stay within 3/2 or 2, which bounds |w_j|.
    /// </summary>
    private static (double Bound, double IfOrthogonal) FromWeights(InputActivations activations, BooleanTarget target, ReadOffForm form, SignedMeasure measure, WeightBounds bounds)
    {
        var count = measure.Inputs.Length;
        var products = new double[activations.Neurons];
        var absolutes = new double[activations.Neurons];
        double total = 0, sum = 0, onPositives = 0, onPositivesAbsolute = 0;
        for (var i = 0; i < count; i++)
        {
            var (input, weight) = (measure.Inputs[i], measure.Weights[i]);
            Enclosure.AddRow(weight, activations[input], products, absolutes);
            sum += weight;
            total += Math.Abs(weight);
            onPositives += target[input] ? weight : 0;
            onPositivesAbsolute += target[input] ? Math.Abs(weight) : 0;
        }

        double defect = 0;
        for (var j = 0; j < bounds.Columns.Length; j++)
        {
            var column = bounds.Columns[j];
            defect += Enclosure.OfSum(products[column], absolutes[column], count).LargestDistance(0) * bounds.Largest[j];
        }

        if (form == ReadOffForm.Affine)
        {
            defect += Enclosure.OfSum(sum, total, count).LargestDistance(0) * bounds.Largest[^1];
        }

        // Sums of non-negative numbers: relative slack for the rounding of their additions and products.
        var largestValue = form == ReadOffForm.Affine ? 1.5 : 2;
        defect *= largestValue * (1 + ((bounds.Columns.Length + 8) * Math.ScaleB(1, -52)));
        var largestTotal = total * (1 + ((count + 2) * Math.ScaleB(1, -52)));
        var least = Enclosure.OfSum(onPositives, onPositivesAbsolute, count).SmallestDistance(0);
        return (Math.Max(0, Math.BitDecrement(Math.BitDecrement(least - defect) / largestTotal)), Math.Abs(onPositives) / total);
    }
}
