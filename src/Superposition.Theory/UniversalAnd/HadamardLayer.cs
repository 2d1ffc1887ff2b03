using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.UniversalAnd;

/// <summary>
/// An explicit universal AND for at most two active features: neurons ReLU(±H b) with H the first m columns of a Hadamard matrix of order
/// N, d = 2N, no bias. Their differences give every feature exactly, their sums |H b| the products of the two that are active. With κ =
/// max |Σ_a H_ai H_aj H_ak H_al|/N over four different features the read-off r_kl,a± = (ε/N)(±(H_ak + H_al) + H_ak H_al/κ) is wrong by
/// at most
/// <b>ε = 1/(3 + 1/κ)</b>; as a pair read-off it has the factors H/√κ ± √κ and the correction √κ. The proof stands in
/// docs/algebraic-codes.md. Derived for this project.
/// </summary>
public sealed class HadamardLayer : IUniversalAndConstruction
{
    private const int MaxFeatures = 300;

    /// <inheritdoc/>
    public string Kind => "hadamard";

    /// <inheritdoc/>
    public string Summary => "explicit code for at most 2 active: W = ±Hadamard (Paley), no bias, ε = 1/(3 + 1/κ)";

    /// <inheritdoc/>
    public bool UsesDensity => false;

    /// <inheritdoc/>
    public bool DrawsWeights => false;

    /// <inheritdoc/>
    public int? RequiredNeurons(int features) => 2 * PaleyMatrix.WithColumns(features).Order;

    /// <summary>ε = 1/(3 + 1/κ) for m features, as a proved bound over all inputs with at most 2 active.</summary>
    /// <param name="features">m, from 4 on: κ speaks of four different features.</param>
    public static double Epsilon(int features)
    {
        var matrix = PaleyMatrix.WithColumns(features);
        return 1 / (3 + (1 / Kappa(matrix, features)));
    }

    /// <inheritdoc/>
    public ReluNetwork Build(UniversalAndSize size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var matrix = PaleyMatrix.WithColumns(size.Features);
        Require(size, matrix);
        var (order, kappa) = (matrix.Order, Kappa(matrix, size.Features));
        var signs = Enumerable.Range(0, order).SelectMany(row =>
            Enumerable.Range(0, size.Features).Select(column => (float)matrix[row, column])).ToArray();
        var sign_nm = tensor(signs, [order, size.Features]);
        var (steep, root) = (1 / Math.Sqrt(kappa), Math.Sqrt(kappa));
        var readOff = new PairReadOff(
            cat([(sign_nm * steep) + root, (sign_nm * steep) - root]), 1 / (3 + (1 / kappa)) / order, PairNormalisation.Constant,
            PairAnds.All(size.Features),
            correction_cm: full([1, size.Features], (float)root));
        return new ReluNetwork([new ReluLayer(cat([sign_nm, -sign_nm]), zeros(2 * order))], readOff);
    }

    /// <inheritdoc/>
    public PredictedErrors Predict(UniversalAndSize size)
    {
        var matrix = PaleyMatrix.WithColumns(size.Features);
        Require(size, matrix);
        var kappa = Kappa(matrix, size.Features);
        var epsilon = 1 / (3 + (1 / kappa));

        // q = Σ_a H_ai H_aj H_ak H_al/N over pairs without a common member has the mean 1/(N − 3), because one row is constant, and as
        // mean square 1/(N − 3), because the products of two columns are a tight frame.
        var fourth = 1.0 / (matrix.Order - 3);
        var errors = PairClasses.Mix(size.Inputs, (active, members) => members switch
        {
            2 => (-epsilon, epsilon * epsilon),
            1 => (epsilon, epsilon * epsilon),
            _ => active == 2 ? (epsilon / kappa * fourth, Math.Pow(epsilon / kappa, 2) * fourth) : (0, 0),
        });
        return errors with { Bound = epsilon };
    }

    private void Require(UniversalAndSize size, PaleyMatrix matrix)
    {
        if (size.Inputs.Active > 2)
        {
            throw new ConstructionFailedException($"{Kind}: {size.Inputs.Active} active features were asked for, expected at most 2: "
                + "with three, |H b| is no longer a product of two signs.");
        }

        if (size.Features is < 4 or > MaxFeatures)
        {
            throw new ConstructionFailedException($"{Kind}: {size.Features} features were asked for, expected from 4 to {MaxFeatures}: "
                + "κ is found by trying all fours of them.");
        }

        if (size.Neurons != 2 * matrix.Order)
        {
            throw new ConstructionFailedException($"{Kind}: {size.Neurons} neurons were asked for, expected two a row of the matrix of "
                + $"order {matrix.Order}, {2 * matrix.Order}.");
        }
    }

    private static double Kappa(PaleyMatrix matrix, int features) => (double)matrix.LargestFourfoldSum(features) / matrix.Order;
}
