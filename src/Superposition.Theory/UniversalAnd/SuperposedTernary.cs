using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Inputs in superposition, decoded into sparse ternary subsets: W_in = WΦᵀ with W in {−1, 0, +1}, bias −1, read by products of W
/// with the mean activation subtracted. A neuron meets the noise √(p m s/d0) as with 0/1 subsets, but its weights have mean zero, so
/// crosstalk has no part that all neurons share. The width it needs grows with m nevertheless, because it is read through W.
/// </summary>
public sealed class SuperposedTernary : IUniversalAndConstruction
{
    /// <inheritdoc/>
    public string Kind => "superposed-ternary";

    /// <inheritdoc/>
    public string Summary =>
        "inputs in superposition, ternary subsets decoded from the state (W_in = WΦᵀ), bias −1, the mean activation subtracted before "
        + "it is read";

    /// <inheritdoc/>
    public bool UsesEncoding => true;

    /// <inheritdoc/>
    public bool UsesDensity => true;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var encoding_em = FeatureEncodings.Draw(size.EncodingOrDefault, size.Features, generator);
        var weight_dm = TernarySubsets.Draw(Kind, size, fromGraph: false, generator);
        var readOff = new PairReadOff(
            weight_dm, 1 / (size.Neurons * Signal(size)), PairNormalisation.Constant, PairAnds.All(size.Features),
            correction_cm: weight_dm / Math.Sqrt(size.Neurons));
        return new ReluNetwork([new ReluLayer(weight_dm.matmul(encoding_em.t()), full(size.Neurons, -1f))], readOff, encoding_em);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size)
    {
        var signal = Signal(size);
        return PairClasses.Mix(size.Inputs, (active, members) =>
        {
            var (mean, varianceOfMean, varianceOfNeuron) = Moments(size, active, members);
            var bias = (mean / signal) - (members == 2 ? 1 : 0);
            return (bias, (bias * bias) + ((varianceOfMean + (varianceOfNeuron / size.Neurons)) / (signal * signal)));
        });
    }

    private double Signal(UniversalAndSize size) =>
        CentredReadOff.Signal(Kind, size.Inputs, active => Moments(size, active, members: 2).Mean);

    /// <summary>
    /// W_k W_l (a − ā): its mean; the variance, over encodings and inputs, of its mean over infinitely many neurons; and the variance of
    /// one neuron around that. The crosstalk at the pair is normal and passes through the read-off; that of the other features is a noise
    /// of the neuron.
    /// </summary>
    private static (double Mean, double VarianceOfMean, double VarianceOfNeuron) Moments(UniversalAndSize size, int active, int members)
    {
        var weights = new TernaryWeights(size.DensityOrDefault, Bias: -1);
        var overlap = size.EncodingOrDefault.MeanSquareOverlap(size.Features);
        var others = active - members;
        var noise =
            Math.Sqrt(size.DensityOrDefault * overlap * (((size.Features - 2 - others) * (double)active) + (others * (active - 1.0))));
        var first = Math.Sqrt(overlap * (members > 0 ? active - 1 : active));
        var second = Math.Sqrt(overlap * (members > 1 ? active - 1 : active));
        var correlation = members == 2 ? 1.0 / (active - 1) : 0;
        double mean = 0, squareOfMean = 0, meanSquare = 0;
        foreach (var (zk, weightK) in CrosstalkOfSubsets.Hermite)
        {
            foreach (var (zl, weightL) in CrosstalkOfSubsets.Hermite)
            {
                var atFirst = (members > 0 ? 1 : 0) + (first * zk);
                var atSecond = (members > 1 ? 1 : 0) + (second * ((correlation * zk) + (Math.Sqrt(1 - (correlation * correlation)) * zl)));
                var (product, square) = weights.CentredRowProduct(others, atFirst, atSecond, noise);
                mean += weightK * weightL * product;
                squareOfMean += weightK * weightL * product * product;
                meanSquare += weightK * weightL * square;
            }
        }

        return (mean, Math.Max(0, squareOfMean - (mean * mean)), meanSquare - squareOfMean);
    }
}
