using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A network of known make with noise on its weights: what a classifier is calibrated on.</summary>
[Description("A network of known make with noise on all its weights, for the measure \"family\" to name.")]
public sealed record KnownNetwork : NetworkSpec
{
    private const int MinCodewords = 40;

    private static readonly ImmutableArray<KnownMake> Known =
    [
        Built("naive", ConstructionFamily.Dedicated),
        Built("dedicated", ConstructionFamily.Dedicated),
        Built("subset", ConstructionFamily.Subset),
        Built("subset-averaging", ConstructionFamily.Subset),
        Built("sign", ConstructionFamily.Signs),
        Built("sign-tuned", ConstructionFamily.Signs),
        Built("gaussian", ConstructionFamily.Random),
        Built("random-pytorch", ConstructionFamily.Random),
        Built("random-kaiming", ConstructionFamily.Random),
        new("codeword", ConstructionFamily.Codeword, (inputs, _, seed) => Codeword(inputs.Features, seed)),
        new("untrained", ConstructionFamily.None, (inputs, neurons, seed) =>
            UntrainedNetwork.OneLayer(inputs, neurons, PairAnds.All(inputs.Features).Count, seed)),
        Shuffled("subset"),
        Shuffled("sign"),
        Shuffled("gaussian"),
    ];

    /// <summary>The name of the construction or control that it is made as, such as "subset" or "shuffled-sign".</summary>
    [Description("naive, dedicated, subset, subset-averaging, sign, sign-tuned, gaussian, random-pytorch, random-kaiming, codeword "
        + "(with at least 40 features), or as a control untrained, shuffled-subset, shuffled-sign or shuffled-gaussian.")]
    public required string Make { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs, where the make leaves a choice.")]
    public required int Neurons { get; init; }

    /// <summary>η, the relative standard deviation of the noise on all weights.</summary>
    [Description("η, the relative standard deviation of the noise on all weights.")]
    public required double Noise { get; init; }

    /// <summary>What the noise is relative to: each weight, or the root mean square of its tensor.</summary>
    [Description("What noise is relative to: each-weight, or whole-tensor (its root mean square).")]
    public required NoiseScale Scale { get; init; }

    /// <summary>Which of the draws of one seed it is, 0 to 1,000,000; different numbers give different weights.</summary>
    [Description("Which draw of its make it is; 0 when left out.")]
    public int Number { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.OneOf($"{path}.make", Make, Known.Select(known => known.Name)),
        .. SpecRules.Between($"{path}.neurons", Neurons, 8, 100_000),
        .. SpecRules.Between($"{path}.noise", Noise, 0.0, 10.0),
        .. SpecRules.Between($"{path}.number", Number, 0, 1_000_000),
    ];

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.02;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var make = Known.First(known => known.Name == Make);
        var seed = bench.Seed.For(FormattableString.Invariant($"{Make}-{Number}"));
        using var exact = make.Draw(bench.Task.Inputs.Space, Neurons, seed);
        return new DrawnNetwork(WeightNoise.Add(exact, Noise, Scale, seed.For("noise"))) { Family = make.Family };
    }

    private static KnownMake Built(string construction, ConstructionFamily family) =>
        new(construction, family, (inputs, neurons, seed) => Construct(construction, inputs, neurons, seed));

    private static KnownMake Shuffled(string construction) =>
        new($"shuffled-{construction}", ConstructionFamily.None, (inputs, neurons, seed) =>
        {
            using var built = Construct(construction, inputs, neurons, seed);
            using var layer = LayerSimilarity.Shuffle(built.Layers[0], seed);
            return new ReluNetwork([new ReluLayer(layer.Weight, layer.Bias)], ((PairReadOff)built.ReadOff).ToDense());
        });

    private static ReluNetwork Construct(string construction, SparseInputs inputs, int neurons, Seed seed)
    {
        var recipe = UniversalAndConstructions.Find(construction)!;
        var most = recipe.MaxNeurons(inputs.Features) ?? int.MaxValue;
        using var generator = seed.For(construction).Generator("construction");
        return recipe.Build(
            new UniversalAndSize(inputs, recipe.RequiredNeurons(inputs.Features) ?? Math.Min(neurons, most)), generator);
    }

    /// <summary>
    /// The codewords reported by da Silva and Heimersheim (arXiv 2607.04800): about 0.9 on, slightly negative off, half as many neurons as
    /// features, and as many features as give a neuron enough weights to tell their levels by.
    /// </summary>
    private static ReluNetwork Codeword(int features, Seed seed)
    {
        var words = Math.Max(MinCodewords, features);
        return CodewordNetwork.Of(Codewords.Draw(words, words / 2, words / 8, seed), on: 0.9, off: -0.04, scale: 1.765);
    }

    private sealed record KnownMake(string Name, ConstructionFamily Family, Func<SparseInputs, int, Seed, ReluNetwork> Draw);
}
