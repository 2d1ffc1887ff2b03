using Superposition.Booleans;
using Superposition.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// A network inside a wider residual stream: feature i is a fixed random direction of length 1 in D dimensions, neurons read the stream and
/// write into it, and output i is read along the direction of feature i. It is the network m → d → m with the layer VEᵀ and the
/// read-off EU, E of shape [m, D] with the directions as rows; V [d, D] and U [D, d] alone are trained.
/// </summary>
internal sealed class EmbeddedWeights : IDerivedWeights, IDisposable
{
    private readonly Parameter in_dD;
    private readonly Parameter out_Dd;
    private readonly Tensor directions_mD;

    /// <param name="features">m, the number of features.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="width">D, the number of dimensions of the stream.</param>
    /// <param name="first">V starts uniform in ± this.</param>
    /// <param name="second">U starts uniform in ± this.</param>
    /// <param name="seed">The seed of directions and start.</param>
    public EmbeddedWeights(int features, int neurons, int width, double first, double second, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("embedded-weights");
        var drawn_mD = randn(features, width, generator: generator);
        directions_mD = (drawn_mD / drawn_mD.norm(dim: 1, keepdim: true, p: 2)).DetachFromDisposeScope();
        in_dD = Uniform(neurons, width, first);
        out_Dd = Uniform(width, neurons, second);

        Parameter Uniform(int rows, int columns, double most) =>
            DerivedTraining.Keep(((rand(rows, columns, generator: generator) * 2) - 1) * most);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [in_dD, out_Dd];

    /// <inheritdoc/>
    public (Tensor Layer_dm, Tensor ReadOff_md) Weights() => (in_dD.matmul(directions_mD.t()), directions_mD.matmul(out_Dd));

    /// <inheritdoc/>
    public Tensor? Penalty() => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        in_dD.Dispose();
        out_Dd.Dispose();
        directions_mD.Dispose();
    }
}
