using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.DeepCircuits;

/// <summary>
/// Writes a fused deep circuit out as an ordinary network of dense ReLU layers, L + 1 of them (the first encodes the inputs), with an
/// affine read-off of every feature. For sizes at which dense matrices of (ReLUs)² are affordable; larger circuits run in <see
/// cref="FusedCircuit"/>.
/// </summary>
public static class FusedNetwork
{
    /// <summary>The network b → b̂ of all features after the last layer.</summary>
    public static ReluNetwork Build(FusedCircuit fused)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var corrects = fused.Design.Corrects;
        var layouts = Enumerable.Range(0, fused.Circuit.Depth + 1).Select(fused.Layout).ToArray();
        var reads_nm = layouts[0].Pools[0].Code.ToTensor();
        var layers = new List<ReluLayer>();
        for (var layer = 0; layer <= fused.Circuit.Depth; layer++)
        {
            var layout = layouts[layer];
            var weight_nc =
                layer == 0 ? reads_nm : GateInputs(fused.Circuit, layer - 1, layout).matmul(ReadOff(layouts[layer - 1], fused.Design));
            var parts =
                layout.Pools.Select(pool => ClipReLUs.In(weight_nc.narrow(0, pool.FirstUnit, pool.Units), pool.Terms(corrects))).ToArray();
            layers.Add(new ReluLayer(cat([.. parts.Select(part => part.Weight)]), cat([.. parts.Select(part => part.Bias)])));
        }

        return new ReluNetwork(layers, new DenseReadOff(ReadOff(layouts[^1], fused.Design)));
    }

    /// <summary>The read-off of all features from the ReLUs of a layer, shape [m, ReLUs].</summary>
    private static Tensor ReadOff(ChannelLayout layout, FusedDesign design)
    {
        var parts = new List<Tensor>();
        foreach (var pool in layout.Pools)
        {
            var (shift, scale) = design.Centred ? (pool.Code.Centre, 1 - pool.Code.Centre) : (0, 1);
            var own_cn = (pool.Code.ToTensor().t() - shift) / (pool.Code.Size * scale);
            var all_mn =
                zeros(layout.Features, pool.Units).index_copy(0, tensor(pool.Features.Select(feature => (long)feature).ToArray()), own_cn);
            parts.Add(ClipReLUs.Out(all_mn, pool.Terms(design.Corrects)));
        }

        return cat([.. parts], 1);
    }

    /// <summary>E: how often a unit adds up a feature of the layer before, shape [n, m].</summary>
    private static Tensor GateInputs(ILayeredCircuit circuit, int layer, ChannelLayout layout)
    {
        var counts_nm = zeros(layout.Units, circuit.WidthBefore(layer));
        var cells = counts_nm.Floats();
        Span<int> room = stackalloc int[2];
        for (var feature = 0; feature < circuit.WidthBefore(layer); feature++)
        {
            foreach (var gate in circuit.Readers(layer, feature, room))
            {
                foreach (var unit in layout.UnitsInPool(gate))
                {
                    cells[((unit + layout.Pools[layout.PoolOf(gate)].FirstUnit) * circuit.WidthBefore(layer)) + feature]++;
                }
            }
        }

        return counts_nm;
    }
}
