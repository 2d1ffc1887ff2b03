using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// Any loss, written as a plain function of tensors: torch finds its derivative. It needs all n·g outputs in memory and takes a few times
/// longer than the hand-written objectives, which stay the fast way for what they can do and are tested against this one.
/// </summary>
/// <example><code>
/// var huber = new PlainObjective("Huber", (outputs, targets) => torch.nn.functional.smooth_l1_loss(outputs, targets));
/// Trainer.Train(network, new TrainingPlan(TrainedParts.Whole, task, huber, settings, learningRate: 0.003), seed);
/// </code></example>
/// <param name="name">The objective in a word, for tables and legends.</param>
/// <param name="loss">Maps outputs [n, g] and targets [n, g] to a loss [].</param>
public sealed class PlainObjective(string name, Func<Tensor, Tensor, Tensor> loss) : IObjective
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The function gives no single number.</exception>
    public double Evaluate(ReadOffPass pass)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad(pass.NeedsGradient);
        var h_nd = Leaf(pass.Activations, pass.ActivationGradient);
        var r_gd = Leaf(pass.Weight, pass.WeightGradient);
        var c_g = pass.Bias is null ? null : Leaf(pass.Bias, pass.BiasGradient);
        var outputs_ng = nn.functional.linear(h_nd, r_gd, c_g);
        using var targets_ng = Targets(pass);
        var value = loss(outputs_ng, targets_ng);
        if (value.numel() != 1)
        {
            throw new ArgumentException($"The objective \"{name}\" gives a tensor of {value.numel()} numbers, expected one.", nameof(pass));
        }

        if (pass.NeedsGradient)
        {
            value.backward();
            Keep(h_nd, pass.ActivationGradient);
            Keep(r_gd, pass.WeightGradient);
            Keep(c_g, pass.BiasGradient);
        }

        return value.item<float>();
    }

    private static Tensor Leaf(Tensor values, Tensor? gradient) => values.detach().requires_grad_(gradient is not null);

    private static void Keep(Tensor? leaf, Tensor? gradient)
    {
        using var none = no_grad();
        if (leaf?.grad is { } found)
        {
            gradient?.copy_(found);
        }
        else
        {
            gradient?.zero_();
        }
    }

    private static Tensor Targets(ReadOffPass pass)
    {
        var cells = new float[checked(pass.Inputs * pass.Outputs)];
        var on = pass.Targets.On;
        for (var i = 0; i < on.Count; i++)
        {
            for (var at = on.Places.Offsets[i]; at < on.Places.Offsets[i + 1]; at++)
            {
                cells[(i * pass.Outputs) + on.Places.Features[at]] = on.ValueAt(at);
            }
        }

        return tensor(cells).reshape(pass.Inputs, pass.Outputs);
    }
}
