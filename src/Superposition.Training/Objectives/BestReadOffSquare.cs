using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Objectives;

/// <summary>
/// The mean squared error under the best read-off that the activations admit: variable projection (Golub and Pereyra, SIAM J. Numer. Anal.
/// 10, 1973). The read-off of the pass is replaced by the least-squares one of the batch, in closed form, and the derivative for the
/// activations is taken there; that of the read-off is 0. So layers are trained for what can be read off them, not for what a read-off has
/// learned so far. A batch needs many more inputs than there are neurons, best every input.
/// </summary>
/// <param name="ridge">
/// Added to the diagonal of the moments, relative to its mean: keeps dead and doubled neurons from making them singular.
/// </param>
public sealed class BestReadOffSquare(double ridge) : IObjective
{
    /// <inheritdoc/>
    public string Name => "MSE of the best read-off";

    /// <inheritdoc/>
    public double Evaluate(ReadOffPass pass)
    {
        using var scope = NewDisposeScope();
        WriteBestReadOff(pass);
        pass.WeightGradient?.zero_();
        pass.BiasGradient?.zero_();
        var inner = new ReadOffPass(
            pass.Activations, pass.Weight, pass.Bias, pass.Targets, pass.Workspace)
        { ActivationGradient = pass.ActivationGradient };
        return new PowerLoss(2).Evaluate(inner);
    }

    private void WriteBestReadOff(ReadOffPass pass)
    {
        var (d, h_nd) = (pass.Neurons, pass.Activations);
        var e = pass.Bias is null ? d : d + 1;
        var moments_ee = zeros(e, e, float64);
        var own_dd = moments_ee.narrow(0, 0, d).narrow(1, 0, d);
        own_dd.copy_(h_nd.t().mm(h_nd));
        own_dd.diagonal().add_(own_dd.diagonal().mean().mul_(ridge).clamp_min_(1e-30));
        var products_gd = pass.Workspace.Take("products", pass.Outputs, d);
        SparseProduct.Backward(pass.Targets.On, h_nd, products_gd);
        var products_ge = products_gd.to(float64);
        if (pass.Bias is not null)
        {
            var total_d = h_nd.sum(dim: 0).to(float64);
            moments_ee[d].narrow(0, 0, d).copy_(total_d);
            moments_ee.narrow(0, 0, d).narrow(1, d, 1).copy_(total_d.unsqueeze(1));
            moments_ee[d, d] = pass.Inputs;
            products_ge = cat([products_ge, pass.Targets.On.Totals(pass.Outputs).unsqueeze(1)], 1);
        }

        var best_eg = linalg.solve(moments_ee, products_ge.t());
        pass.Weight.copy_(best_eg.narrow(0, 0, d).t());
        pass.Bias?.copy_(best_eg[d]);
    }
}
