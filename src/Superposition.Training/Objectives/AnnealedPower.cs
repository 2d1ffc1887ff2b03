namespace Superposition.Objectives;

/// <summary>
/// A power that rises geometrically along training, from the mean squared error, which has a gradient everywhere, towards the worst error
/// ε, which is what is wanted in the end.
/// </summary>
/// <param name="from">The power at the start.</param>
/// <param name="to">The power that is reached.</param>
/// <param name="until">The share of training, above 0 and at most 1, at which it is reached; from then on it stays.</param>
/// <param name="reduction">Mean, sum, or root of the mean.</param>
/// <param name="weighting">What the classes of inputs count; the same when left out.</param>
public sealed class AnnealedPower(double from, double to, double until, Reduction reduction, ClassWeighting? weighting = null) : IObjective
{
    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"{At(0).Name} → L{to}");

    /// <inheritdoc/>
    public IObjective At(double done) => new PowerLoss(PowerAt(done), reduction, weighting);

    /// <summary>The loss at the end of training.</summary>
    public double Evaluate(ReadOffPass pass) => At(1).Evaluate(pass);

    private double PowerAt(double done) => done >= until ? to : from * Math.Pow(to / from, done / until);
}
