using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The in-sample R² of a ridge probe as a quadratic form of the label, R² = Σᵢ (qᵢ·y)²/|y|², and the same beyond the raw input.
/// Control labels with k positives then cost k additions of a row each, not a product with all inputs. Lives in the dispose scope it is
/// made in.
/// </summary>
internal sealed class ReadEvidence
{
    // The ridge beyond the raw input, in units of a neuron's whole variance: keeps what float32 leaves of an affine function of the raw
    // input at nothing.
    private const double BeyondRidge = 1e-6;

    // Directions with a smaller weight than this are rounding.
    private const double MinWeight = 1e-6;

    // A label of which less than this share is left beyond the raw input is affine in it.
    private const double NothingLeft = 1e-9;

    // Multiplications that one null may cost; beyond, fewer draws and the fitted tail.
    private const double MaxWork = 2e10;
    private const int MinDraws = 1000;

    private readonly IReadOnlyList<int> identities;
    private readonly Tensor forms_nk;
    private readonly int plain;
    private readonly int beyond;
    private readonly Tensor byIdentity_ik;
    private readonly int[] sizes;

    /// <summary>Prepares the quadratic forms for n inputs, at the cost of one decomposition of the activations.</summary>
    /// <param name="standard_nd">Activations in neurons' units, float64.</param>
    /// <param name="rawBasis_nk">Orthonormal affine functions of the raw input, where it is known.</param>
    /// <param name="ridge">λ, the ridge penalty, at least 0.</param>
    /// <param name="identities">Which inputs are equal.</param>
    public ReadEvidence(Tensor standard_nd, Tensor? rawBasis_nk, double ridge, IReadOnlyList<int> identities)
    {
        using var scope = NewDisposeScope();
        this.identities = identities;
        var plain_nk = Form(standard_nd, Math.Max(MinWeight, ridge));
        plain = (int)plain_nk.shape[1];
        var parts = new List<Tensor> { plain_nk };
        if (rawBasis_nk is not null)
        {
            var beyond_nk = Form(RawInput.Beyond(standard_nd, rawBasis_nk), BeyondRidge);
            beyond = (int)beyond_nk.shape[1];
            parts.AddRange([beyond_nk, rawBasis_nk]);
        }

        KnowsRaw = rawBasis_nk is not null;
        forms_nk = cat([.. parts], 1).MoveToOuterDisposeScope();
        sizes = [.. identities.GroupBy(identity => identity).OrderBy(group => group.Key).Select(group => group.Count())];
        var places = tensor(identities.Select(identity => (long)identity).ToArray(), int64);
        byIdentity_ik = zeros(
            sizes.Length, forms_nk.shape[1], dtype: float64).index_add(0, places, forms_nk, RootedScalars.One).to(float32)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Whether the raw input is known.</summary>
    public bool KnowsRaw { get; }

    /// <summary>R², and R² beyond the raw input (0 where it is not known or nothing is left of the label), of labels.</summary>
    public (double R2, double BeyondR2)[] Of(Tensor labels_nc)
    {
        using var scope = NewDisposeScope();
        return From(labels_nc.t().matmul(forms_nk), labels_nc.sum([0]).data<double>().ToArray());
    }

    /// <summary>The two for control labels with about this many positives.</summary>
    /// <param name="positives">k, the number of positive inputs.</param>
    /// <param name="draws">How many are wanted; fewer where they would take too long.</param>
    /// <param name="random">Draws them.</param>
    public (NullSample R2, NullSample? BeyondR2) Null(int positives, int draws, Random random)
    {
        var count = (int)Math.Min(draws, Math.Max(MinDraws, MaxWork / ((double)positives * forms_nk.shape[1])));
        var (r2, beyondR2) = (new List<double>(count), new List<double>(count));
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        var some = Math.Max(1, (1 << 22) / Math.Max(positives, (int)forms_nk.shape[1]));
        for (var drawn = 0; drawn < count; drawn += some)
        {
            using var scope = NewDisposeScope();
            var (features, offsets, totals) = (new List<int>(), new List<int> { 0 }, new List<double>());
            for (var i = 0; i < Math.Min(some, count - drawn); i++)
            {
                totals.Add(ControlLabels.Choose(sizes, order, positives, random, features));
                offsets.Add(features.Count);
            }

            foreach (var (one, other) in From(new ActiveSets([.. features], [.. offsets]).SumRows(byIdentity_ik).to(float64), [.. totals]))
            {
                r2.Add(one);
                beyondR2.Add(other);
            }
        }

        return (new NullSample(r2), KnowsRaw ? new NullSample(beyondR2) : null);
    }

    /// <summary>
    /// Columns √(w/(n e))·A v over the principal axes v of A with variances e, w = 1 − (λ/(e + λ))²: their squared products with y
    /// add up to R²·|y|².
    /// </summary>
    private static Tensor Form(Tensor centred_nd, double ridge)
    {
        var n = centred_nd.shape[0];
        var (variance_d, axes_dd) = linalg.eigh(centred_nd.t().matmul(centred_nd) / n);
        var weight_d = 1 - (ridge / (variance_d.clamp_min(0) + ridge)).square();
        var kept = (weight_d > MinWeight).nonzero().squeeze(1);
        return centred_nd.matmul(axes_dd.index_select(1, kept)) * (weight_d.index_select(0, kept) / (n * variance_d.index_select(0, kept)))
            .sqrt();
    }

    private (double R2, double BeyondR2)[] From(Tensor products_ck, double[] positives)
    {
        var square_ck = products_ck.square();
        double[] Sum(int first, int count) => square_ck.slice(1, first, first + count, 1).sum(1).data<double>().ToArray();
        var (own, rest) = (Sum(0, plain), Sum(plain, beyond));
        var raw = Sum(plain + beyond, (int)square_ck.shape[1] - plain - beyond);
        return [.. positives.Select((k, c) =>
        {
            var left = k - raw[c];
            return (own[c] / (k - (k * k / identities.Count)), left > NothingLeft * k ? Math.Min(1, rest[c] / left) : 0);
        })];
    }
}
