using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>Tensors as plain memory, for loops that tensor operations have no word for.</summary>
public static class TensorMemory
{
    /// <summary>The numbers of a contiguous float32 tensor, in place. The caller keeps the tensor alive as long as it uses them.</summary>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>The same of a float64 tensor.</summary>
    public static Span<double> Doubles(this Tensor tensor) => MemoryMarshal.Cast<byte, double>(tensor.bytes);
}
