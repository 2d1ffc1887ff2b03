using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// Named float32 buffers that live from step to step. Fresh memory of a megabyte costs as much as a product of that size, because the
/// system hands it out page by page.
/// </summary>
public sealed class Workspace : IDisposable
{
    private readonly Dictionary<string, Tensor> buffers = new(StringComparer.Ordinal);

    /// <summary>
    /// A buffer of a shape with whatever it held before. It is valid until the same name is asked for again with another shape.
    /// </summary>
    public Tensor Take(string name, params ReadOnlySpan<long> shape)
    {
        if (buffers.TryGetValue(name, out var buffer))
        {
            if (buffer.shape.AsSpan().SequenceEqual(shape))
            {
                return buffer;
            }

            buffer.Dispose();
        }

        return buffers[name] = empty(shape).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in buffers.Values)
        {
            buffer.Dispose();
        }

        buffers.Clear();
    }
}
