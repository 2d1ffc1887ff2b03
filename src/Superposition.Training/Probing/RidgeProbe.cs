using Superposition.Measurement;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Least-squares probes with a ridge, for all labels at once: values = a·w + w₀ with a in standard deviations of each neuron on the
/// inputs that are fitted on and w = (C + λI)⁻¹ cov(a, y), C the correlations of the neurons. The cost is one product AᵀA and one
/// AᵀY, whatever the number of folds.
/// </summary>
public sealed class RidgeProbe
{
    // Keeps doubled coordinates from making C singular, also where the ridge is 0.
    private const double Least = 1e-9;

    // A neuron whose variance on the inputs that are fitted on is less than this share of its variance on all of them says nothing there.
    private const double Constant = 1e-12;

    private readonly double ridge;

    /// <summary>Chooses the ridge.</summary>
    /// <param name="ridge">λ, in units of each neuron's variance; 0 is least squares.</param>
    public RidgeProbe(double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        this.ridge = Math.Max(Least, ridge);
    }

    /// <summary>Probes fitted on all inputs.</summary>
    /// <param name="activations_nd">float64, shape [n, d].</param>
    /// <param name="labels_nc">float64, shape [n, c].</param>
    /// <returns>w, shape [d, c], and w₀, shape [1, c], for activations as they were given.</returns>
    /// <exception cref="NotFiniteException">An activation is NaN or infinite.</exception>
    public (Tensor Weight_dc, Tensor Bias_1c) Fit(Tensor activations_nd, Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        var units = NeuronUnits.Of(activations_nd);
        var a1_ne = WithOnes(units.Standardise(activations_nd));
        var (standard_dc, bias_1c) = Solve(a1_ne.t().matmul(a1_ne), a1_ne.t().matmul(labels_nc));
        var weight_dc = standard_dc * units.Inverse_1d.t();
        return (weight_dc.MoveToOuterDisposeScope(), (bias_1c - units.Mean_1d.matmul(weight_dc)).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// What probes fitted on all inputs say on the same inputs, shape [n, c]: how well labels can be fitted, memorised ones included.
    /// </summary>
    public Tensor InSample(Tensor activations_nd, Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        var (weight_dc, bias_1c) = Fit(activations_nd, labels_nc);
        return (activations_nd.matmul(weight_dc) + bias_1c).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What probes say on inputs that they were not fitted on, shape [n, c]: each fold's values come from the other folds' probes.
    /// </summary>
    public Tensor HeldOut(Tensor activations_nd, Tensor labels_nc, Folds folds)
    {
        using var scope = NewDisposeScope();
        var a1_ne = WithOnes(NeuronUnits.Of(activations_nd).Standardise(activations_nd));
        var parts = Enumerable.Range(0, folds.Count).Select(fold => Moments(a1_ne, labels_nc, folds.Members(fold))).ToArray();
        var squares = parts.Select(part => part.Squares).Aggregate((x, y) => x + y);
        var products = parts.Select(part => part.Products).Aggregate((x, y) => x + y);
        var values_nc = zeros_like(labels_nc);
        foreach (var (rows, ownSquares, ownProducts) in parts)
        {
            var (weight_dc, bias_1c) = Solve(squares - ownSquares, products - ownProducts);
            values_nc.index_copy_(0, rows, a1_ne.index_select(0, rows).matmul(cat([weight_dc, bias_1c])));
        }

        return values_nc.MoveToOuterDisposeScope();
    }

    private static (Tensor Rows, Tensor Squares, Tensor Products) Moments(Tensor a1_ne, Tensor labels_nc, long[] members)
    {
        var rows = tensor(members, int64);
        var own_ne = a1_ne.index_select(0, rows);
        return (rows, own_ne.t().matmul(own_ne), own_ne.t().matmul(labels_nc.index_select(0, rows)));
    }

    private static Tensor WithOnes(Tensor standard_nd) => cat([standard_nd, ones(standard_nd.shape[0], 1, float64)], 1);

    /// <summary>From Σ(a,1)(a,1)ᵀ, shape [d + 1, d + 1], and Σ(a,1)y, shape [d + 1, c].</summary>
    private (Tensor Weight_dc, Tensor Bias_1c) Solve(Tensor squares, Tensor products)
    {
        var d = (int)squares.shape[0] - 1;
        var n = squares[d, d];
        var mean_1d = squares[d..].slice(1, 0, d, 1) / n;
        var labelMean_1c = products[d..] / n;
        var covariance_dd = (squares.slice(0, 0, d, 1).slice(1, 0, d, 1) / n) - mean_1d.t().matmul(mean_1d);
        var cross_dc = (products.slice(0, 0, d, 1) / n) - mean_1d.t().matmul(labelMean_1c);
        var variance_d = covariance_dd.diagonal();
        var inverse_d = where(variance_d > Constant, variance_d.clamp_min(Constant).rsqrt(), zeros_like(variance_d));
        var correlation_dd = covariance_dd * inverse_d.unsqueeze(1) * inverse_d.unsqueeze(0);
        var weight_dc =
            linalg.solve(correlation_dd + (eye(d, dtype: float64) * ridge), cross_dc * inverse_d.unsqueeze(1)) * inverse_d.unsqueeze(1);
        return (weight_dc, labelMean_1c - mean_1d.matmul(weight_dc));
    }
}
