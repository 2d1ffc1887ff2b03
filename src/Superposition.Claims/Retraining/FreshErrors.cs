using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Tasks;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>Mean powers of the error of a network for compressed computation, over inputs it has never seen and all outputs.</summary>
/// <param name="Square">E |ŷ − y|².</param>
/// <param name="Fourth">E |ŷ − y|⁴.</param>
/// <param name="FourthSpread">The standard error of <paramref name="Fourth"/>: what another draw of inputs would change.</param>
internal sealed record FreshErrors(double Square, double Fourth, double FourthSpread)
{
    private const int AtOnce = 4096;

    /// <summary>Measures a network; networks that are measured with one seed see the same inputs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="task">Draws inputs and knows what the outputs should be.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="seed">The seed of the inputs.</param>
    public static FreshErrors Of(ReluNetwork network, CompressedComputation task, int inputs, Seed seed)
    {
        using var noGradient = no_grad();
        double square = 0, fourth = 0, eighth = 0;
        for (var (start, block) = (0, 0); start < inputs; start += AtOnce, block++)
        {
            using var scope = NewDisposeScope();
            var fresh = task.Draw(seed.Stream($"evaluation-{block}"), Math.Min(AtOnce, inputs - start));
            var squares_ng = (network.Run(fresh) - Dense(task.Targets(fresh))).square();
            var fourth_n = squares_ng.square().mean([1]);
            square += squares_ng.mean([1]).sum().item<float>();
            fourth += fourth_n.sum().item<float>();
            eighth += fourth_n.to(float64).square().sum().item<double>();
        }

        var mean = fourth / inputs;
        return new FreshErrors(square / inputs, mean, Math.Sqrt(Math.Max(0, (eighth / inputs) - (mean * mean)) / inputs));
    }

    /// <summary>The mean fourth power of the error over inputs drawn as batches are: from the task's pool where it has one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="task">The task.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static double On(ReluNetwork network, CompressedComputation task, int inputs, Seed seed)
    {
        using var noGradient = no_grad();
        var sum = 0.0;
        for (var (start, block) = (0, 0); start < inputs; start += AtOnce, block++)
        {
            using var scope = NewDisposeScope();
            var batch = task.Batch(seed, block, Math.Min(AtOnce, inputs - start));
            sum += (network.Run(batch.Inputs) - Dense(batch.Targets)).square().square().mean([1]).sum().item<float>();
        }

        return sum / inputs;
    }

    /// <summary>Targets written out, shape [n, g].</summary>
    public static Tensor Dense(TargetBatch targets)
    {
        var y_ng = zeros(targets.Count, targets.Outputs);
        var cells = y_ng.Floats();
        for (var i = 0; i < targets.Count; i++)
        {
            for (var at = targets.On.Places.Offsets[i]; at < targets.On.Places.Offsets[i + 1]; at++)
            {
                cells[(i * targets.Outputs) + targets.On.Places.Features[at]] = targets.On.ValueAt(at);
            }
        }

        return y_ng;
    }
}
