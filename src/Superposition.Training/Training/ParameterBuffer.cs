using System.Collections.Immutable;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Training;

/// <summary>
/// The parameters of a network side by side in one buffer, and their gradients in another, so that an optimizer step, a copy or a check is
/// one walk over memory instead of several calls a parameter. Trained parameters come first.
/// </summary>
internal sealed class ParameterBuffer : IDisposable, ISavedState
{
    // 64 bytes: every parameter begins on a cache line.
    private const int Alignment = 16;

    private readonly ImmutableArray<Tensor> views;
    private readonly ImmutableArray<Tensor?> gradients;
    private readonly Tensor values;
    private readonly Tensor slopes;

    /// <summary>Makes room for parameters.</summary>
    /// <param name="shapes">Shapes, the trained ones first.</param>
    /// <param name="trained">How many are trained.</param>
    public ParameterBuffer(IReadOnlyList<long[]> shapes, int trained)
    {
        using var scope = NewDisposeScope();
        var starts = new long[shapes.Count + 1];
        for (var i = 0; i < shapes.Count; i++)
        {
            var size = shapes[i].Aggregate(1L, (product, side) => product * side);
            starts[i + 1] = starts[i] + ((size + Alignment - 1) / Alignment * Alignment);
        }

        if (starts[^1] > int.MaxValue / sizeof(float))
        {
            throw new ArgumentException(
                $"A network of {starts[^1]:N0} parameters cannot be trained here: at most {int.MaxValue / sizeof(float):N0} can.",
                nameof(shapes));
        }

        values = zeros(starts[^1]).DetachFromDisposeScope();
        slopes = zeros(starts[trained]).DetachFromDisposeScope();
        views = [.. shapes.Select((shape, i) => View(values, starts[i], shape))];
        gradients = [.. shapes.Select((shape, i) => i < trained ? View(slopes, starts[i], shape) : null)];
    }

    /// <summary>The number of parameters, with what lies between them.</summary>
    public long Length => values.numel();

    /// <summary>The trained parameters one after the other.</summary>
    public Span<float> Trained => values.Floats()[..(int)slopes.numel()];

    /// <summary>The gradients of the trained parameters, in the same order.</summary>
    public Span<float> Gradients => slopes.Floats();

    /// <summary>A parameter in its shape.</summary>
    public Tensor this[int parameter] => views[parameter];

    /// <summary>The gradient of a parameter in its shape; null when it is not trained.</summary>
    public Tensor? GradientOf(int parameter) => gradients[parameter];

    /// <summary>Writes all parameters: an objective may have changed those that the optimizer does not.</summary>
    public void Save(BinaryWriter writer) => writer.WriteFloats(values.Floats());

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => reader.ReadFloats(values.Floats());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (IEnumerable<Tensor?>)[.. views, .. gradients, values, slopes])
        {
            tensor?.Dispose();
        }
    }

    private static Tensor View(Tensor buffer, long start, long[] shape) =>
        buffer.narrow(0, start, shape.Aggregate(1L, (product, side) => product * side)).view(shape).DetachFromDisposeScope();
}
