using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// Universal AND with inputs in superposition: random neurons W_in ~ N(0, 1) read the state x = Φb, and with V = W_inΦ the read-off is
/// r_kl,i = (V_ik V_il − φ_k·φ_l)/(n F). By Stein's lemma E[ReLU(w·x)(w·φ_k)(w·φ_l)] = ((x·φ_k)(x·φ_l)/|x| + |x|
/// φ_k·φ_l)/√(2π); the correction removes the second term, which is there whatever is active. What is left are two noises: crosstalk,
/// which falls with the dimension of the state, and the drawing of neurons, which falls with their number. Neither grows with m. Derived
/// for this project; the theorem it implements is arXiv 2408.05451, universal AND for inputs in superposition.
/// </summary>
public sealed class SuperposedProjection : ICentredFamily
{
    /// <inheritdoc/>
    public string Kind => "superposed-projection";

    /// <inheritdoc/>
    public string Summary => "inputs in superposition, random projections, read-off corrected for overlaps φ_k·φ_l";

    /// <inheritdoc/>
    public bool UsesEncoding => true;

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => null;

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var signal = CentredReadOff.Signal(Kind, size.Inputs, GaussianWeights.Signal);
        var encoding_em = FeatureEncodings.Draw(size.EncodingOrDefault, size.Features, generator);
        var weight_de = randn(size.Neurons, size.EncodingOrDefault.Dimension, generator: generator);
        var readOff = new PairReadOff(
            weight_de.matmul(encoding_em), 1 / (size.Neurons * signal), PairNormalisation.Constant, PairAnds.All(size.Features),
            correction_cm: encoding_em);
        return new ReluNetwork([new ReluLayer(weight_de, zeros(size.Neurons))], readOff, encoding_em);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size) => PairClasses.Mix(size.Inputs, (active, members) =>
    {
        var (bias, crosstalk) = Crosstalk(size, active, members);
        var neurons = NeuronNoise(size, active, members);
        return (bias, (bias * bias) + (crosstalk * crosstalk) + (neurons * neurons));
    });

    /// <inheritdoc/>
    PredictedErrors ICentredFamily.PredictMeanSubtracted(UniversalAndSize size) => PairClasses.Mix(size.Inputs, (active, members) =>
    {
        var (bias, crosstalk) = Crosstalk(size, active, members);
        var (mean, meanSquare) = GaussianWeights.CentredRowProduct(active, members);
        return (bias,
            (bias * bias) + (crosstalk * crosstalk) + ((meanSquare - (mean * mean)) / (size.Neurons * Signal(size) * Signal(size))));
    });

    /// <summary>
    /// Bias and standard deviation of what infinitely many neurons would read, (x·φ_k)(x·φ_l)/|x| times √s, minus the AND. The state
    /// x is a sum of s_b directions whose overlaps have a known mean square; with both features active the quotient is expanded to first
    /// order in them.
    /// </summary>
    public static (double Bias, double Std) Crosstalk(UniversalAndSize size, int active, int members)
    {
        double s = active, overlap = size.EncodingOrDefault.MeanSquareOverlap(size.Features);
        var gain = 1 / (Math.Sqrt(2 * Math.PI) * Signal(size));
        return members switch
        {
            0 => (0, gain * overlap * Math.Sqrt(s)),
            1 => (0, gain * Math.Sqrt(overlap * (1 + ((s - 1) * overlap)))),
            _ => (
                (gain / Math.Sqrt(s)) - 1,
                gain * Math.Sqrt(
                    overlap / s * (Square(2 - (1 / s)) + (2 * (s - 2) * Square(1 - (1 / s))) + ((s - 2) * (s - 3) / (2 * s * s))))),
        };
    }

    /// <summary>
    /// What infinitely many neurons would read for a given encoding: what their errors share is crosstalk, and what a network's own
    /// readings differ by is the noise of its neurons.
    /// </summary>
    /// <param name="encoding_em">Φ, shape [d0, m].</param>
    /// <param name="size">What the network was built for.</param>
    /// <param name="inputs">n inputs, none of them without an active feature.</param>
    /// <param name="pairs">g pairs.</param>
    /// <returns>Shape [n, g].</returns>
    public static Tensor ReadingsOfInfiniteWidth(Tensor encoding_em, UniversalAndSize size, ActiveSets inputs, PairAnds pairs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var state_ne = inputs.SumRows(encoding_em.t());
        var decoded_nm = state_ne.matmul(encoding_em);
        var first_ng = decoded_nm.index_select(1, tensor(pairs.Pairs.Select(pair => (long)pair.First).ToArray()));
        var second_ng = decoded_nm.index_select(1, tensor(pairs.Pairs.Select(pair => (long)pair.Second).ToArray()));
        return (first_ng * second_ng / state_ne.norm(1, keepdim: true) / (Math.Sqrt(2 * Math.PI) * Signal(size))).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Standard deviation over draws of the n neurons, for a given encoding: as for a Gaussian layer that reads the features themselves.
    /// </summary>
    public static double NeuronNoise(UniversalAndSize size, int active, int members)
    {
        var (mean, meanSquare) = GaussianWeights.CentredProduct(active, members);
        return Math.Sqrt((meanSquare - (mean * mean)) / size.Neurons) / Signal(size);
    }

    private static double Signal(UniversalAndSize size) =>
        CentredReadOff.Signal("superposed-projection", size.Inputs, GaussianWeights.Signal);

    private static double Square(double x) => x * x;
}
