using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Steering that leaves read-offs alone: the shortest step that changes a probe's value by 1 while some outputs stay where they are. If a feature's value
/// can be moved freely at no cost to any output, the outputs do not read it.
/// </summary>
/// <param name="Cost">
/// How much longer the step must be when all outputs are to stay, relative to the free step; null when no step does it. Far above 1, the probe reads what
/// the outputs read.
/// </param>
/// <param name="Effect">
/// How far the step that holds all other outputs moves the feature's own strongest output, in shares of its range; null when no step does it.
/// </param>
/// <param name="P">The probability that a random step of that length which holds the others moves it as far; null when no step does it.</param>
public sealed record Steering(double? Cost, double? Effect, double? P)
{
    /// <summary>Steers along probes after the last layer.</summary>
    /// <param name="readOff_gd">R, float64, shape [g, d].</param>
    /// <param name="probes_cd">The probes' w, float64, shape [c, d].</param>
    /// <param name="strongest">For each feature the output that it moves most.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    public static Steering[] Measure(Tensor readOff_gd, Tensor probes_cd, IReadOnlyList<int> strongest, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        var costs = Costs(probes_cd, ReadSubspace.Basis(readOff_gd)).data<double>().ToArray();
        var found = new Steering[strongest.Count];
        foreach (var group in Enumerable.Range(0, found.Length).GroupBy(c => strongest[c]))
        {
            using var inner = NewDisposeScope();
            var others = tensor(Enumerable.Range(0, (int)readOff_gd.shape[0]).Where(j => j != group.Key).Select(j => (long)j).ToArray(), int64);
            var basis_kd = ReadSubspace.Basis(readOff_gd.index_select(0, others));
            var free = (int)(readOff_gd.shape[1] - basis_kd.shape[0]);
            var own_1d = ReadSubspace.Hidden(readOff_gd[group.Key..(group.Key + 1)], basis_kd);
            var range = ranges_1g[0, group.Key].item<double>();
            foreach (var c in group)
            {
                found[c] = Steer(probes_cd[c..(c + 1)], basis_kd, own_1d, free, range, double.IsFinite(costs[c]) ? costs[c] : null);
            }
        }

        return found;
    }

    private static Steering Steer(Tensor probe_1d, Tensor basis_kd, Tensor own_1d, int free, double range, double? cost)
    {
        using var scope = NewDisposeScope();
        var hidden_1d = ReadSubspace.Hidden(probe_1d, basis_kd);
        var square = hidden_1d.square().sum().item<double>();
        if (free == 0 || square <= 1e-12 * probe_1d.square().sum().item<double>())
        {
            return new Steering(cost, null, null);
        }

        // v = h/|h|² moves the probe by 1 and nothing outside the free subspace.
        var along = own_1d.mul(hidden_1d).sum().item<double>();
        var cosine = along / Math.Max(double.Epsilon, Math.Sqrt(square) * own_1d.norm().item<double>());
        return new Steering(cost, Math.Abs(along / square) / range, ReadSubspace.CosineP(cosine, free));
    }

    /// <summary>|w| / |part of w outside the row space|, infinite where nothing of the probe is outside.</summary>
    private static Tensor Costs(Tensor probes_cd, Tensor basis_kd)
    {
        var hidden_c = ReadSubspace.Hidden(probes_cd, basis_kd).square().sum(1);
        var all_c = probes_cd.square().sum(1);
        return where(hidden_c > all_c * 1e-12, (all_c / hidden_c).sqrt(), full_like(all_c, double.PositiveInfinity));
    }
}
