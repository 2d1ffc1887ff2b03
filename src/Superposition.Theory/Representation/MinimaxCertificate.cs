namespace Superposition.Representation;

/// <summary>
/// ε* of a target, proved: the smallest largest error that any read-off of a form can have on the inputs lies in [Lower, Upper]. The upper
/// end comes with a read-off that reaches it, the lower with a measure on inputs that rules out better ones. There is no way to make one
/// that is not checked.
/// </summary>
public sealed class MinimaxCertificate
{
    private MinimaxCertificate(ReadOffForm form, CertifiedReadOff readOff, CertifiedReadOff stored, CertifiedLowerBound lowerBound)
    {
        Form = form;
        ReadOff = readOff;
        Stored = stored;
        LowerBound = lowerBound;
    }

    /// <summary>The read-offs that the statement speaks of.</summary>
    public ReadOffForm Form { get; }

    /// <summary>The read-off in double precision.</summary>
    public CertifiedReadOff ReadOff { get; }

    /// <summary>The same read-off rounded to float32, as a network stores it, with its own proved error.</summary>
    public CertifiedReadOff Stored { get; }

    /// <summary>Why no read-off does better.</summary>
    public CertifiedLowerBound LowerBound { get; }

    /// <summary>
    /// The proved upper bound on ε*: the smaller error of the two read-offs, <see cref="ReadOff"/> and <see cref="Stored"/>.
    /// </summary>
    public double Upper => Math.Min(ReadOff.Upper, Stored.Upper);

    /// <summary>
    /// ε* is at least this (where <see cref="CertifiedLowerBound.LargestTerm"/> is finite: among read-offs with terms up to that).
    /// </summary>
    public double Lower => LowerBound.Value;

    /// <summary>
    /// Checks a read-off and a measure against the raw activations. Neither has to be right: a bad one gives a wide bracket.
    /// </summary>
    /// <param name="activations">The raw activations.</param>
    /// <param name="target">The target on the same inputs.</param>
    /// <param name="form">The read-offs that the statement speaks of.</param>
    /// <param name="readOff">A read-off of that form.</param>
    /// <param name="measure">A measure that should rule out better ones.</param>
    /// <exception cref="ArgumentException">A read-off without constant has one, or shapes do not fit.</exception>
    public static MinimaxCertificate Verify(
        InputActivations activations, BooleanTarget target, ReadOffForm form, LinearReadOff readOff, SignedMeasure measure)
    {
        if (form == ReadOffForm.WithoutConstant && readOff.Constant != 0)
        {
            throw new ArgumentException(
                $"The read-off has the constant {readOff.Constant}, expected none in the form {form}.", nameof(readOff));
        }

        activations = activations.In(form);

        // Where the lower bound does not hold for all read-offs, it speaks of a class that this one, stored or not, belongs to.
        var largestTerm = readOff.Weights.Select((weight, j) =>
            Math.Abs(weight) * activations.LargestOf[j]).Append(Math.Abs(activations.ConstantOf(readOff).Value)).Max();
        return new MinimaxCertificate(
            form,
            CertifiedReadOff.Verify(activations, target, readOff),
            CertifiedReadOff.Verify(activations, target, readOff.Stored()),
            CertifiedLowerBound.Verify(
                activations, target, form, measure, Math.Max(CertifiedLowerBound.UsualLargestTerm, largestTerm * (1 + 1e-6))));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ε* in [{Lower:G9}, {Upper:G9}], {Form}"
            + (double.IsInfinity(LowerBound.LargestTerm) ? "" : $", terms up to {LowerBound.LargestTerm:G3}");
}
