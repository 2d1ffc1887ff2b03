using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>
/// One layer of neurons, a = φ(W x + β), with φ = ReLU unless another activation is named. In plain form it gives a; in residual form it
/// adds what its neurons write to what it reads, x + P a, so that x is a residual stream.
/// </summary>
public sealed class ReluLayer : nn.Module<Tensor, Tensor>
{
    // The field names are the keys of saved files: layers.0.weight, layers.0.bias, layers.0.projection.
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Parameter? projection;

    /// <summary>Takes over the tensors of a layer.</summary>
    /// <param name="weight_dm">W, shape [d, m].</param>
    /// <param name="bias_d">β, shape [d].</param>
    /// <param name="projection_md">P, shape [m, d], of a layer in residual form; null for plain form.</param>
    /// <param name="activation">φ, what is applied to the pre-activations.</param>
    public ReluLayer(Tensor weight_dm, Tensor bias_d, Tensor? projection_md = null, Activation activation = Activation.Relu)
        : base(nameof(ReluLayer))
    {
        if (weight_dm.dim() != 2 || bias_d.dim() != 1 || weight_dm.shape[0] != bias_d.shape[0])
        {
            throw new ArgumentException(
                $"A layer needs a weight [d, m] and a bias [d], found {Shapes.Describe(weight_dm)} and {Shapes.Describe(bias_d)}.",
                nameof(weight_dm));
        }

        if (projection_md is not null && !projection_md.shape.SequenceEqual([weight_dm.shape[1], weight_dm.shape[0]]))
        {
            throw new ArgumentException(
                $"The projection of a layer {Shapes.Describe(weight_dm)} has the shape [{weight_dm.shape[1]}, {weight_dm.shape[0]}], "
                + $"found {Shapes.Describe(projection_md)}.", nameof(projection_md));
        }

        weight = Parameters.Keep(weight_dm);
        bias = Parameters.Keep(bias_d);
        projection = projection_md is null ? null : Parameters.Keep(projection_md);
        Activation = activation;
        RegisterComponents();
    }

    /// <summary>W, one row of incoming weights for each neuron, shape [d, m].</summary>
    public Tensor Weight => weight;

    /// <summary>β, the bias of each neuron, shape [d].</summary>
    public Tensor Bias => bias;

    /// <summary>P, shape [m, d], through which neurons write into the residual stream; null in plain form.</summary>
    public Tensor? Projection => projection;

    /// <summary>φ, what a neuron makes of its pre-activation; ReLU unless said otherwise.</summary>
    public Activation Activation { get; }

    /// <summary>d, the number of neurons.</summary>
    public int Neurons => (int)weight.shape[0];

    /// <summary>m, the number of inputs of a neuron.</summary>
    public int Inputs => (int)weight.shape[1];

    /// <summary>How many numbers it gives: d in plain form, m in residual form.</summary>
    public int Outputs => projection is null ? Neurons : Inputs;

    /// <summary>A layer with the same weights and activation whose parameters are stored apart from this one's.</summary>
    public ReluLayer Copy() => new(weight, bias, projection, Activation);

    /// <summary>A copy in which every matrix, W and P, went through a change that keeps its shape; the bias stays.</summary>
    public ReluLayer WithMatrices(Func<Tensor, Tensor> change) =>
        new(change(weight.detach()), bias, projection is null ? null : change(projection.detach()), Activation);

    /// <summary>What its neurons make of their pre-activations z, of any shape.</summary>
    public Tensor Fire(Tensor z) => Activation.Of(z);

    /// <summary>What the layer gives when its neurons have given activations.</summary>
    /// <param name="input_nm">What it reads, shape [n, m].</param>
    /// <param name="activations_nd">a, shape [n, d].</param>
    /// <returns>The activations themselves in plain form, x + P a in residual form; shape [n, <see cref="Outputs"/>].</returns>
    public Tensor Give(Tensor input_nm, Tensor activations_nd) =>
        projection is null ? activations_nd.alias() : input_nm + activations_nd.matmul(projection.t());

    /// <param name="input">Inputs, shape [n, m].</param>
    /// <returns>What the layer gives, shape [n, <see cref="Outputs"/>].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Give(input, Fire(nn.functional.linear(input, weight, bias))).MoveToOuterDisposeScope();
    }
}
