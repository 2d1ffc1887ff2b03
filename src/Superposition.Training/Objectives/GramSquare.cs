using System.Numerics.Tensors;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Superposition.Objectives;

/// <summary>
/// Squared errors over all outputs without the n·g outputs, with a closed-form derivative. With o = R h + c, G = RᵀR and M = Σ h hᵀ
/// over the batch, Σ o² = tr(G M) + 2 cᵀR Σh + n cᵀc; its derivative is 2 R M + … for R and 2 h G + … for h, so that a batch of
/// any size costs two products of g·d² (and two of n·d²). What is different where a target is 1, or where one member of a pair is
/// active, is put right output by output.
/// </summary>
internal static class GramSquare
{
    /// <summary>
    /// Whether it takes fewer multiplications than the outputs written out, and the weights are of a kind that it can do.
    /// </summary>
    public static bool Pays(ReadOffPass pass, ClassWeighting? weighting)
    {
        double n = pass.Inputs, g = pass.Outputs, d = pass.Neurons;
        var events = pass.Targets.On.Places.Features.Length * d * 3;
        if (weighting is null)
        {
            return (2 * d * d * (n + g)) + events < 3 * n * g * d;
        }

        if (pass.Targets.Functions is not PairAnds { AreAll: true } pairs)
        {
            return false;
        }

        return (2 * d * d * (n + g)) + events + OneActiveSquare.Cost(pass, pairs) < 3 * n * g * d;
    }

    /// <summary>The weighted sum of squared errors, times a factor.</summary>
    public static double Evaluate(ReadOffPass pass, ClassWeighting? weighting, double factor)
    {
        using var scope = NewDisposeScope();
        var byClass = weighting?.Of(pass.Targets) ?? [1, 1, 1];
        var sum = byClass[0] * All(pass, byClass[0] * factor);
        sum += WhereOn(pass, byClass[0], byClass[2], factor);
        if (byClass[1] != byClass[0])
        {
            sum += OneActiveSquare.Add(pass, (PairAnds)pass.Targets.Functions!, byClass[1] - byClass[0], factor);
        }

        return sum * factor;
    }

    /// <summary>Σ o² over all outputs; gradients are overwritten with scale times its derivative.</summary>
    private static double All(ReadOffPass pass, double scale)
    {
        var (h_nd, r_gd) = (pass.Activations, pass.Weight);
        var gram_dd = pass.Workspace.Take("gram", pass.Neurons, pass.Neurons).addmm_(r_gd.t(), r_gd, 0, 1);
        var moments_dd = pass.Workspace.Take("moments", pass.Neurons, pass.Neurons).addmm_(h_nd.t(), h_nd, 0, 1);
        var twice = (float)(2 * scale);
        pass.ActivationGradient?.addmm_(h_nd, gram_dd, 0, twice);
        pass.WeightGradient?.addmm_(r_gd, moments_dd, 0, twice);
        var sum = Dot(gram_dd, moments_dd);
        if (pass.Bias is { } c_g)
        {
            var pull_d = r_gd.t().mv(c_g);
            var total_d = h_nd.sum(dim: 0);
            sum += (2 * Dot(pull_d, total_d)) + (pass.Inputs * Dot(c_g, c_g));
            pass.ActivationGradient?.add_(pull_d.mul_(twice));
            pass.WeightGradient?.addr_(c_g, total_d, 1, twice);
            pass.BiasGradient?.copy_(c_g).mul_(pass.Inputs * twice).addmv_(r_gd, total_d, 1, twice);
        }
        else
        {
            pass.BiasGradient?.copy_(r_gd.mv(h_nd.sum(dim: 0))).mul_(twice);
        }

        return sum;
    }

    /// <summary>
    /// Where a target y is not 0: w₂ (o − y)² in place of w₀ o². Every output is one product of two rows; threads share the
    /// derivative by columns, so that none writes where another does.
    /// </summary>
    private static double WhereOn(ReadOffPass pass, double general, double special, double factor)
    {
        var on = pass.Targets.On;
        var coefficients = new float[on.Places.Features.Length];
        var h_nd = pass.Activations.Floats();
        var r_gd = pass.Weight.Floats();
        var c_g = pass.Bias is null ? [] : pass.Bias.Floats();
        var d = pass.Neurons;
        var sum = 0.0;
        for (var i = 0; i < on.Count; i++)
        {
            for (var at = on.Places.Offsets[i]; at < on.Places.Offsets[i + 1]; at++)
            {
                var output = on.Places.Features[at];
                var o = TensorPrimitives.Dot(h_nd.Slice(i * d, d), r_gd.Slice(checked(output * d), d)) + (c_g.IsEmpty ? 0.0 : c_g[output]);
                double y = on.ValueAt(at);
                sum += (special * (o - y) * (o - y)) - (general * o * o);
                coefficients[at] = (float)(2 * factor * ((special * (o - y)) - (general * o)));
            }
        }

        if (pass.BiasGradient is not null)
        {
            var gradient = pass.BiasGradient.Floats();
            for (var at = 0; at < coefficients.Length; at++)
            {
                gradient[on.Places.Features[at]] += coefficients[at];
            }
        }

        ColumnParts.Run((long)coefficients.Length * d, d, (from, length) => Spread(pass, coefficients, from, length));
        return sum;
    }

    private static void Spread(ReadOffPass pass, float[] coefficients, int from, int length)
    {
        var on = pass.Targets.On.Places;
        var h_nd = pass.Activations.Floats();
        var r_gd = pass.Weight.Floats();
        var h_gradient = pass.ActivationGradient is null ? [] : pass.ActivationGradient.Floats();
        var r_gradient = pass.WeightGradient is null ? [] : pass.WeightGradient.Floats();
        for (var i = 0; i < on.Count; i++)
        {
            var row = (i * pass.Neurons) + from;
            for (var at = on.Offsets[i]; at < on.Offsets[i + 1]; at++)
            {
                var place = checked((on.Features[at] * pass.Neurons) + from);
                if (!h_gradient.IsEmpty)
                {
                    var target = h_gradient.Slice(row, length);
                    TensorPrimitives.MultiplyAdd(r_gd.Slice(place, length), coefficients[at], target, target);
                }

                if (!r_gradient.IsEmpty)
                {
                    var target = r_gradient.Slice(place, length);
                    TensorPrimitives.MultiplyAdd(h_nd.Slice(row, length), coefficients[at], target, target);
                }
            }
        }
    }

    private static double Dot(Tensor a, Tensor b)
    {
        var x = a.Floats();
        var y = b.Floats();
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }
}
