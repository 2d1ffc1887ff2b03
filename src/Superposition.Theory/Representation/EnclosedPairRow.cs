using System.Runtime.InteropServices;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Representation;

/// <summary>
/// Rows of a <see cref="PairReadOff"/> enclosed from the factors that are stored: α (V_ik V_il − κ_k·κ_l), divided by Σ_i V_ik V_il
/// where rows are.
/// </summary>
internal static class EnclosedPairRow
{
    /// <summary>Each row in double precision and how far its value on an input may be from the true one.</summary>
    /// <param name="readOff">The read-off.</param>
    /// <param name="activations">The activations it reads.</param>
    public static IEnumerable<(LinearReadOff Row, double Radius)> All(PairReadOff readOff, InputActivations activations)
    {
        var (d, m) = (readOff.Inputs, readOff.Pairs.Features);
        var factors = Numbers(readOff.Factors);
        var correction = readOff.Correction is { } correction_cm ? Numbers(correction_cm) : [];
        var scale = new Enclosure(readOff.Scale.item<float>(), 0);
        foreach (var (k, l) in readOff.Pairs.Pairs)
        {
            var norm = readOff.Normalisation == PairNormalisation.SharedNeurons ? Products(factors, m, k, l) : new Enclosure(1, 0);
            var shared = Products(correction, m, k, l);
            var weights = new double[d];
            double radius = 0;
            for (var i = 0; i < d; i++)
            {
                // The product of two float32 numbers is exact.
                var entry = scale.Times(new Enclosure(factors[(i * m) + k] * factors[(i * m) + l], 0).Minus(shared)).Over(norm);
                weights[i] = entry.Value;
                radius += entry.Radius * (activations.LargestOf[i] + Math.Abs(activations.Offsets[i]));
            }

            yield return (new LinearReadOff(ImmutableCollectionsMarshal.AsImmutableArray(weights), 0), radius * (1 + 1e-12));
        }
    }

    private static Enclosure Products(double[] rows, int m, int k, int l)
    {
        double sum = 0, absolute = 0;
        for (var at = 0; at < rows.Length; at += m)
        {
            sum += rows[at + k] * rows[at + l];
            absolute += Math.Abs(rows[at + k] * rows[at + l]);
        }

        return rows.Length == 0 ? new Enclosure(0, 0) : Enclosure.OfSum(sum, absolute, rows.Length / m);
    }

    private static double[] Numbers(Tensor values)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, double>(values.detach().to(float64).contiguous().bytes).ToArray();
    }
}
