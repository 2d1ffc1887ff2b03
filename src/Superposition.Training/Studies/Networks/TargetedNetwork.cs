using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Representation;
using Superposition.Specs;
using Superposition.TargetedAnds;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>Targeted ANDs: a group of neurons for each pair of the task, or for each AND that its outputs add up.</summary>
[Description("Targeted ANDs: a group of neurons for each pair that the task asks for; of gates, circuits and ANDs of t features, for each "
    + "AND that the outputs add up, fan-ins mixed on one set of neurons.")]
public sealed record TargetedNetwork : RandomNetworkSpec, IBuiltNetwork
{
    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons.")]
    public required int Neurons { get; init; }

    /// <summary>c, the neurons of a group.</summary>
    [Description("c, the number of neurons of a group.")]
    public required int GroupSize { get; init; }

    /// <summary>How the groups of neurons are drawn: balanced unless said otherwise.</summary>
    [Description("How groups are drawn: balanced (when left out), every neuron in equally many, or random, each by itself.")]
    public Assignment Assignment { get; init; }

    /// <summary>How ANDs of pairs are read from the neurons; other functions are read by indicators alone.</summary>
    [Description("How pairs are read: indicator (when left out), product or mixed-difference; of other functions by indicator alone.")]
    public TargetedReadOff PairReadOff { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.neurons", Neurons, 2, 1_000_000),
        .. SpecRules.Between($"{path}.groupSize", GroupSize, 1, Math.Max(1, Neurons / 2), "half of the neurons"),
    ];

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.1 + (1e-4 * Neurons);

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var inputs = bench.Task.Inputs.Space;
        var encoding = bench.Task.Spec.Encoding switch
        {
            null => null,
            RandomEncodingSpec drawn => new EncodingSize(drawn.Directions, drawn.Dimension),
            _ => throw new ConstructionFailedException(
                "targeted draws its own directions, and the task's are given or learned; expected an encoding of kind random, or none."),
        };
        var seed = bench.SeedOf(DrawnAs ?? FormattableString.Invariant($"targeted-d{Neurons}-c{GroupSize}"));
        if (bench.Task.Boolean is PairAnds pairs)
        {
            var design = new TargetedDesign(inputs, pairs, Neurons, GroupSize)
            {
                Assignment = Assignment,
                ReadOff = PairReadOff,
                Encoding = encoding
            };
            return new DrawnNetwork(TargetedLayer.Build(design, seed))
            {
                Predict = PairReadOff == TargetedReadOff.Indicator && inputs.Sparsity == Sparsity.Exactly
                    ? () => TargetedPrediction.Predict(design)
                    : null,
                Design = [new("gatesOfAFeature", design.MeanDegree), new("load", design.Load)],
            };
        }

        var outputs = OutputPolynomials.Of(bench.Task.Boolean, inputs.Active, context.Cancellation);
        var mixed = new TargetedCircuitDesign(inputs, outputs, Neurons, GroupSize)
        {
            Assignment = Assignment,
            Encoding = encoding
        };
        return new DrawnNetwork(TargetedCircuitLayer.Build(mixed, seed))
        {
            Design = [new("quietStd", TargetedCircuitLayer.PredictedQuietRms(mixed)), new("level", mixed.LevelOrDefault)],
        };
    }
}
