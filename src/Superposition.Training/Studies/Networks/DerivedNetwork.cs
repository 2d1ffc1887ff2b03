using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A network that another recipe gives, with one change to its weights; recipes nest where there are several changes.</summary>
[Description("A network that another recipe gives, with one change to its weights: in few bits, with noise, pruned, shuffled, or on the "
    + "line towards a third network. Recipes nest where there are several changes. With the same seed it is made of the same draws.")]
public sealed record DerivedNetwork : NetworkSpec
{
    /// <summary>The recipe of the network that is changed.</summary>
    [Description("The recipe of the network that is changed.")]
    public required InnerNetwork From { get; init; }

    /// <summary>Bits that each weight of the layers and the read-off is stored in.</summary>
    [Description("Bits that each weight of the layers and the read-off is stored in, 1 to 16.")]
    public int? Bits { get; init; }

    /// <summary>η, the standard deviation of noise relative to each weight.</summary>
    [Description("The standard deviation of noise relative to each weight.")]
    public double? Noise { get; init; }

    /// <summary>The share of the last layer's neurons, the least important ones, that is silenced.</summary>
    [Description("The share of the last layer's neurons, the least important ones, that is silenced.")]
    public double? PrunedNeurons { get; init; }

    /// <summary>The share of each layer's weights, the smallest ones, that is set to 0.</summary>
    [Description("The share of each layer's weights, the smallest ones, that is set to 0.")]
    public double? PrunedWeights { get; init; }

    /// <summary>Whether the entries of each layer's matrices are put in random places.</summary>
    [Description("true: the entries of each layer's matrices, and its biases, are put in random places; a control for what depends on "
        + "the sizes of weights alone.")]
    public bool? Shuffled { get; init; }

    /// <summary>The recipe of a network with the same shapes that the line leads to.</summary>
    [Description("The recipe of a network with the same shapes: the result lies on the straight line to it, after its neurons were "
        + "brought into the order and scale of those they match.")]
    public InnerNetwork? Towards { get; init; }

    /// <summary>How far along the line the result is, from 0 to 1.</summary>
    [Description("How far along that line the result is, from 0 to 1.")]
    public double? Part { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasWidth => From.Recipe.HasWidth;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. Within($"{path}.from", From.Recipe),
        .. Towards is { } end ? Within($"{path}.towards", end.Recipe) : [],
        .. Bits is { } bits ? SpecRules.Between($"{path}.bits", bits, 1, 16) : [],
        .. Noise is { } noise ? SpecRules.Between($"{path}.noise", noise, 0.0, 10.0) : [],
        .. PrunedNeurons is { } neurons ? SpecRules.Between($"{path}.prunedNeurons", neurons, 0.0, 1.0) : [],
        .. PrunedWeights is { } weights ? SpecRules.Between($"{path}.prunedWeights", weights, 0.0, 1.0) : [],
        .. Part is { } part ? SpecRules.Between($"{path}.part", part, 0.0, 1.0) : [],
        .. Shuffled is false ? [new SpecProblem($"{path}.shuffled", "false", "true, or nothing")] : (SpecProblem[])[],
        .. Towards is null != Part is null ? [new SpecProblem(path, "one of towards and part", "both")] : (SpecProblem[])[],
        .. Changes is var changes and not 1
            ? [new SpecProblem(path, $"{changes} changes", "one of bits, noise, prunedNeurons, prunedWeights, shuffled and towards")]
            : (SpecProblem[])[],
    ];

    private int Changes =>
        new object?[] { Bits, Noise, PrunedNeurons, PrunedWeights, Shuffled, Towards }.Count(change => change is not null);

    /// <inheritdoc/>
    public override bool Exists(TaskSpec task) => From.Recipe.Exists(task) && Towards?.Recipe.Exists(task) is not false;

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => From.Recipe.Width(task);

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => From.Recipe.Cost(task) + (Towards?.Recipe.Cost(task) ?? 0) + 0.1;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        using var drawn = From.Recipe.Draw(bench, Inside(context, "from"));
        if (drawn.Failure is null && drawn.Network.Layers.Count == 0)
        {
            throw new ConstructionFailedException("There are no neurons whose weights could be changed.");
        }

        return new DrawnNetwork(Changed(drawn.Network, bench, context))
        {
            WidthIsFound = drawn.WidthIsFound,
            Origin = drawn.Origin,
            FinalLoss = drawn.FinalLoss,
            Failure = drawn.Failure,
            Trace = drawn.Trace,
            Curve = drawn.Curve,
        };
    }

    private ReluNetwork Changed(ReluNetwork network, StudyBench bench, CellContext context) => this switch
    {
        { Bits: { } bits } => WeightChanges.Rounded(network, bits),
        { Noise: { } noise } =>
            WeightNoise.Add(network, noise, NoiseScale.EachWeight, bench.Seed.For(FormattableString.Invariant($"derived-noise-{noise}"))),
        { PrunedNeurons: { } share } => WeightChanges.WithoutLeastNeurons(network, share),
        { PrunedWeights: { } share } => WeightChanges.WithoutSmallestWeights(network, share),
        { Towards: { } end, Part: { } part } => OnTheLine(network, end.Recipe, part, bench, context),
        _ => WeightChanges.Shuffled(network, bench.Seed.For("derived-shuffled")),
    };

    private static ReluNetwork OnTheLine(ReluNetwork network, NetworkSpec end, double part, StudyBench bench, CellContext context)
    {
        using var drawn = end.Draw(bench, Inside(context, "towards"));
        if (drawn.Failure is { } failure)
        {
            throw new ConstructionFailedException($"The network at the end of the line is not sound: {failure}");
        }

        try
        {
            using var aligned = Alignment.Align(drawn.Network, network);
            return WeightChanges.Between(network, aligned, part);
        }
        catch (ArgumentException e)
        {
            throw new ConstructionFailedException(e.Sentence());
        }
    }

    private static CellContext Inside(CellContext context, string place) => context with { Store = context.Store?.For(place) };

    /// <summary>What belongs to the network in the table is said once, outside.</summary>
    private static IEnumerable<SpecProblem> Within(string path, NetworkSpec recipe) =>
    [
        .. recipe.Problems(path),
        .. from given in new (string Key, bool Is)[]
           {
               ("for", recipe.For is not null), ("readOffs", recipe.ReadOffs is not null), ("seeds", recipe.Seeds is not null),
               ("keep", recipe.Keep is not null),
           }
           where given.Is
           select new SpecProblem($"{path}.{given.Key}", "given", "none here: it is said of the network that is derived"),
    ];
}
