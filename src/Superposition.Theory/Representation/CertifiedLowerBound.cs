namespace Superposition.Representation;

/// <summary>
/// A proved lower bound on the error ε of every read-off of a form, from a signed measure. Three arguments are tried in turn: the measure
/// as it is, its small failure to be orthogonal times a bound on the weights of any read-off worth having; where that says little, an
/// exactly orthogonal measure on the same inputs; and where neurons nearly depend on each other, so that huge weights could still do
/// better, a bound for read-offs without huge terms. They are written out in docs/decisions/0004-certificates.md. There is no way to make
/// one that is not checked.
/// </summary>
public sealed class CertifiedLowerBound
{
    /// <summary>
    /// What "huge" means unless something else is said: after a term |r_j a_j| of 10⁴ an output of 0 or 1 keeps three digits in a float32
    /// sum.
    /// </summary>
    public const double UsualLargestTerm = 1e4;

    // An enclosure that loses more than this is replaced by exact arithmetic where that succeeds.
    private const double WorthExactArithmetic = 1e-9;

    private CertifiedLowerBound(SignedMeasure measure, double value, double largestTerm, ExactMeasure? exact)
    {
        Measure = measure;
        Value = value;
        LargestTerm = largestTerm;
        Exact = exact;
    }

    /// <summary>The measure that was given, nearly orthogonal to the activations.</summary>
    public SignedMeasure Measure { get; }

    /// <summary>No read-off of the form has a smaller largest error; 0 when nothing could be proved.</summary>
    public double Value { get; }

    /// <summary>
    /// +∞ when the bound holds for every read-off; otherwise it holds for those with |c| and every |r_j a_j| up to this on all inputs,
    /// a_j counted from the neuron's offset (<see cref="InputActivations.Offsets"/>) and c the constant there.
    /// </summary>
    public double LargestTerm { get; }

    /// <summary>The exact measure it rests on, or null when it rests on one that is nearly orthogonal.</summary>
    public ExactMeasure? Exact { get; }

    /// <summary>What a signed measure proves.</summary>
    /// <param name="activations">The raw activations.</param>
    /// <param name="target">The target on the same inputs.</param>
    /// <param name="form">The read-offs that the bound speaks of.</param>
    /// <param name="measure">A measure, nearly orthogonal to the activations.</param>
    /// <param name="largestTerm">The terms to allow where nothing is proved for all read-offs.</param>
    public static CertifiedLowerBound Verify(
        InputActivations activations, BooleanTarget target, ReadOffForm form, SignedMeasure measure, double largestTerm = UsualLargestTerm)
    {
        activations.ThrowIfUnfit(target);
        activations = activations.In(form);
        if (!(measure.Weights.Sum(Math.Abs) is > 0 and < double.PositiveInfinity))
        {
            return new CertifiedLowerBound(measure, 0, double.PositiveInfinity, exact: null);
        }

        var sums = MeasureSums.Of(activations, target, measure);
        var forAll = activations.WeightBounds(form) is { } bounds ? sums.Bound(sums.Defect(activations, form, bounds)) : 0;
        if (forAll >= sums.IfOrthogonal - WorthExactArithmetic)
        {
            return new CertifiedLowerBound(measure, forAll, double.PositiveInfinity, exact: null);
        }

        if (ExactMeasure.Find(activations, form, measure.Inputs) is { } exact && exact.LowerBound(target) is var value && value >= forAll)
        {
            return new CertifiedLowerBound(measure, value, double.PositiveInfinity, exact);
        }

        var limited = sums.Bound(sums.Defect(activations, form, largestTerm));
        return limited > forAll
            ? new CertifiedLowerBound(measure, limited, largestTerm, exact: null)
            : new CertifiedLowerBound(measure, forAll, double.PositiveInfinity, exact: null);
    }
}
