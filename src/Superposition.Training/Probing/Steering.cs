using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Steering that leaves outputs alone: the shortest step that changes a probe's value by 1 while some outputs stay where they are. If a
/// feature's value can be moved freely at no cost to any output, the outputs do not read it.
/// </summary>
/// <param name="Cost">
/// How much longer the step must be when all outputs are to stay, relative to the free step; null when no step does it. Far above 1, the
/// probe reads what the outputs read.
/// </param>
/// <param name="Effect">
/// How far the step that holds all other outputs moves the feature's own strongest output, in shares of its range; null when no step does
/// it.
/// </param>
/// <param name="P">
/// The probability that a random step of that length which holds the others moves it as far; null when no step does it.
/// </param>
public sealed record Steering(double? Cost, double? Effect, double? P)
{
    private const double Nothing = 1e-12;

    // A row whose leverage is this close to 1 is a combination of no others.
    private const double Dependent = 1e-6;

    /// <summary>Steers along probes after the last layer.</summary>
    /// <param name="readOff_gd">R, float64, shape [g, d].</param>
    /// <param name="basis_kd">An orthonormal basis of its rows.</param>
    /// <param name="probes_cd">The probes' w, float64, shape [c, d].</param>
    /// <param name="strongest">For each feature the output that it moves most.</param>
    /// <param name="ranges_1g">The outputs' ranges.</param>
    /// <remarks>
    /// The others' row space is that of all rows, without the direction (RᵀR)⁺r of the row that is left out when that row is a
    /// combination of no others: its leverage rᵀ(RᵀR)⁺r is then 1. One decomposition serves all outputs.
    /// </remarks>
    public static Steering[] Measure(
        Tensor readOff_gd, Tensor basis_kd, Tensor probes_cd, IReadOnlyList<int> strongest, Tensor ranges_1g)
    {
        using var scope = NewDisposeScope();
        if (basis_kd.shape[0] == 0)
        {
            return [.. strongest.Select(_ => new Steering(1, 0, 1))];
        }

        var outputs = tensor(strongest.Select(j => (long)j).ToArray(), int64);
        var own_cd = readOff_gd.index_select(0, outputs);

        // In coordinates of the row space R = U S Vᵀ, so that (RᵀR)⁺r is V (VᵀRᵀRV)⁻¹ Vᵀr.
        var inside_gk = readOff_gd.matmul(basis_kd.t());
        var dual_ck = linalg.solve(inside_gk.t().matmul(inside_gk), own_cd.matmul(basis_kd.t()).t()).t();
        var leverage_c = (dual_ck * own_cd.matmul(basis_kd.t())).sum(1);
        var isAlone_c = leverage_c > 1 - Dependent;
        var unit_cd =
            dual_ck.matmul(basis_kd) / dual_ck.norm(1, keepdim: true, p: 2).clamp_min(1e-150) * isAlone_c.to(float64).unsqueeze(1);

        // What no other output sees: of the probe, and of the feature's own output.
        var unseen_cd = ReadSubspace.Hidden(probes_cd, basis_kd);
        var hidden_cd = unseen_cd + (unit_cd * (probes_cd * unit_cd).sum(1, keepdim: true));
        var ownHidden_cd = unit_cd * (own_cd * unit_cd).sum(1, keepdim: true);
        double[] Values(Tensor values_c) => values_c.data<double>().ToArray();
        var all = Values(probes_cd.square().sum(1));
        var (unseen, hidden, along, ownLength) = (Values(unseen_cd.square().sum(1)), Values(hidden_cd.square().sum(1)),
            Values((ownHidden_cd * hidden_cd).sum(1)), Values(ownHidden_cd.norm(1, false, 2)));
        var (range, alone) = (Values(ranges_1g.squeeze(0).index_select(0, outputs)), Values(isAlone_c.to(float64)));
        var unseenDimensions = (int)(readOff_gd.shape[1] - basis_kd.shape[0]);
        return [.. strongest.Select((_, c) =>
        {
            double? cost = unseen[c] > Nothing * all[c] ? Math.Sqrt(all[c] / unseen[c]) : null;
            if (!(hidden[c] > Nothing * all[c]))
            {
                return new Steering(cost, null, null);
            }

            // v = h/|h|² moves the probe by 1 and nothing outside the free subspace.
            var cosine = along[c] / Math.Max(double.Epsilon, Math.Sqrt(hidden[c]) * ownLength[c]);
            return new Steering(
                cost, Math.Abs(along[c] / hidden[c]) / range[c], ReadSubspace.CosineP(cosine, unseenDimensions + (int)alone[c]));
        })];
    }
}
