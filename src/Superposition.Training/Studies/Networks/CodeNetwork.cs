using System.ComponentModel;
using Superposition.AlgebraicCodes;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>The explicit code of hashes, whose worst error 1/(4 + 2h) is proved.</summary>
[Description(
    "The explicit code of h hashes for at most 2 active features: worst error 1/(4 + 2h) from N + (N − 1) h neurons, N = 2^k ≥ m.")]
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
        HashLayer.RequireTwoActive(bench.Task.Inputs.Space);
        var layer = HashChoice.ForFeatures(bench.Task.Features, Hashes);
        return new DrawnNetwork(layer.ToIntegers().ToNetwork(bench.Pairs)) { Predict = () => layer.Predict(bench.Task.Inputs.Space) };
    }
}
