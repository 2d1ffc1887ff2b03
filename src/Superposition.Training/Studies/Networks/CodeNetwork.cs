using System.ComponentModel;
using Superposition.AlgebraicCodes;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>The explicit code of h hashes; its worst error is proved: 1/(4 + 2h) with at most 2 active, h/(6h − 4) with 3.</summary>
[Description(
    "The explicit code of h hashes from N + (N − 1) h neurons, N = 2^k ≥ m: worst error 1/(4 + 2h) for at most 2 active features, and "
    + "h/(6h − 4) for at most 3, which needs 3 hashes or more.")]
public sealed record CodeNetwork : NetworkSpec, IBuiltNetwork
{
    /// <summary>h, the number of hashes.</summary>
    [Description("h, the number of hashes.")]
    public required int Hashes { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.hashes", Hashes, 1, 64);

    /// <inheritdoc/>
    public override int Width(TaskSpec task)
    {
        try
        {
            return HashChoice.ForFeatures(task.Inputs.Features, Hashes).Neurons;
        }
        catch (ConstructionFailedException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 1;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var layer = HashChoice.ForFeatures(bench.Task.Features, Hashes, bench.Task.Inputs.Space.Active);
        return new DrawnNetwork(layer.ToIntegers().ToNetwork(bench.Pairs)) { Predict = () => layer.Predict(bench.Task.Inputs.Space) };
    }
}
