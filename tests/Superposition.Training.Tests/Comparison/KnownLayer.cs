using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.Comparison;

/// <summary>Networks of which it is known whether they are one of the families, a mixture, or none of these.</summary>
internal static class KnownLayer
{
    /// <summary>Every kind and what it should be named.</summary>
    public static IReadOnlyList<(string Kind, ConstructionFamily Family)> Kinds { get; } =
    [
        ("naive", ConstructionFamily.Dedicated), ("dedicated", ConstructionFamily.Dedicated), ("subset", ConstructionFamily.Subset),
            ("subset-averaging", ConstructionFamily.Subset),
        ("sign", ConstructionFamily.Signs), ("sign-tuned", ConstructionFamily.Signs), ("gaussian", ConstructionFamily.Random),
            ("random-kaiming", ConstructionFamily.Random),
        ("random-pytorch", ConstructionFamily.Random), ("ternary-sparse", ConstructionFamily.Ternary),
            ("ternary-dense", ConstructionFamily.Ternary),
        ("mixed-sign-subset", ConstructionFamily.Mixed), ("mixed-sign-gaussian", ConstructionFamily.Mixed),
            ("mixed-ternary-sign", ConstructionFamily.Mixed),
        ("negated-sign", ConstructionFamily.None), ("negated-subset", ConstructionFamily.None),
            ("negated-gaussian", ConstructionFamily.None), ("low-rank", ConstructionFamily.None),
        ("rotated-sign", ConstructionFamily.None), ("rotated-subset", ConstructionFamily.None), ("shuffled-sign", ConstructionFamily.None),
            ("shuffled-gaussian", ConstructionFamily.None),
        ("untrained", ConstructionFamily.None), ("codeword-layer", ConstructionFamily.None),
    ];

    /// <summary>Draws a network whose outputs are all pairs.</summary>
    public static ReluNetwork Draw(string kind, int features, int active, int neurons, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator(kind);
        var inputs = new SparseInputs(features, active, Sparsity.Exactly);
        var pairs = PairAnds.All(features);
        return kind.Split('-', 2) switch
        {
            ["ternary", "sparse"] => ByProducts(Ternary(neurons, 0.2)),
            ["ternary", _] => ByProducts(Ternary(neurons, 0.6)),
            ["mixed", "sign-subset"] => ByProducts(cat([Signs(neurons / 2), Bernoulli(neurons - (neurons / 2), 0.3)])),
            ["mixed", "sign-gaussian"] =>
                ByProducts(cat([Signs(neurons / 3), randn(neurons - (neurons / 3), features, generator: generator)])),
            ["mixed", _] => ByProducts(cat([Ternary(neurons / 2, 0.25), Signs(neurons - (neurons / 2))])),
            ["low", _] =>
                ByProducts(randn(neurons, features / 4, generator: generator).matmul(randn(features / 4, features, generator: generator))),
            ["negated", var other] => Changed(Construct(other), (w, r) => (w, -r)),
            ["rotated", var other] => Rotated(Construct(other)),
            ["shuffled", var other] => Changed(
                Construct(other), (w, r) => (w.flatten().index_select(0, randperm(w.numel(), generator: generator)).reshape(w.shape), r)),
            ["untrained"] => UntrainedNetwork.OneLayer(inputs, neurons, pairs.Count, seed),

            // Sparse codewords under a read-off of another layer of codewords.
            ["codeword", _] => Changed(ByProducts(Codeword()), (_, r) => (Codeword(), r)),
            _ => Construct(kind),
        };

        Tensor Signs(int d) => ((rand(d, features, generator: generator) < 0.5).to(float32) * 2) - 1;
        Tensor Bernoulli(int d, double p) => (rand(d, features, generator: generator) < p).to(float32);
        Tensor Ternary(int d, double p) => Signs(d) * Bernoulli(d, p);
        Tensor Codeword() => (Bernoulli(neurons, 0.2) * 0.94) - 0.04;

        ReluNetwork ByProducts(Tensor weight_dm)
        {
            var centred_dm = weight_dm - weight_dm.mean([1], keepdim: true);
            using var read = new PairReadOff(centred_dm, 1.0 / neurons, PairNormalisation.Constant, pairs);
            return new ReluNetwork([new ReluLayer(weight_dm, full(weight_dm.shape[0], -1f))], read.ToDense());
        }

        ReluNetwork Construct(string construction)
        {
            var width = construction == "naive" ? pairs.Count : construction == "dedicated" ? Math.Min(neurons, pairs.Count) : neurons;
            return UniversalAndConstructions.Find(construction)!.Build(new UniversalAndSize(inputs, width), seed.For(construction));
        }

        ReluNetwork Changed(ReluNetwork network, Func<Tensor, Tensor, (Tensor, Tensor)> change)
        {
            var rows = network.ReadOff as DenseReadOff ?? ((PairReadOff)network.ReadOff).ToDense();
            var (w_dm, r_gd) = change(network.Layers[0].Weight.detach(), rows.Weight.detach());
            return new ReluNetwork([new ReluLayer(w_dm, network.Layers[0].Bias.detach())], new DenseReadOff(r_gd, rows.Bias.detach()));
        }

        ReluNetwork Rotated(ReluNetwork network)
        {
            var rotation_dd = linalg.qr(randn(network.Neurons, network.Neurons, generator: generator)).Q;
            return Changed(network, (w, r) => (rotation_dd.matmul(w), r.matmul(rotation_dd.t())));
        }
    }
}
