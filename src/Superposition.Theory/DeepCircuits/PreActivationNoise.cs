namespace Superposition.DeepCircuits;

/// <summary>Streams deviations of pre-activations from their noise-free values.</summary>
internal sealed class PreActivationNoise
{
    private double sum;
    private double squares;
    private long count;

    /// <summary>Mean deviation: a shift common to all units.</summary>
    public double Mean => count == 0 ? 0 : sum / count;

    /// <summary>Root mean squared deviation, σ.</summary>
    public double Sigma => count == 0 ? 0 : Math.Sqrt(squares / count);

    public void Add(double sumOfDeviations, double sumOfSquares, long units)
    {
        sum += sumOfDeviations;
        squares += sumOfSquares;
        count += units;
    }
}
