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
    private const string Shuffled = "shuffled-";
    private const int LeastCodewords = 40;

    private static readonly ImmutableArray<(string Make, ConstructionFamily Family)> Known =
    [
        ("naive", ConstructionFamily.Dedicated), ("dedicated", ConstructionFamily.Dedicated), ("subset", ConstructionFamily.Subset),
            ("subset-averaging", ConstructionFamily.Subset),
        ("sign", ConstructionFamily.Signs), ("sign-tuned", ConstructionFamily.Signs), ("gaussian", ConstructionFamily.Random),
            ("random-pytorch", ConstructionFamily.Random),
        ("random-kaiming", ConstructionFamily.Random), ("codeword", ConstructionFamily.Codeword), ("untrained", ConstructionFamily.None),
        ("shuffled-subset", ConstructionFamily.None), ("shuffled-sign", ConstructionFamily.None),
            ("shuffled-gaussian", ConstructionFamily.None),
    ];

    /// <summary>Its make.</summary>
    [Description("naive, dedicated, subset, subset-averaging, sign, sign-tuned, gaussian, random-pytorch, random-kaiming, codeword "
        + "(with at least 40 features), or as a control untrained, shuffled-subset, shuffled-sign or shuffled-gaussian.")]
    public required string Make { get; init; }

    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of ReLUs, where the make leaves a choice.")]
    public required int Neurons { get; init; }

    /// <summary>η, the relative standard deviation of the noise on all weights.</summary>
    [Description("η, the relative standard deviation of the noise on all weights.")]
    public required double Noise { get; init; }

    /// <summary>What noise is relative to.</summary>
    [Description("What noise is relative to: each-weight, or whole-tensor (its root mean square).")]
    public required NoiseScale Scale { get; init; }

    /// <summary>Which draw of a seed it is.</summary>
    [Description("Which draw of its make it is; 0 when left out.")]
    public int Number { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.OneOf($"{path}.make", Make, Known.Select(known => known.Make)),
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
        var seed = bench.Seed.For(FormattableString.Invariant($"{Make}-{Number}"));
        using var exact = Exact(bench.Task.Inputs.Space, seed);
        return new DrawnNetwork(
            WeightNoise.Add(exact, Noise, Scale, seed.For("noise")))
        { Family = Known.First(known => known.Make == Make).Family };
    }

    private ReluNetwork Exact(SparseInputs inputs, Seed seed)
    {
        var pairs = PairAnds.All(inputs.Features);
        if (Make == "codeword")
        {
            // The codewords reported by da Silva and Heimersheim (arXiv 2607.04800): about 0.9 on, slightly negative off, half as many
            // neurons as features, and as many features as give a neuron enough weights to tell their levels by.
            var features = Math.Max(LeastCodewords, inputs.Features);
            return CodewordNetwork.Of(Codewords.Draw(features, features / 2, features / 8, seed), on: 0.9, off: -0.04, scale: 1.765);
        }

        if (Make == "untrained")
        {
            return UntrainedNetwork.OneLayer(inputs, Neurons, pairs.Count, seed);
        }

        if (Make.StartsWith(Shuffled, StringComparison.Ordinal))
        {
            using var built = Construct(Make[Shuffled.Length..]);
            using var layer = LayerSimilarity.Shuffle(built.Layers[0], seed);
            return new ReluNetwork([new ReluLayer(layer.Weight, layer.Bias)], ((PairReadOff)built.ReadOff).ToDense());
        }

        return Construct(Make);

        ReluNetwork Construct(string construction)
        {
            var recipe = UniversalAndConstructions.Find(construction)!;
            var neurons =
                recipe.RequiredNeurons(inputs.Features) ?? (construction == "dedicated" ? Math.Min(Neurons, pairs.Count) : Neurons);
            using var generator = seed.For(construction).Generator("construction");
            return recipe.Build(new UniversalAndSize(inputs, neurons), generator);
        }
    }
}
