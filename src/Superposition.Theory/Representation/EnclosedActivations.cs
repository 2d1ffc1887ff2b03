using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>
/// Activations of a layer enclosed from the stored float32 weights of a network: neuron j is, on input i, within Radii[j] of Offsets[j] +
/// Values[i·d + j]. Features are 0 or 1, so the first layer adds up a few float32 numbers, which doubles nearly always do without
/// rounding; what rounding loses is found exactly (TwoSum) and joins the radius. Later layers are products in double precision with the
/// radius of
/// <see cref="Enclosure"/>.
/// </summary>
/// <param name="Values">Shape [N, d].</param>
/// <param name="Offsets">Shape [d].</param>
/// <param name="Radii">Shape [d]; all 0 where the values are exact.</param>
internal sealed record EnclosedActivations(double[] Values, double[] Offsets, double[] Radii)
{
    // Offsets are worth it for neurons whose activations vary by less than this share of their size.
    private const double LittleVariation = 1.0 / 8;
    private const int Batch = 2048;

    // Covers the rounding of the radii themselves.
    private const double Outward = 1 + 1e-9;

    /// <summary>Encloses what the read-off of a network reads.</summary>
    public static EnclosedActivations Of(ReluNetwork network, InputSample sample)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (network is { Encoding: null, Layers: [{ Projection: null } layer] })
        {
            return OneLayer(layer, sample);
        }

        var width = network.ReadOff.Inputs;
        var (values, radii) = (new double[sample.Count * width], new double[width]);
        var filled = 0;
        foreach (var inputs in sample.Batches(Batch))
        {
            using var step = NewDisposeScope();
            var (value_nx, radius_nx) = Through(network, inputs);
            MemoryMarshal.Cast<byte, double>(value_nx.contiguous().bytes).CopyTo(values.AsSpan(filled));
            filled += inputs.Count * width;
            var largest = radius_nx.max(0).values.contiguous();
            foreach (var (j, radius) in MemoryMarshal.Cast<byte, double>(largest.bytes).ToArray().Index())
            {
                radii[j] = Math.Max(radii[j], radius);
            }
        }

