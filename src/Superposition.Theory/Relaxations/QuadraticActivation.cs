using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Relaxations;

/// <summary>
/// Universal AND with neurons (w·b)² instead of ReLUs: for signs E[W_k W_l (W·x)²] = 2 x_k x_l whatever else is active, so the read-off
/// r_kl,i = (W_ik W_il − W_k·W_l/n)/(2n) gives exact products, of boolean or continuous features, without a normaliser that depends on the sparsity.
/// </summary>
public static class QuadraticActivation
{
    /// <summary>Errors of a drawn network.</summary>
    /// <param name="features">m.</param>
    /// <param name="neurons">n.</param>
    /// <param name="sample">Boolean inputs.</param>
    /// <param name="seed">Draws the signs.</param>
    public static QuadraticErrors Measure(int features, int neurons, InputSample sample, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("construction");
        var weight_dm = Signs(features, neurons, generator);
        using var readOff = ReadOff(weight_dm);
        return new QuadraticErrors(neurons, OutputErrors.Measure(
            inputs =>
            {
                using var inner = NewDisposeScope();
                return readOff.call(inputs.SumRows(weight_dm.t()).square()).MoveToOuterDisposeScope();
            },
            PairAnds.All(features), sample, batch: 64));
    }

    /// <summary>Products x_k x_l of continuous features as the network gives them, shape [n, C(m, 2)], for features of shape [n, m].</summary>
    public static Tensor Products(Tensor features_nm, int neurons, Generator generator)
    {
        using var scope = NewDisposeScope();
        var weight_dm = Signs((int)features_nm.shape[1], neurons, generator);
        using var readOff = ReadOff(weight_dm);
        return readOff.call(features_nm.matmul(weight_dm.t()).square()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Errors to expect: mean zero; with s_b active features E a = s_b and E a² = 3s_b² − 2s_b, so the variance is (2s_b² − 2s_b)/(4n), and 4/(4n) less with both
    /// features active.
    /// </summary>
    public static PredictedErrors Predict(SparseInputs inputs, int neurons) => PairClasses.Mix(inputs, (active, members) =>
    {
        double s = active;
        return (0, ((2 * s * s) - (2 * s) - (members == 2 ? 4 : 0)) / (4.0 * neurons));
    });

    private static Tensor Signs(int features, int neurons, Generator generator) => ((rand(neurons, features, generator: generator) < 0.5).to(float32) * 2) - 1;

    private static PairReadOff ReadOff(Tensor weight_dm) =>
        new(weight_dm, 1 / (2.0 * weight_dm.shape[0]), PairNormalisation.Constant, PairAnds.All((int)weight_dm.shape[1]), correction_cm: weight_dm / Math.Sqrt(weight_dm.shape[0]));
}

/// <summary>Errors of a layer with quadratic activation.</summary>
/// <param name="Neurons">n.</param>
/// <param name="Errors">Errors by class.</param>
public sealed record QuadraticErrors(int Neurons, ErrorReport Errors);
