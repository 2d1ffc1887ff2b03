using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.TargetedAnds;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>Between a universal bank (λ = 0) and a targeted one (λ = 1) for the pairs of the task, at a fixed load.</summary>
[Description("Between a universal bank (lambda 0) and a targeted one (lambda 1) for the pairs of the task, every neuron wired to as many "
    + "features on average: part of them through gates of the task, the others at random. Bias −1, read by mixed differences.")]
public sealed record BridgeNetwork : RandomNetworkSpec
{
    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons.")]
    public required int Neurons { get; init; }

    /// <summary>L, the mean number of features that a neuron is wired to.</summary>
    [Description("L, the mean number of features that a neuron is wired to.")]
    public required double Load { get; init; }

    /// <summary>λ, the part of the load that comes through gates, from 0 to 1.</summary>
    [Description("λ, the part of the load that comes through gates, from 0 to 1.")]
    public required double Lambda { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.neurons", Neurons, 1, 1_000_000),
        .. SpecRules.Between($"{path}.load", Load, 0.01, 10_000),
        .. SpecRules.Between($"{path}.lambda", Lambda, 0, 1),
    ];

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.1 + (1e-4 * Neurons);

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        if (bench.Task.Boolean is not PairAnds pairs || bench.Task.Spec.Encoding is not null)
        {
            throw new ConstructionFailedException("bridge is for ANDs of pairs of features that are inputs themselves.");
        }

        var seed = bench.SeedOf(DrawnAs ?? FormattableString.Invariant($"bridge-d{Neurons}-load{Load}-lambda{Lambda}"));
        return new DrawnNetwork(BridgeLayer.Build(bench.Task.Features, pairs, pairs, Neurons, Load, Lambda, seed));
    }
}
