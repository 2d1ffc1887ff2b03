using Superposition.Networks;
using Superposition.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// A network whose read-off is c W⁺ throughout training: W and c alone are trained. The loss gives the derivative G with respect to the read-off as
/// ever, and W⁺ = Wᵀ(WWᵀ)⁻¹ passes it on: dL/dW gains c ((WWᵀ)⁻¹ Gᵀ (I − W⁺W) − W⁺ᵀ G W⁺ᵀ), and dL/dc = ⟨G, W⁺⟩.
/// </summary>
internal static class TiedDecoder
{
    /// <summary>Trains a network's layer under a multiple of its pseudo-inverse, which is its read-off in the end.</summary>
    /// <param name="network">The network m → d → m; it is changed.</param>
    /// <param name="plan">How it is trained; schedule, batches and objective are those of any other training.</param>
    /// <param name="scale">c at the start.</param>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="progress">Is told after every step.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>c in the end.</returns>
    public static double Train(ReluNetwork network, TrainingPlan plan, double scale, Booleans.Seed seed, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        using var noGradient = no_grad();
        using var tied = new NetworkInTraining(network, CompressedNetworks.Weights, StateNoise.None);
        using var whole = NewDisposeScope();
        var layer_md = tied.Parameters[0];
        var readOff_md = tied.Parameters[1];
        var weight_dm = new Parameter(layer_md.t().contiguous());
        var multiple = new Parameter(tensor((float)scale));
        using var adam = optim.Adam([weight_dm, multiple], plan.LearningRate);
        for (var step = 0L; step < plan.Settings.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (inverse_dd, pseudo_md) = PseudoInverse(weight_dm);
            layer_md.copy_(weight_dm.t());
            readOff_md.copy_(pseudo_md * multiple);
            var loss = tied.Evaluate(plan.Task.Batch(seed, step, plan.Settings.Batch), plan.Objective, withGradient: true);
            var slope_md = tied.Parameters.GradientOf(1)!;
            var through_dm = inverse_dd.matmul(slope_md.t()).matmul(eye(weight_dm.shape[1]) - pseudo_md.matmul(weight_dm)) - pseudo_md.t().matmul(slope_md).matmul(pseudo_md.t());
            SetGradient(weight_dm, tied.Parameters.GradientOf(0)!.t() + (through_dm * multiple));
            SetGradient(multiple, (slope_md * pseudo_md).sum());
            adam.ParamGroups.Single().LearningRate = plan.LearningRate * plan.Settings.Factor(step);
            adam.step();
            progress.Report(new TrainingProgress(step + 1, plan.Settings.Steps, loss));
        }

        layer_md.copy_(weight_dm.t());
        readOff_md.copy_(PseudoInverse(weight_dm).Pseudo * multiple);
        tied.WriteBack();
        return multiple.item<float>();
    }

    private static (Tensor Inverse, Tensor Pseudo) PseudoInverse(Tensor weight_dm)
    {
        var inverse_dd = linalg.inv(weight_dm.matmul(weight_dm.t()));
        return (inverse_dd, weight_dm.t().matmul(inverse_dd));
    }

    private static void SetGradient(Parameter parameter, Tensor gradient)
    {
        if (parameter.grad is { } existing)
        {
            existing.copy_(gradient);
        }
        else
        {
            parameter.grad = gradient.clone().DetachFromDisposeScope();
        }
    }
}
