using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Comparison;

/// <summary>
/// Pairs the neurons of two layers one to one so that they are as alike as possible. ReLU layers have two symmetries, the order of neurons
/// and a positive scale for each, so neurons are compared by the cosine of (w, β) and matched by an optimal assignment (Hungarian
/// problem).
/// </summary>
/// <param name="Partners">For each neuron of the first layer its partner in the second.</param>
/// <param name="Cosines">The cosine of each matched pair, in the order of the first layer; 0 where a neuron is all zero.</param>
public sealed record NeuronMatching(int[] Partners, double[] Cosines)
{
    /// <summary>The mean cosine of matched neurons: the score, between −1 and 1.</summary>
    public double MeanCosine => Cosines.Average();

    /// <summary>Matches two layers of the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static NeuronMatching Of(ReluLayer first, ReluLayer second)
    {
        if (first.Neurons != second.Neurons || first.Inputs != second.Inputs)
        {
            throw new ArgumentException(
                $"Only layers of one shape can be matched: {first.Neurons} neurons on {first.Inputs} inputs stand against "
                    + $"{second.Neurons} on {second.Inputs}.", nameof(second));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var cosine_dd = Directions(first).matmul(Directions(second).t()).contiguous();
        var cosines = cosine_dd.Doubles();
        var d = first.Neurons;
        var costs = new double[d * d];
        for (var i = 0; i < costs.Length; i++)
        {
            costs[i] = 1 - cosines[i];
        }

        var partners = Assignment.Of(costs, d);
        double[] matched = [.. partners.Select((partner, i) => 1 - costs[(i * d) + partner])];
        return new NeuronMatching(partners, matched);
    }

    /// <summary>Unit vectors along (w, β), shape [d, m + 1], in double precision; a neuron of zeros stays zero.</summary>
    private static Tensor Directions(ReluLayer layer)
    {
        var rows = cat([layer.Weight, layer.Bias.unsqueeze(1)], 1).to(float64);
        return rows / rows.norm(dim: 1, keepdim: true, p: 2).clamp_min(1e-30);
    }
}
