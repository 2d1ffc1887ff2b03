using System.Collections.Immutable;
using MathNet.Numerics;

namespace Superposition.Measurement;

/// <summary>What theory expects a construction's errors to be.</summary>
/// <param name="Classes">Mean and standard deviation by class of input.</param>
public sealed record PredictedErrors(ImmutableArray<PredictedClass> Classes)
{
    /// <summary>The largest absolute error that is possible at all, where one is proved; null where errors have tails.</summary>
    public double? Bound { get; init; }

    /// <summary>The prediction of a class by its name.</summary>
    public PredictedClass this[string inputClass] => Classes.First(c => c.Class == inputClass);

    /// <summary>
    /// The largest absolute error to expect over a number of inputs: the ε where the expected number of larger errors is e^−γ, the mean
    /// of a Gumbel extreme, if errors were independent and normal; never more than the bound.
    /// </summary>
    public double ExpectedMaximum(double inputs)
    {
        var surely = Classes.Where(c => c.PerInput > 0).Select(c => Math.Abs(c.Mean) + (40 * c.Std)).DefaultIfEmpty(0).Max();
        double low = 0, high = surely;
        for (var step = 0; step < 100; step++)
        {
            var middle = (low + high) / 2;
            var (below, above) = ExpectedAbove(middle, inputs) > Math.Exp(-Constants.EulerMascheroni) ? (middle, high) : (low, middle);
            (low, high) = (below, above);
        }

        return Math.Min(high, Bound ?? high);
    }

    private double ExpectedAbove(double size, double inputs) => Classes.Sum(c => inputs * c.PerInput * c.ShareAbove(size));
}

/// <summary>What theory expects of the errors of one class of inputs.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Mean">Expected error: the bias.</param>
/// <param name="Std">Standard deviation of the error.</param>
/// <param name="PerInput">How many outputs of an input are in the class, on average.</param>
public sealed record PredictedClass(string Class, double Mean, double Std, double PerInput)
{
    /// <summary>The share of errors with an absolute value above a size, if they are normal.</summary>
    public double ShareAbove(double size) => Std == 0
        ? (Math.Abs(Mean) > size ? 1 : 0)
        : Tail((size - Mean) / Std) + Tail((size + Mean) / Std);

    private static double Tail(double z) => SpecialFunctions.Erfc(z / Constants.Sqrt2) / 2;
}
