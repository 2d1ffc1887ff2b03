using System.Collections.Immutable;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>
/// A read-off with proved bounds on its error over all inputs, in exact arithmetic on its weights and on the activations. (A network that
/// adds up in float32 adds its own rounding, of about 1e-7 of Σ|r_j a_j|.) There is no way to make one that is not checked.
/// </summary>
public sealed class CertifiedReadOff
{
    private CertifiedReadOff(LinearReadOff readOff, double upper, double lower, double gap)
    {
        ReadOff = readOff;
        Upper = upper;
        Lower = lower;
        Gap = gap;
    }

    /// <summary>The read-off, in double precision, that the bounds are proved for.</summary>
    public LinearReadOff ReadOff { get; }

    /// <summary>max |r·a + c − y| over all inputs is at most this.</summary>
    public double Upper { get; }

    /// <summary>max |r·a + c − y| over all inputs is at least this; the two differ by rounding errors only.</summary>
    public double Lower { get; }

    /// <summary>
    /// The smallest value on a positive less the largest on a negative is at least this; above 0 the two are told apart. +∞ when there
    /// are not both.
    /// </summary>
    public double Gap { get; }

    /// <summary>Runs the read-off over every input and encloses its errors.</summary>
    /// <exception cref="ArgumentException">The read-off, the target and the activations do not fit.</exception>
    public static CertifiedReadOff Verify(InputActivations activations, BooleanTarget target, LinearReadOff readOff) =>
        Verify(activations, target, readOff, radius: 0);

    /// <summary>
    /// The same for weights and constant that are only known to give, on every input, a value within a radius of this read-off's.
    /// </summary>
    internal static CertifiedReadOff Verify(InputActivations activations, BooleanTarget target, LinearReadOff readOff, double radius)
    {
        activations.ThrowIfUnfit(target);
        if (readOff.Weights.Length != activations.Neurons)
        {
            throw new ArgumentException(
                $"A read-off of {readOff.Weights.Length} neurons does not fit activations of {activations.Neurons} neurons.",
                nameof(readOff));
        }

        double upper = 0, lower = 0, leastPositive = double.PositiveInfinity, largestNegative = double.NegativeInfinity;
        var weights = readOff.Weights.AsSpan();
        var constant = activations.ConstantOf(readOff);
        var about = readOff.Weights.Select((weight, j) => activations.Radii[j] * Math.Abs(weight)).Sum();

        // Sums of non-negative numbers: relative slack for their rounding.
        about = (about + constant.Radius + radius) * (1 + ((activations.Neurons + 8) * Math.ScaleB(1, -52)));
        for (var i = 0; i < activations.Inputs; i++)
        {
            var computed = Enclosure.Dot(activations[i], weights, constant.Value);
            var value = new Enclosure(computed.Value, Math.BitIncrement(computed.Radius + about));
            if (!double.IsFinite(value.Value) || !double.IsFinite(value.Radius))
            {
                throw new ArgumentException(
                    $"The read-off gives {value.Value} on input {i}; its weights have to be finite and small enough for finite sums.",
                    nameof(readOff));
            }

            var y = target[i] ? 1 : 0;
            upper = Math.Max(upper, value.LargestDistance(y));
            lower = Math.Max(lower, value.SmallestDistance(y));
            if (target[i])
            {
                leastPositive = Math.Min(leastPositive, value.Lower);
            }
            else
            {
                largestNegative = Math.Max(largestNegative, value.Upper);
            }
        }

        var gap = leastPositive - largestNegative;
        return new CertifiedReadOff(readOff, upper, lower, double.IsPositiveInfinity(gap) ? gap : Math.BitDecrement(gap));
    }

    /// <summary>Checks every row of a read-off as its float32 tensors hold it, one result a target.</summary>
    /// <param name="activations">The activations it reads.</param>
    /// <param name="targets">g targets, in the order of its outputs.</param>
    /// <param name="readOff">The read-off.</param>
    public static ImmutableArray<CertifiedReadOff> Verify(
        InputActivations activations, IReadOnlyList<BooleanTarget> targets, DenseReadOff readOff)
    {
        if (readOff.Outputs != targets.Count || readOff.Inputs != activations.Neurons)
        {
            throw new ArgumentException(
                $"A read-off of shape {Shapes.Describe(readOff.Weight)} does not fit {targets.Count} targets and {activations.Neurons} "
                + "neurons.", nameof(readOff));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weights = readOff.Weight.contiguous().Floats().ToArray();
        var constants = readOff.Bias.contiguous().Floats().ToArray();
        return [.. targets.Select((target, g) =>
            Verify(
                activations, target, new LinearReadOff(
                [.. weights.AsSpan(g * readOff.Inputs, readOff.Inputs).ToArray().Select(weight => (double)weight)], constants[g])))];
    }
}
