using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.ErrorCorrection;

/// <summary>What an error-correction layer makes of noisy states.</summary>
/// <param name="Noise">ν: standard deviation of the noise that each read-off has besides crosstalk.</param>
/// <param name="In">Errors of the read-offs Φᵀx before the layer.</param>
/// <param name="Out">Errors of its corrected read-offs.</param>
/// <param name="Sigma">Measured noise of a unit's pre-activation.</param>
/// <param name="PredictedSigma">√(p m (s/d + ν²)).</param>
public sealed record CorrectionReport(double Noise, FeatureErrors In, FeatureErrors Out, double Sigma, double PredictedSigma)
{
    /// <summary>ε in over ε out: above 1 the layer contracts errors in the maximum norm.</summary>
    public double Contraction => In.Epsilon / Out.Epsilon;

    /// <summary>Measures a layer on states Φb + g with independent Gaussian noise g of standard deviation ν in every
    /// coordinate.</summary>
    public static CorrectionReport Measure(ErrorCorrectionLayer layer, ActiveSets inputs, double noise, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = seed.Generator("state-noise");
        var (features, dimension) = (layer.Code.Channels, layer.Dimension);
        var state_nd = inputs.SumRows(layer.Encoding.t()) + (noise * randn(inputs.Count, dimension, generator: generator));
        var readIn = layer.ReadIn(state_nd).contiguous().Floats();
        var (before, after) = (new FeatureErrorTally(), new FeatureErrorTally());
        var clean = new float[features];
        double squares = 0, activity = 0;
        for (var i = 0; i < inputs.Count; i++)
        {
            var readOffs = readIn.Slice(i * features, features);
            var sums = layer.PreActivations(readOffs);
            before.Add(readOffs, inputs[i]);
            after.Add(layer.ReadOut(sums), inputs[i]);
            Array.Clear(clean);
            foreach (var feature in inputs[i])
            {
                clean[feature] = 1;
            }

            foreach (var (sum, cleanSum) in sums.Zip(layer.PreActivations(clean)))
            {
                squares += (sum - cleanSum) * (sum - cleanSum);
            }

            activity += inputs[i].Length;
        }

        var active = activity / inputs.Count;
        return new CorrectionReport(
            noise, before.ToErrors(), after.ToErrors(), Math.Sqrt(squares / ((double)inputs.Count * layer.Code.Units)),
            PredictSigma(layer.Code, dimension, active, noise));
    }

    /// <summary>
    /// The contraction map ε out (ε in): the layer measured at rising noise, until a read-off that comes out errs by a half, which is
    /// where correcting breaks. The measurement at which it broke is the last one. Below that the map need not lie under the diagonal:
    /// shared units leave a floor, whatever goes in.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The inputs of every measurement.</param>
    /// <param name="noises">Rising ν.</param>
    /// <param name="seed">Seeds the noise.</param>
    public static ImmutableArray<CorrectionReport> Map(ErrorCorrectionLayer layer, ActiveSets inputs, IEnumerable<double> noises, Seed seed)
    {
        var map = ImmutableArray.CreateBuilder<CorrectionReport>();
        foreach (var noise in noises)
        {
            map.Add(Measure(layer, inputs, noise, seed.For($"noise:{noise:R}")));
            if (map[^1].Out.Epsilon >= 0.5)
            {
                break;
            }
        }

        return map.ToImmutable();
    }

    /// <summary>
    /// σ of a unit: it adds up p m read-offs (those of its channels), each with crosstalk variance s/d and noise variance ν²; signs are
    /// independent, so variances add.
    /// </summary>
    public static double PredictSigma(ChannelCode code, int dimension, double active, double noise) =>
        Math.Sqrt(code.Load * ((active / dimension) + (noise * noise)));

    /// <summary>
    /// Applies a layer over and over, encoding its result with Φ in between, and gives the errors of the read-offs b̂ after every round.
    /// </summary>
    public static ImmutableArray<FeatureErrors> Iterate(ErrorCorrectionLayer layer, ActiveSets inputs, int rounds)
    {
        var errors = ImmutableArray.CreateBuilder<FeatureErrors>();
        var features = layer.Code.Channels;
        using var scope = NewDisposeScope();
        var state_nd = inputs.SumRows(layer.Encoding.t());
        for (var round = 0; round < rounds; round++)
        {
            using var inner = NewDisposeScope();
            var out_nm = layer.Correct(state_nd);
            var tally = new FeatureErrorTally();
            var readOut = out_nm.Floats();
            for (var i = 0; i < inputs.Count; i++)
            {
                tally.Add(readOut.Slice(i * features, features), inputs[i]);
            }

            errors.Add(tally.ToErrors());
            state_nd = out_nm.matmul(layer.Encoding.t()).MoveToOuterDisposeScope();
        }

        return errors.ToImmutable();
    }
}
