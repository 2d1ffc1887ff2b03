using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>What a neuron makes of its pre-activation z.</summary>
public enum Activation
{
    /// <summary>The rectifier max(0, z), the activation of the theorems.</summary>
    Relu,

    /// <summary>z², without a threshold.</summary>
    Quadratic,

    /// <summary>z Φ(z), Φ the distribution function of the standard normal.</summary>
    Gelu,

    /// <summary>The hyperbolic tangent tanh z, which saturates at −1 and 1.</summary>
    Tanh,
}

/// <summary>Activations as functions of tensors.</summary>
public static class Activations
{
    /// <summary>φ(z), entry by entry, for z of any shape.</summary>
    public static Tensor Of(this Activation activation, Tensor z) => activation switch
    {
        Activation.Relu => nn.functional.relu(z),
        Activation.Quadratic => z.square(),
        Activation.Gelu => nn.functional.gelu(z),
        Activation.Tanh => z.tanh(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    /// <summary>φ'(z), entry by entry; 0 for a ReLU at z = 0.</summary>
    public static Tensor SlopeAt(this Activation activation, Tensor z)
    {
        using var scope = NewDisposeScope();
        var slope = activation switch
        {
            Activation.Relu => (z > 0).to(z.dtype),
            Activation.Quadratic => z * 2,
            Activation.Gelu => (((z / Math.Sqrt(2)).erf() + 1) / 2) + (z * (z.square() / -2).exp() / Math.Sqrt(2 * Math.PI)),
            Activation.Tanh => 1 - z.tanh().square(),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
        };
        return slope.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// k, where φ(cz) = c^k φ(z) for every c &gt; 0, so that a neuron's weights can be scaled without changing the network; null where
    /// there is no such k.
    /// </summary>
    public static int? Degree(this Activation activation) =>
        activation switch { Activation.Relu => 1, Activation.Quadratic => 2, _ => null };
}
