using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.TargetedAnds;

/// <summary>Builds the layer of a <see cref="TargetedDesign"/>.</summary>
public static class TargetedLayer
{
    /// <summary>Draws groups and, where inputs are in superposition, the encoding, and writes the read-off of every gate.</summary>
    /// <exception cref="ConstructionFailedException">A premise does not hold.</exception>
    public static ReluNetwork Build(TargetedDesign design, Seed seed)
    {
        Require(design);
        using var scope = NewDisposeScope();
        var (m, d, pairs) = (design.Inputs.Features, design.Neurons, design.Targets.Pairs);
        var groups = GateGroups.Draw(pairs.Length, d, design.GroupSize, design.Assignment, seed.Stream("groups"));
        var weight_dm = zeros(d, m);
        var member_gd = zeros(pairs.Length, d);
        var gates = groups.SelectMany((group, gate) => group.Select(_ => (long)gate)).ToArray();
        var neurons = tensor(groups.SelectMany(group => group.Select(neuron => (long)neuron)).ToArray());
        member_gd.index_put_(1f, tensor(gates), neurons);
        weight_dm.index_put_(1f, neurons, tensor(gates.Select(gate => (long)pairs[(int)gate].First).ToArray()));
        weight_dm.index_put_(1f, neurons, tensor(gates.Select(gate => (long)pairs[(int)gate].Second).ToArray()));
        var rows_gd = design.ReadOff switch
        {
            TargetedReadOff.Indicator => ((member_gd / design.GroupSize) - (1.0 / d)) / (1 - ((double)design.GroupSize / d)),
            TargetedReadOff.Product => ProductRows(weight_dm, design.Targets),
            _ => MixedDifferenceRows(weight_dm, design.Targets),
        };
        if (design.Encoding is not { } encoding)
        {
            return new ReluNetwork([new ReluLayer(weight_dm, full(d, -1f))], new DenseReadOff(rows_gd));
        }

        using var generator = seed.Generator("encoding");
        var encoding_em = FeatureEncodings.Draw(encoding, m, generator);
        return new ReluNetwork([new ReluLayer(weight_dm.matmul(encoding_em.t()), full(d, -1f))], new DenseReadOff(rows_gd), encoding_em);
    }

    /// <summary>
    /// C_k C_l with its mean over neurons subtracted, divided by what a true AND of 0/1 weights reads, Σ C_k C_l W_k W_l.
    /// </summary>
    private static Tensor ProductRows(Tensor weight_dm, PairAnds pairs)
    {
        using var scope = NewDisposeScope();
        var centred_dm = weight_dm - weight_dm.mean([0], keepdim: true);
        var (first_gd, second_gd) = Columns(weight_dm, pairs);
        var (centredFirst_gd, centredSecond_gd) = Columns(centred_dm, pairs);
        var product_gd = centredFirst_gd * centredSecond_gd;
        var reads_g1 = (product_gd * first_gd * second_gd).sum(1, keepdim: true);
        return ((product_gd - product_gd.mean([1], keepdim: true)) / reads_g1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Means over the four cells of neurons, with signs + − − +. A cell without neurons adds nothing, so that a pair which no neuron
    /// sees whole is read as if it were never active.
    /// </summary>
    internal static Tensor MixedDifferenceRows(Tensor weight_dm, PairAnds pairs)
    {
        using var scope = NewDisposeScope();
        var (first_gd, second_gd) = Columns(weight_dm, pairs);
        var rows_gd = zeros_like(first_gd);
        foreach (var (cell_gd, sign) in new[] { (first_gd * second_gd, 1), (first_gd * (1 - second_gd), -1),
            ((1 - first_gd) * second_gd, -1), ((1 - first_gd) * (1 - second_gd), 1) })
        {
            rows_gd = rows_gd + (cell_gd * sign / cell_gd.sum(1, keepdim: true).clamp_min(1));
        }

        return rows_gd.MoveToOuterDisposeScope();
    }

    private static (Tensor First, Tensor Second) Columns(Tensor weight_dm, PairAnds pairs)
    {
        var columns_md = weight_dm.t().contiguous();
        return (columns_md.index_select(0, tensor(pairs.Pairs.Select(pair => (long)pair.First).ToArray())),
            columns_md.index_select(0, tensor(pairs.Pairs.Select(pair => (long)pair.Second).ToArray())));
    }

    private static void Require(TargetedDesign design)
    {
        if (design.GroupSize < 1 || 2 * design.GroupSize > design.Neurons)
        {
            throw new ConstructionFailedException($"targeted: groups of {design.GroupSize} of {design.Neurons} neurons were asked for, "
                + "expected from 1 to half of the neurons.");
        }

        var degrees = design.Degrees();
        if (degrees.Max() is var most && (long)most * design.GroupSize > design.Neurons / 2)
        {
            throw new ConstructionFailedException(
                $"targeted: feature {Array.IndexOf(degrees, most)} is in {most} gates of {design.GroupSize} neurons each, expected at "
                    + $"most half of the {design.Neurons} neurons for one feature: its column fills up. Raise the number of neurons or "
                    + "lower the size of groups.");
        }
    }
}
