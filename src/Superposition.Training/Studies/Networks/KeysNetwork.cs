using System.ComponentModel;
using Superposition.AttentionKeys;
using Superposition.Circuits;
using Superposition.Tasks;

namespace Superposition.Studies.Networks;

/// <summary>The keys and queries of an attention head that tests gates of two features.</summary>
[Description("Universal keys: an attention head of 2N dimensions, its keys as activations and its queries as read-off, for AND, OR and XOR "
    + "of two features at most 2 of which are active; worst error κ/(1 + 3κ), for XOR twice that.")]
public sealed record KeysNetwork : NetworkSpec, IBuiltNetwork
{
    /// <inheritdoc/>
    public override int Width(TaskSpec task) => UniversalKeys.HeadDimension(task.Inputs.Features);

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 1;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var inputs = bench.Task.Inputs.Space;
        return new DrawnNetwork(
            UniversalKeys.Head(inputs, OutputPolynomials.Of(bench.Task.Boolean, inputs.Active, context.Cancellation)));
    }
}
