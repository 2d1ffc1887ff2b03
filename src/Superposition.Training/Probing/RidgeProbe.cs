using Superposition.Measurement;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// Least-squares probes with a ridge of any number of labels at one layer: values = a·w + w₀ with a in standard deviations of each
/// neuron on the inputs that are fitted on and w = (C + λI)⁻¹ cov(a, y), C the correlations of the neurons. Products AᵀA and factors
/// of C + λI are made once, for all inputs and for each fold's others, and serve all labels: a label costs AᵀY, two triangular solves
/// and AW. Lives in the dispose scope it is made in.
/// </summary>
public sealed class RidgeProbe
{
    // Keeps doubled coordinates from making C singular, also where the ridge is 0.
    private const double Least = 1e-9;

    private readonly NeuronUnits units;
    private readonly Tensor activations1_ne;
    private readonly Tensor squares_ee;
    private readonly Factor whole;
    private readonly Part[] parts;

    /// <summary>Prepares probes of a layer.</summary>
    /// <param name="activations_nd">The layer's activations, float64, shape [n, d].</param>
    /// <param name="ridge">λ, in units of each neuron's variance; 0 is least squares.</param>
    /// <param name="folds">For values on inputs that were not fitted on; null where only fits on all inputs are wanted.</param>
    /// <exception cref="NotFiniteException">An activation is NaN or infinite.</exception>
    public RidgeProbe(Tensor activations_nd, double ridge, Folds? folds = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        ridge = Math.Max(Least, ridge);
        using var scope = NewDisposeScope();
        units = NeuronUnits.Of(activations_nd);
        var standard_nd = units.Standardise(activations_nd);
        activations1_ne = cat([standard_nd, ones(standard_nd.shape[0], 1, float64)], 1).MoveToOuterDisposeScope();
        var blocks = Enumerable.Range(0, folds?.Count ?? 0).Select(fold =>
        {
            var rows = tensor(folds!.Members(fold), int64);
            var own_ne = activations1_ne.index_select(0, rows);
            return (Rows: rows, Own: own_ne, Squares: own_ne.t().matmul(own_ne));
        }).ToArray();
        squares_ee = blocks.Length == 0
            ? activations1_ne.t().matmul(activations1_ne)
            : blocks.Select(block => block.Squares).Aggregate((x, y) => x + y);
        whole = new Factor(squares_ee, ridge);
        parts = [.. blocks.Select(block => new Part(
            block.Rows.MoveToOuterDisposeScope(), block.Own.MoveToOuterDisposeScope(), new Factor(squares_ee - block.Squares, ridge)))];
        units.MoveToOuterScope();
        Array.ForEach([whole, .. parts.Select(part => part.Others)], factor => factor.MoveToOuterScope());
    }

    /// <summary>The weights [d, c] and constants [1, c] of one probe for each label, fitted on all inputs.</summary>
    /// <param name="labels_nc">float64, shape [n, c].</param>
    /// <returns>w, shape [d, c], and w₀, shape [1, c], for activations as they were given.</returns>
    public (Tensor Weight_dc, Tensor Bias_1c) Fit(Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        var (standard_dc, bias_1c) = whole.Solve(activations1_ne.t().matmul(labels_nc));
        var weight_dc = standard_dc * units.Inverse_1d.t();
        return (weight_dc.MoveToOuterDisposeScope(), (bias_1c - units.Mean_1d.matmul(weight_dc)).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// What probes fitted on all inputs say on the same inputs, shape [n, c]: how well labels can be fitted, memorised ones included.
    /// </summary>
    /// <param name="labels_nc">float64, shape [n, c].</param>
    public Tensor InSample(Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        var (weight_dc, bias_1c) = whole.Solve(activations1_ne.t().matmul(labels_nc));
        return activations1_ne.matmul(cat([weight_dc, bias_1c])).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What probes say on inputs that they were not fitted on, shape [n, c]: each fold's values come from the other folds' probes.
    /// </summary>
    /// <param name="labels_nc">float64, shape [n, c].</param>
    /// <exception cref="InvalidOperationException">The probes were prepared without folds.</exception>
    public Tensor HeldOut(Tensor labels_nc)
    {
        if (parts.Length == 0)
        {
            throw new InvalidOperationException("Probes without folds have no values on inputs that were not fitted on.");
        }

        using var scope = NewDisposeScope();
        Tensor[] products = [.. parts.Select(part => part.Own_ne.t().matmul(labels_nc.index_select(0, part.Rows)))];
        var all = products.Aggregate((x, y) => x + y);
        var values_nc = zeros_like(labels_nc);
        foreach (var (part, own) in parts.Zip(products))
        {
            var (weight_dc, bias_1c) = part.Others.Solve(all - own);
            values_nc.index_copy_(0, part.Rows, part.Own_ne.matmul(cat([weight_dc, bias_1c])));
        }

        return values_nc.MoveToOuterDisposeScope();
    }

    /// <summary>A fold: its rows, its activations with a 1 behind them, and the factor of all others.</summary>
    private sealed record Part(Tensor Rows, Tensor Own_ne, Factor Others);

    /// <summary>C + λI of some inputs, factored.</summary>
    private sealed class Factor
    {
        // A neuron whose variance on the inputs that are fitted on is less than this share of its variance on all of them says nothing
        // there.
        private const double Constant = 1e-12;

        private readonly Tensor count;
        private readonly Tensor mean_1d;
        private readonly Tensor inverse_d1;
        private readonly Tensor lu_dd;
        private readonly Tensor pivots_d;

        /// <summary>From Σ(a,1)(a,1)ᵀ, shape [d + 1, d + 1].</summary>
        public Factor(Tensor squares_ee, double ridge)
        {
            var d = (int)squares_ee.shape[0] - 1;
            count = squares_ee[d, d].clone();
            mean_1d = squares_ee[d..].slice(1, 0, d, 1) / count;
            var covariance_dd = (squares_ee.slice(0, 0, d, 1).slice(1, 0, d, 1) / count) - mean_1d.t().matmul(mean_1d);
            var variance_d = covariance_dd.diagonal();
            var inverse_d = where(variance_d > Constant, variance_d.clamp_min(Constant).rsqrt(), zeros_like(variance_d));
            var correlation_dd = covariance_dd * inverse_d.unsqueeze(1) * inverse_d.unsqueeze(0);
            inverse_d1 = inverse_d.unsqueeze(1);
            var (lu, pivots) = linalg.lu_factor(correlation_dd + (eye(d, dtype: float64) * ridge));
            (lu_dd, pivots_d) = (lu, pivots!); // missing only where pivoting is switched off
        }

        /// <summary>From Σ(a,1)y, shape [d + 1, c].</summary>
        public (Tensor Weight_dc, Tensor Bias_1c) Solve(Tensor products_ec)
        {
            var d = (int)products_ec.shape[0] - 1;
            var labelMean_1c = products_ec[d..] / count;
            var cross_dc = (products_ec.slice(0, 0, d, 1) / count) - mean_1d.t().matmul(labelMean_1c);
            var weight_dc = linalg.lu_solve(lu_dd, pivots_d, cross_dc * inverse_d1) * inverse_d1;
            return (weight_dc, labelMean_1c - mean_1d.matmul(weight_dc));
        }

        public void MoveToOuterScope() =>
            Array.ForEach([count, mean_1d, inverse_d1, lu_dd, pivots_d], tensor => tensor.MoveToOuterDisposeScope());
    }
}
