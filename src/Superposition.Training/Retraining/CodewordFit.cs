using MathNet.Numerics;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// The best network that three numbers make of a code: the weights on and off, and the multiple of the pseudo-inverse, chosen by the mean fourth power
/// of the error. Multiplying the first two leaves the network the same function, so on = 1 and two numbers are fitted: the multiple in closed
/// form, the ratio off/on by golden sections.
/// </summary>
internal sealed class CodewordFit
{
    private const double LowestRatio = -0.15;
    private const double HighestRatio = 0.05;
    private const int Sections = 18;

    private readonly SparseVectors inputs;
    private readonly Tensor y_nm;

    /// <param name="task">The task.</param>
    /// <param name="count">Inputs to fit on.</param>
    /// <param name="seed">The seed of the inputs.</param>
    public CodewordFit(CompressedComputation task, int count, Seed seed)
    {
        inputs = task.Draw(seed.Stream("fit"), count);
        y_nm = FreshErrors.Dense(task.Targets(inputs));
    }

    /// <summary>The best network of a code, with off/on and the multiple.</summary>
    public (ReluNetwork Network, double Ratio, double Scale) Best(Codewords code)
    {
        var golden = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (LowestRatio, HighestRatio);
        var (a, b) = (high - (golden * (high - low)), low + (golden * (high - low)));
        var (atA, atB) = (Loss(code, a).Loss, Loss(code, b).Loss);
        for (var i = 0; i < Sections; i++)
        {
            if (atA < atB)
            {
                (high, b, atB) = (b, a, atA);
                a = high - (golden * (high - low));
                atA = Loss(code, a).Loss;
            }
            else
            {
                (low, a, atA) = (a, b, atB);
                b = low + (golden * (high - low));
                atB = Loss(code, b).Loss;
            }
        }

        var ratio = (low + high) / 2;
        var scale = Loss(code, ratio).Scale;
        return (CodewordNetwork.Of(code, 1, ratio, scale), ratio, scale);
    }

    /// <summary>min over c of Σ (c z − y)⁴, a polynomial in c.</summary>
    private (double Loss, double Scale) Loss(Codewords code, double ratio)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = CodewordNetwork.Of(code, 1, ratio, 1);
        var z_nm = network.Run(inputs);
        var (zz, zy, yy) = (z_nm.square(), z_nm * y_nm, y_nm.square());
        double[] moments =
        [
            Sum(yy * yy), -4 * Sum(zy * yy), 6 * Sum(zz * yy), -4 * Sum(zz * zy), Sum(zz * zz),
        ];
        var loss = new Polynomial(moments);
        var scales = loss.Differentiate().Roots().Where(root => Math.Abs(root.Imaginary) < 1e-9 * (1 + Math.Abs(root.Real))).Select(root => root.Real);
        return scales.Select(c => (loss.Evaluate(c), c)).Min();

        static double Sum(Tensor terms) => terms.sum(float64).item<double>();
    }
}
