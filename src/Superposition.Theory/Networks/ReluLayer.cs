using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>One layer of ReLU neurons, a = ReLU(W x + β).</summary>
public sealed class ReluLayer : nn.Module<Tensor, Tensor>
{
    // The field names are the keys of saved files: layers.0.weight, layers.0.bias.
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>Takes over the tensors of a layer.</summary>
    /// <param name="weight_dm">W, shape [d, m].</param>
    /// <param name="bias_d">β, shape [d].</param>
    public ReluLayer(Tensor weight_dm, Tensor bias_d)
        : base(nameof(ReluLayer))
    {
        if (weight_dm.dim() != 2 || bias_d.dim() != 1 || weight_dm.shape[0] != bias_d.shape[0])
        {
            throw new ArgumentException($"A layer needs a weight [d, m] and a bias [d], found {Shapes.Describe(weight_dm)} and {Shapes.Describe(bias_d)}.", nameof(weight_dm));
        }

        weight = Parameters.Keep(weight_dm);
        bias = Parameters.Keep(bias_d);
        RegisterComponents();
    }

    /// <summary>W, shape [d, m].</summary>
    public Tensor Weight => weight;

    /// <summary>β, shape [d].</summary>
    public Tensor Bias => bias;

    /// <summary>d, the number of ReLUs.</summary>
    public int Neurons => (int)weight.shape[0];

    /// <summary>m, the number of inputs of a neuron.</summary>
    public int Inputs => (int)weight.shape[1];

    /// <param name="input">Inputs, shape [n, m].</param>
    /// <returns>Activations, shape [n, d].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pre_nd = nn.functional.linear(input, weight, bias);
        return nn.functional.relu(pre_nd).MoveToOuterDisposeScope();
    }
}
