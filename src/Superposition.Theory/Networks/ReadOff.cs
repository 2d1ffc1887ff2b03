using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>An affine map from the last layer's activations to the outputs: R a + c, with one row r of R an output.</summary>
public abstract class ReadOff(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>d, the number of activations read.</summary>
    public abstract int Inputs { get; }

    /// <summary>g, the number of outputs.</summary>
    public abstract int Outputs { get; }
}
