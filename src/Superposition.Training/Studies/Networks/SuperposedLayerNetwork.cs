using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.NarrowLayers;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>The narrowest layer that reads ANDs of features in superposition, on the task's features among many more.</summary>
[Description("The narrowest layer W_in = WΦᵀ that reads the state Φb of many features in superposition, of which the task's are some "
    + "(the others are never active, but every neuron hears them): the smallest width of a grid of 9 % steps at which the 90 % quantile of "
    + "absolute errors is below a bound in every class of pairs. design.neurons, design.dimension, design.density, design.quantile, and "
    + "where there is a theory design.predicted, the width that it expects.")]
public sealed record SuperposedLayerNetwork : RandomNetworkSpec
{
    /// <summary>m, the number of features in the state, 3 to 1,000,000; the task's are the first of them.</summary>
    [Description("m, the number of features in the state; the task's are the first of them.")]
    public required int Features { get; init; }

    /// <summary>The law that the weights W on features are drawn from.</summary>
    [Description("The law of the weights over features: subsets (1 with probability p, otherwise 0), ternary (±1 with probability p), "
        + "signs, or state-space: neurons that are normal directions of the state.")]
    public required WeightLaw Law { get; init; }

    /// <summary>How ANDs are read off: by products of weights, by products of projections, or by the mean over shared neurons.</summary>
    [Description("How ANDs are read: by products of the weights over features (weights) or of what neurons find at the features "
        + "(projections), the mean activation subtracted; or by the mean over the neurons that both reach (shared-neurons).")]
    public required PairReading Reading { get; init; }

    /// <summary>d0; as many dimensions as neurons when left out.</summary>
    [Description("d0, the dimension of the state; as many as neurons when left out.")]
    public int? Dimension { get; init; }

    /// <summary>p; the density of the smallest predicted error when left out.</summary>
    [Description("p of subsets and ternary weights; left out, the density whose predicted error is smallest, or 0.75/s where ANDs are "
        + "read by projections, for which there is no prediction.")]
    public double? Density { get; init; }

    /// <summary>
    /// The bound on the 90 % quantile of absolute errors in every class of pairs, 0.001 to 10; 0.2 unless said otherwise.
    /// </summary>
    [Description("The bound that the 90 % quantile of absolute errors has to keep, in every class of pairs; 0.2 when left out.")]
    public double Bound { get; init; } = 0.2;

    /// <summary>The number of inputs that a width is judged on, 1 to 100,000; as many others scale the read-off.</summary>
    [Description("How many inputs a width is judged on; as many others scale the read-off. 100 when left out.")]
    public int Inputs { get; init; } = 100;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Between($"{path}.features", Features, 3, 1_000_000),
        .. SpecRules.Between($"{path}.dimension", Dimension ?? 1, 1, 1_000_000),
        .. SpecRules.Between($"{path}.density", Density ?? 1, 1e-4, 1.0),
        .. SpecRules.Between($"{path}.bound", Bound, 0.001, 10.0),
        .. SpecRules.Between($"{path}.inputs", Inputs, 1, 100_000),
        .. (Law, Reading) switch
        {
            (WeightLaw.StateSpace, not PairReading.Projections) => (SpecProblem[])
                [new($"{path}.reading", "another", "projections, for neurons that have no weights over features")],
            (not WeightLaw.Subsets, PairReading.SharedNeurons) =>
                [new($"{path}.reading", "shared-neurons", "weights or projections, for weights that are no subsets")],
            _ => [],
        },
    ];

    /// <inheritdoc/>
    public override bool Exists(TaskSpec task) => task.Inputs.Features <= Features && task.Encoding is null;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasWidth => false;

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Features;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 1 + ((Law, Reading) switch
    {
        (WeightLaw.StateSpace, _) => 1,
        (_, PairReading.Projections) => Features * 4e-4,
        _ => Math.Pow(Features, 1.6) * 1e-5,
    });

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var space = bench.Task.Inputs.Space;
        if (bench.Task.Boolean is not PairAnds pairs || pairs.Count != space.Features * (space.Features - 1) / 2
            || space.Sparsity != Sparsity.Exactly || space.Active < 2)
        {
            throw new ConstructionFailedException(
                "superposed-layer: read-offs are scaled by true ANDs, expected all pairs of a task with exactly s ≥ 2 active features.");
        }

        var size = new PooledLayerSize(
            Features, space.Features, space.Active, Dimension ?? 1, Neurons: 1, Law, RandomWeights.Representable(Density ?? 1));
        var task = new PooledWidthTask(size, Reading, Bound, Inputs) { IsSquare = Dimension is null, ChoosesDensity = Density is null };
        var blocks = 0;
        var seed = bench.SeedOf(DrawnAs ?? FormattableString.Invariant($"superposed-m{Features}-s{space.Active}"));
        var found = new PooledWidth(task, seed, Next).Find();
        return new DrawnNetwork(found.Network)
        {
            WidthIsFound = true,
            Design =
            [
                new("neurons", found.Layer.Neurons), new("dimension", found.Layer.Dimension), new("density", found.Layer.Density),
                new("quantile", found.Quantile), .. found.Predicted is { } width
                    ? [new KeyValuePair<string, double>("predicted", width)]
                    : (KeyValuePair<string, double>[])[],
            ],
        };

        void Next()
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress.Report(new CellProgress(++blocks / (blocks + 200.0), "layers drawn block by block"));
        }
    }
}
