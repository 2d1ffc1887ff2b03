using System.Collections.Immutable;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.WhatTrainingFinds;

/// <summary>A network of which it is known what it is.</summary>
/// <param name="Network">The network.</param>
/// <param name="Pairs">The pairs that its outputs are, or null when they are the features.</param>
internal sealed record KnownNetwork(ReluNetwork Network, PairAnds? Pairs)
{
    private const string Shuffled = "shuffled-";
    private const int LeastCodewords = 40;

    private static readonly ImmutableArray<(string Kind, ConstructionFamily Family)> Known =
    [
        ("naive", ConstructionFamily.Dedicated), ("dedicated", ConstructionFamily.Dedicated), ("subset", ConstructionFamily.Subset), ("subset-averaging", ConstructionFamily.Subset),
        ("sign", ConstructionFamily.Signs), ("sign-tuned", ConstructionFamily.Signs), ("gaussian", ConstructionFamily.Random), ("random-pytorch", ConstructionFamily.Random),
        ("random-kaiming", ConstructionFamily.Random), ("codeword", ConstructionFamily.Codeword), ("untrained", ConstructionFamily.None),
        ("shuffled-subset", ConstructionFamily.None), ("shuffled-sign", ConstructionFamily.None), ("shuffled-gaussian", ConstructionFamily.None),
    ];

    /// <summary>The kinds that can be drawn.</summary>
    public static IEnumerable<string> Kinds => Known.Select(known => known.Kind);

    /// <summary>The family that a kind belongs to.</summary>
    public static ConstructionFamily FamilyOf(string kind) => Known.First(known => known.Kind == kind).Family;

    /// <summary>Draws a network.</summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public static KnownNetwork Draw(string kind, CalibrationGrid size, Seed seed)
    {
        var inputs = new SparseInputs(size.Features, size.Active, Sparsity.Exactly);
        var pairs = PairAnds.All(size.Features);
        if (kind == "codeword")
        {
            // The codewords reported by da Silva and Heimersheim (arXiv 2607.04800): about 0.9 on, slightly negative off, half as many neurons as features, and
            // as many features as give a neuron enough weights to tell their levels by.
            var features = Math.Max(LeastCodewords, size.Features);
            return new KnownNetwork(CodewordNetwork.Of(Codewords.Draw(features, features / 2, features / 8, seed), on: 0.9, off: -0.04, scale: 1.765), null);
        }

        if (kind == "untrained")
        {
            return new KnownNetwork(UntrainedNetwork.OneLayer(inputs, size.Neurons, pairs.Count, seed), pairs);
        }

        if (kind.StartsWith(Shuffled, StringComparison.Ordinal))
        {
            using var exact = Construct(kind[Shuffled.Length..]);
            using var layer = LayerSimilarity.Shuffle(exact.Layers[0], seed);
            return new KnownNetwork(new ReluNetwork([new ReluLayer(layer.Weight, layer.Bias)], ((PairReadOff)exact.ReadOff).ToDense()), pairs);
        }

        return new KnownNetwork(Construct(kind), pairs);

        ReluNetwork Construct(string construction)
        {
            var recipe = UniversalAndConstructions.Find(construction)!;
            var neurons = recipe.RequiredNeurons(size.Features) ?? (construction == "dedicated" ? Math.Min(size.Neurons, pairs.Count) : size.Neurons);
            using var generator = seed.For(construction).Generator("construction");
            return recipe.Build(new UniversalAndSize(inputs, neurons), generator);
        }
    }
}
