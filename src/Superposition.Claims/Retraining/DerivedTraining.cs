using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// Trains a network through the numbers that its weights come from. The loss gives its derivatives with respect to the layer and the
/// read-off as in any other training; automatic differentiation passes them on, which costs products of small matrices and none of the size
/// of the batch.
/// </summary>
internal static class DerivedTraining
{
    /// <summary>Trains; the network has the weights that were found in the end.</summary>
    /// <param name="network">A network of one layer, m → d → m; its weights are written over.</param>
    /// <param name="weights">Where they come from.</param>
    /// <param name="plan">How it is trained; schedule, batches and objective are those of any other training.</param>
    /// <param name="seed">The seed of the batches.</param>
    /// <param name="progress">Is told after every step.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public static void Train(
        ReluNetwork network, IDerivedWeights weights, TrainingPlan plan, Seed seed, IProgress<TrainingProgress> progress,
        CancellationToken cancellation)
    {
        using var training = new NetworkInTraining(network, CompressedNetworks.Weights, StateNoise.None);
        using var whole = NewDisposeScope();
        using var adam = optim.Adam(weights.Parameters, plan.LearningRate);
        for (var step = 0L; step < plan.Settings.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (layer_dm, readOff_md) = weights.Weights();
            Put(training, layer_dm, readOff_md);
            var loss = training.Evaluate(plan.Task.Batch(seed, step, plan.Settings.Batch), plan.Objective, withGradient: true);
            var through =
                (layer_dm * training.Parameters.GradientOf(0)!.t()).sum() + (readOff_md * training.Parameters.GradientOf(1)!).sum();
            adam.zero_grad();
            (weights.Penalty() is { } penalty ? through + penalty : through).backward();
            adam.ParamGroups.Single().LearningRate = plan.LearningRate * plan.Settings.Factor(step);
            adam.step();
            progress.Report(new TrainingProgress(step + 1, plan.Settings.Steps, loss));
        }

        var (layer, readOff) = weights.Weights();
        Put(training, layer, readOff);
        training.WriteBack();
    }

    /// <summary>A parameter that outlives the dispose scope it is made in.</summary>
    public static Parameter Keep(Tensor values)
    {
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>The layer lies transposed in the buffer, one row a feature.</summary>
    private static void Put(NetworkInTraining training, Tensor layer_dm, Tensor readOff_md)
    {
        using var noGradient = no_grad();
        training.Parameters[0].copy_(layer_dm.t());
        training.Parameters[1].copy_(readOff_md);
    }
}
