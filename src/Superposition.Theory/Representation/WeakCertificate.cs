namespace Superposition.Representation;

/// <summary>Whether something holds, as far as it is proved.</summary>
public enum Verdict
{
    /// <summary>The statement is proved false.</summary>
    No,

    /// <summary>The statement is proved true.</summary>
    Yes,

    /// <summary>Neither is proved: the difference is within rounding errors.</summary>
    Undecided,
}

/// <summary>
/// Whether positives and negatives of a target can be told apart by a threshold on one read-off: proved by the read-off, or disproved by
/// convex combinations of positives and of negatives that coincide in exact arithmetic. There is no way to make one that is not checked.
/// </summary>
public sealed class WeakCertificate
{
    private WeakCertificate(Verdict verdict, CertifiedReadOff readOff, double margin, double largestMargin, ExactMeasure? coincidence)
    {
        Verdict = verdict;
        ReadOff = readOff;
        Margin = margin;
        LargestMargin = largestMargin;
        Coincidence = coincidence;
    }

    /// <summary>Whether the target is weakly represented.</summary>
    public Verdict Verdict { get; }

    /// <summary>The read-off; it separates where the verdict is yes.</summary>
    public CertifiedReadOff ReadOff { get; }

    /// <summary>
    /// The gap between positives and negatives under the read-off, divided by its largest |r_j|: at least this much, proved, and 0 when it
    /// does not separate. In units of activations; +∞ for a target that takes one value only.
    /// </summary>
    public double Margin { get; }

    /// <summary>No read-off has a larger margin than this, proved; +∞ when nothing is known.</summary>
    public double LargestMargin { get; }

    /// <summary>
    /// Where the verdict is no: weights on inputs, of one sign on positives and of the other on negatives, under which their activations
    /// coincide.
    /// </summary>
    public ExactMeasure? Coincidence { get; }

    /// <summary>Checks a read-off that should separate and a measure that should show how little can be separated.</summary>
    public static WeakCertificate Verify(InputActivations activations, BooleanTarget target, LinearReadOff readOff, SignedMeasure measure)
    {
        var certified = CertifiedReadOff.Verify(activations, target, readOff);
        var largestWeight = readOff.Weights.Max(Math.Abs);
        var margin = double.IsPositiveInfinity(certified.Gap) ? certified.Gap
            : certified.Gap > 0 && largestWeight > 0 ? Math.BitDecrement(certified.Gap / largestWeight) : 0;
        var largestMargin = LargestMarginBy(activations, target, measure);
        if (margin > 0)
        {
            return new WeakCertificate(Verdict.Yes, certified, margin, largestMargin, coincidence: null);
        }

        var exact = measure.Inputs.IsEmpty ? null : ExactMeasure.Find(activations, ReadOffForm.Affine, measure.Inputs);
        return exact is not null && exact.SetsAgainstEachOther(target)
            ? new WeakCertificate(Verdict.No, certified, margin: 0, largestMargin: 0, exact)
            : new WeakCertificate(Verdict.Undecided, certified, margin: 0, largestMargin, coincidence: null);
    }

    /// <summary>
    /// Convex combinations of positives and of negatives are p/s and q/t; a margin is at most Σ_j |p_j/s − q_j/t| = Σ_j |t p_j − s
    /// q_j|/(s t).
    /// </summary>
    private static double LargestMarginBy(InputActivations activations, BooleanTarget target, SignedMeasure measure)
    {
        // Of either class the weights that have the sign of the class.
        var sign = Math.Sign(measure.Inputs.Select((input, i) => target[input] ? measure.Weights[i] : -measure.Weights[i]).Sum());
        int[] positives =
            [.. Enumerable.Range(0, measure.Inputs.Length).Where(i => target[measure.Inputs[i]] && measure.Weights[i] * sign > 0)];
        int[] negatives =
            [.. Enumerable.Range(0, measure.Inputs.Length).Where(i => !target[measure.Inputs[i]] && measure.Weights[i] * sign < 0)];
        if (positives.Length == 0 || negatives.Length == 0)
        {
            return double.PositiveInfinity;
        }

        var (s, p) = Combine(activations, measure, positives);
        var (t, q) = Combine(activations, measure, negatives);
        double distance = 0;
        for (var j = 0; j < p.Length; j++)
        {
            distance += t.Times(p[j]).Minus(s.Times(q[j])).LargestDistance(0);
        }

        return Math.BitIncrement(distance * (1 + ((p.Length + 8) * Math.ScaleB(1, -52))) / s.Times(t).Lower);
    }

    private static (Enclosure Total, Enclosure[] Sums) Combine(InputActivations activations, SignedMeasure measure, int[] places)
    {
        var sums = new double[activations.Neurons];
        var absolutes = new double[activations.Neurons];
        double total = 0;
        foreach (var i in places)
        {
            var weight = Math.Abs(measure.Weights[i]);
            Enclosure.AddRow(weight, activations[measure.Inputs[i]], sums, absolutes);
            total += weight;
        }

        return (Enclosure.OfSum(total, total, places.Length),
            [.. sums.Select((sum, j) => Enclosure.OfSum(sum, absolutes[j], places.Length).Widened(total * activations.Radii[j]))]);
    }
}
