using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Representation;
using Superposition.UniversalAnd;

namespace Superposition.NarrowLayers;

/// <summary>
/// What theory expects of a <see cref="PooledLayer"/>, from moments alone: no draw enters. It also chooses densities, so that none is
/// chosen on the errors that it is judged by.
/// </summary>
public static class PooledPrediction
{
    private const int Densities = 15;
    private const double MinDensity = 0.004, LargestDensity = 0.6;

    /// <summary>Whether there is a theory: for reading by projections, of neurons that are directions of the state alone.</summary>
    public static bool Exists(WeightLaw law, PairReading reading) =>
        reading != PairReading.Projections || law == WeightLaw.StateSpace;

    /// <summary>The density of the smallest predicted error; 0.75/s where there is no theory, 1 where there is nothing to choose.</summary>
    /// <param name="size">The layer; its own density does not count.</param>
    /// <param name="reading">How it is read.</param>
    /// <param name="share">Of which quantile errors are compared.</param>
    public static double BestDensity(PooledLayerSize size, PairReading reading, double share) => (size.Law, reading) switch
    {
        (WeightLaw.Signs or WeightLaw.StateSpace, _) => 1,
        (_, PairReading.Projections) => RandomWeights.Representable(0.75 / Math.Max(1, size.Active)),
        _ => Enumerable.Range(0, Densities)
            .Select(i => RandomWeights.Representable(MinDensity * Math.Pow(LargestDensity / MinDensity, i / (Densities - 1.0))))
            .MinBy(density => Quantile(size with { Density = density }, reading, share)),
    };

    /// <summary>The quantile of absolute errors in the class where it is largest; infinite where true ANDs cannot be read.</summary>
    /// <param name="size">The layer.</param>
    /// <param name="reading">How it is read.</param>
    /// <param name="share">The quantile's share, below 1.</param>
    public static double Quantile(PooledLayerSize size, PairReading reading, double share)
    {
        try
        {
            return Errors(size, reading).Classes.Max(errors => Quantile(errors, share));
        }
        catch (ConstructionFailedException)
        {
            return double.PositiveInfinity;
        }
    }

    private static PredictedErrors Errors(PooledLayerSize size, PairReading reading)
    {
        var asked = new UniversalAndSize(
            new SparseInputs(size.Features, size.Active, Sparsity.Exactly), size.Neurons, size.Density,
            new EncodingSize(EncodingKind.Signs, size.Dimension));
        return (size.Law, reading) switch
        {
            (WeightLaw.Subsets, PairReading.Weights) => ((ICentredFamily)new SuperposedSubsets()).PredictMeanSubtracted(asked),
            (WeightLaw.Subsets, PairReading.SharedNeurons) => AveragedOverShared(asked),
            (WeightLaw.Ternary or WeightLaw.Signs, PairReading.Weights) => new SuperposedTernary().Predict(asked),
            (WeightLaw.StateSpace, PairReading.Projections) => ((ICentredFamily)new SuperposedProjection()).PredictMeanSubtracted(asked),
            _ => throw new ArgumentException($"There is no prediction for {size.Law} read by {reading}.", nameof(reading)),
        };
    }

    /// <summary>The mean over the p² n neurons that both features reach, scaled so that true ANDs read 1.</summary>
    private static PredictedErrors AveragedOverShared(UniversalAndSize size)
    {
        var shared = size.Neurons * size.DensityOrDefault * size.DensityOrDefault;
        var signal = CrosstalkOfSubsets.AveragedActivation(size, size.Inputs.Active, members: 2).Mean;
        return PairClasses.Mix(size.Inputs, (active, members) =>
        {
            var (mean, ofMean, ofNeuron) = CrosstalkOfSubsets.AveragedActivation(size, active, members);
            var bias = (mean / signal) - (members == 2 ? 1 : 0);
            return (bias, (bias * bias) + ((ofMean + (ofNeuron / shared)) / (signal * signal)));
        });
    }

    private static double Quantile(PredictedClass errors, double share)
    {
        double low = 0, high = Math.Abs(errors.Mean) + (10 * errors.Std);
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = errors.ShareAbove(middle) > 1 - share ? (middle, high) : (low, middle);
        }

        return high;
    }
}
