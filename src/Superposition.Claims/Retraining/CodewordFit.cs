using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// The best network that three numbers make of a code: the weights on and off, and the multiple of the pseudo-inverse of the code's matrix
/// of zeros and ones, chosen by the mean fourth power of the error. Multiplying the first two and dividing the third leaves the network the
/// same function, so on = 1 and two numbers are fitted: the multiple in closed form, the ratio off/on by golden sections.
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
    public (ReluNetwork Network, double Ratio, double Multiple) Best(Codewords code)
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
        var multiple = Loss(code, ratio).Multiple;
        return (Network(code, ratio, multiple), ratio, multiple);
    }

    private BestMultiple Loss(Codewords code, double ratio)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = Network(code, ratio, multiple: 1);
        return BestMultiple.Of(network.Run(inputs), y_nm);
    }

    private static ReluNetwork Network(Codewords code, double ratio, double multiple)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var weights = CodewordNetwork.Of(code, 1, ratio, 1);
        using var matrix = CodewordNetwork.Of(code, 1, 0, multiple);
        return weights.WithReadOff(new DenseReadOff(((DenseReadOff)matrix.ReadOff).Weight));
    }
}