        return Centred(values, width, radii);
    }

    /// <summary>Takes numbers, each within a radius (exact when none are given), and gives neurons that vary little an offset.</summary>
    public static EnclosedActivations Centred(double[] values, int neurons, double[]? radii = null)
    {
        var enclosed = new EnclosedActivations(values, new double[neurons], radii ?? new double[neurons]);
        for (var j = 0; j < neurons; j++)
        {
            double least = double.PositiveInfinity, largest = double.NegativeInfinity;
            for (var i = j; i < values.Length; i += neurons)
            {
                (least, largest) = (Math.Min(least, values[i]), Math.Max(largest, values[i]));
            }

            var offset = values[j];
            if (!(largest - least < LittleVariation * Math.Abs(offset)))
            {
                continue;
            }

            // Numbers this close to each other have an exact difference (Sterbenz 1974).
            for (var i = j; i < values.Length; i += neurons)
            {
                values[i] -= offset;
            }

            enclosed.Offsets[j] = offset;
        }

        return enclosed;
    }

    /// <summary>The same with all offsets added to the values.</summary>
    public EnclosedActivations WithoutOffsets()
    {
        var (values, radii) = (Values.ToArray(), Radii.ToArray());
        for (var i = 0; i < values.Length; i++)
        {
            var j = i % Offsets.Length;
            if (Offsets[j] != 0)
            {
                (values[i], var rest) = Enclosure.TwoSum(values[i], Offsets[j]);
                radii[j] = Math.Max(radii[j], Sum(Radii[j], Math.Abs(rest)));
            }
        }

        return new EnclosedActivations(values, new double[Offsets.Length], radii);
    }

    /// <summary>
    /// ReLU(β + Σ of the active columns): a neuron that is always on and mostly bias is held as its distance from the bias.
    /// </summary>
    private static EnclosedActivations OneLayer(ReluLayer layer, InputSample sample)
    {
        var (columns_md, bias_d) = (layer.Weight.t().to(float64).contiguous(), layer.Bias.to(float64).contiguous());
        var (columns, bias) =
            (MemoryMarshal.Cast<byte, double>(columns_md.bytes).ToArray(), MemoryMarshal.Cast<byte, double>(bias_d.bytes).ToArray());
        var d = bias.Length;
        var (values, lost, least, largest) = (new double[sample.Count * d], new double[d], new double[d], new double[d]);
        Array.Fill(least, double.PositiveInfinity);
        var errors = new double[d];
        var filled = 0;
        foreach (var inputs in sample.Batches(Batch))
        {
            for (var i = 0; i < inputs.Count; i++, filled += d)
            {
                SumColumns(columns, d, inputs[i], values.AsSpan(filled, d), errors, lost);
                for (var j = 0; j < d; j++)
                {
                    (least[j], largest[j]) = (Math.Min(least[j], values[filled + j]), Math.Max(largest[j], Math.Abs(values[filled + j])));
                }
            }
        }

        var (offsets, radii) = (new double[d], new double[d]);
        for (var j = 0; j < d; j++)
        {
            if (bias[j] + least[j] > lost[j] * Outward && largest[j] < LittleVariation * bias[j])
            {
                (offsets[j], radii[j]) = (bias[j], lost[j] * Outward);
                continue;
            }

            for (var i = j; i < values.Length; i += d)
            {
                var (sum, rest) = Enclosure.TwoSum(values[i], bias[j]);
                var radius = Sum(lost[j], Math.Abs(rest));
                values[i] = Math.Max(0, sum);
                radii[j] = sum + radius > 0 ? Math.Max(radii[j], radius) : radii[j];
            }
        }

        return new EnclosedActivations(values, offsets, radii);
    }

    /// <summary>Adds up the columns of the active features and raises, for each row, the largest error that an input had.</summary>
    private static void SumColumns(
        double[] columns, int rows, ReadOnlySpan<int> active, Span<double> sums, double[] errors, double[] largestError)
    {
        Array.Clear(errors);
        for (var place = 0; place < active.Length; place++)
        {
            var column = columns.AsSpan(active[place] * rows, rows);
            for (var j = 0; j < rows; j++)
            {
                if (place == 0)
                {
                    sums[j] = column[j];
                    continue;
                }

                (sums[j], var lost) = Enclosure.TwoSum(sums[j], column[j]);
                errors[j] += Math.Abs(lost);
            }
        }

        for (var j = 0; j < errors.Length; j++)
        {
            largestError[j] = Math.Max(largestError[j], errors[j] * Outward);
        }
    }

    /// <summary>The state after every layer and how far it may lie from the true one, float64, shapes [n, x].</summary>
    private static (Tensor Value, Tensor Radius) Through(ReluNetwork network, ActiveSets inputs)
    {
        var value_nx = inputs.ToDense(network.Features).to(float64);
        var radius_nx = zeros_like(value_nx);
        if (network.Encoding is { } encoding_em)
        {
            (value_nx, radius_nx) = Linear(value_nx, radius_nx, encoding_em.to(float64), bias_x: null);
        }

        foreach (var layer in network.Layers)
        {
            var (pre_nd, within_nd) = Linear(value_nx, radius_nx, layer.Weight.to(float64), layer.Bias.to(float64));

            // A neuron that is off for certain is exactly 0.
            var (a_nd, about_nd) = (pre_nd.clamp_min(0), where(pre_nd + within_nd <= 0, zeros_like(within_nd), within_nd));
            if (layer.Projection is { } projection_md)
            {
                var (written_nx, uncertain_nx) = Linear(a_nd, about_nd, projection_md.to(float64), bias_x: null);
                var sum_nx = value_nx + written_nx;
                radius_nx = (radius_nx + uncertain_nx + (sum_nx.abs() * Math.ScaleB(1, -52))) * Outward;
                value_nx = sum_nx;
            }
            else
            {
                (value_nx, radius_nx) = (a_nd, about_nd);
            }
        }

        return (value_nx, radius_nx);
    }

    private static (Tensor Value, Tensor Radius) Linear(Tensor value_ny, Tensor radius_ny, Tensor weight_xy, Tensor? bias_x)
    {
        var terms = weight_xy.shape[1] + 3;
        var (value_nx, absolute_nx) = (value_ny.matmul(weight_xy.t()), value_ny.abs().matmul(weight_xy.abs().t()));
        if (bias_x is not null)
        {
            (value_nx, absolute_nx) = (value_nx + bias_x, absolute_nx + bias_x.abs());
        }

        return (value_nx,
            (radius_ny.matmul(weight_xy.abs().t()) + (absolute_nx * (terms * Math.ScaleB(1, -52))) + (terms * double.Epsilon)) * Outward);
    }

    private static double Sum(double x, double y) => (x + y) * Outward;
}
