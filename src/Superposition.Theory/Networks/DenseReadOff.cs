using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>A read-off that stores every row: R [g, d] and c [g].</summary>
public sealed class DenseReadOff : ReadOff
{
    // The field names are the keys of saved files: readout.weight, readout.bias.
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>Takes over the tensors of a read-off.</summary>
    /// <param name="weight_gd">R, shape [g, d].</param>
    /// <param name="bias_g">c, shape [g]; zeros when left out.</param>
    public DenseReadOff(Tensor weight_gd, Tensor? bias_g = null)
        : base(nameof(DenseReadOff))
    {
        using var scope = NewDisposeScope();
        bias_g ??= zeros(weight_gd.shape[0]);
        if (weight_gd.dim() != 2 || bias_g.dim() != 1 || weight_gd.shape[0] != bias_g.shape[0])
        {
            throw new ArgumentException(
                $"A read-off needs a weight [g, d] and a bias [g], found {Shapes.Describe(weight_gd)} and {Shapes.Describe(bias_g)}.",
                nameof(weight_gd));
        }

        weight = Parameters.Keep(weight_gd);
        bias = Parameters.Keep(bias_g);
        RegisterComponents();
    }

    /// <summary>R, one row for each output, shape [g, d].</summary>
    public Tensor Weight => weight;

    /// <summary>c, the constant of each output, shape [g].</summary>
    public Tensor Bias => bias;

    /// <inheritdoc/>
    public override int Inputs => (int)weight.shape[1];

    /// <inheritdoc/>
    public override int Outputs => (int)weight.shape[0];

    /// <param name="input">Activations, shape [n, d].</param>
    /// <returns>Outputs, shape [n, g].</returns>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);
}
