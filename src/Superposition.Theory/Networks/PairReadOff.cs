using Superposition.Booleans;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>How the rows of a <see cref="PairReadOff"/> are scaled.</summary>
public enum PairNormalisation
{
    /// <summary>Every row has the same factor, α.</summary>
    Constant,

    /// <summary>The row of (k, l) by 1 / Σ_i V_ik V_il: with 0/1 factors, the mean over the neurons that k and l share.</summary>
    SharedNeurons,
}

/// <summary>
/// A read-off for pairs of features whose row for (k, l) is r_kl,i = α V_ik V_il, from factors V [d, m]. All outputs of one input are α
/// Vᵀ diag(a) V, one matrix product over the neurons that fire, so the C(m, 2) rows of length d are never stored. With a correction K [c,
/// m] the row is r_kl,i = α (V_ik V_il − κ_k·κ_l), κ the columns of K: all outputs are α (Vᵀ diag(a) V − (KᵀK) Σ_i a_i).
/// Inputs in superposition need it with K = Φ, because neighbouring directions φ_k, φ_l make V_ik and V_il correlated whatever the input
/// is.
/// </summary>
public sealed class PairReadOff : ReadOff
{
    // Where all rows fit into 16 MiB, a batch is one product with the rows written out; that is several times faster than input by input.
    private const long FewWeights = 1 << 22;
    private const int FewInputs = 4;

    // The field names are the keys of saved files: readout.factors, readout.scale, readout.correction.
    private readonly Parameter factors;
    private readonly Parameter scale;
    private readonly Parameter? correction;
    private readonly PairAnds pairs;

    /// <summary>Takes over the factors of a read-off.</summary>
    /// <param name="factors_dm">V, shape [d, m].</param>
    /// <param name="scale">α, the factor of all rows.</param>
    /// <param name="normalisation">How rows are scaled besides α.</param>
    /// <param name="pairs">The pairs that are read, in the order of the outputs.</param>
    /// <param name="correction_cm">K, shape [c, m], or null for rows without a correction.</param>
    public PairReadOff(Tensor factors_dm, double scale, PairNormalisation normalisation, PairAnds pairs, Tensor? correction_cm = null)
        : base(nameof(PairReadOff))
    {
        using var scope = NewDisposeScope();
        if (factors_dm.dim() != 2 || factors_dm.shape[1] != pairs.Features)
        {
            throw new ArgumentException(
                $"Factors of pairs of {pairs.Features} features need the shape [d, {pairs.Features}], found {Shapes.Describe(factors_dm)}.",
                nameof(factors_dm));
        }

        if (correction_cm is not null && (correction_cm.dim() != 2 || correction_cm.shape[1] != pairs.Features))
        {
            throw new ArgumentException(
                $"A correction for pairs of {pairs.Features} features needs the shape [c, {pairs.Features}], found "
                + $"{Shapes.Describe(correction_cm)}.", nameof(correction_cm));
        }

        factors = Parameters.Keep(factors_dm);
        correction = correction_cm is null ? null : Parameters.Keep(correction_cm);
        this.scale = Parameters.Keep(tensor(scale, float32));
        this.pairs = pairs;
        Normalisation = normalisation;
        RegisterComponents();
    }

    /// <summary>V, from whose columns k and l the row of the pair (k, l) is made, shape [d, m].</summary>
    public Tensor Factors => factors;

    /// <summary>α, the factor that all rows share, a scalar tensor of shape [].</summary>
    public Tensor Scale => scale;

    /// <summary>K, shape [c, m], or null when rows have no correction.</summary>
    public Tensor? Correction => correction;

    /// <summary>How rows are scaled besides α.</summary>
    public PairNormalisation Normalisation { get; }

    /// <summary>The pairs that are read, in the order of the outputs.</summary>
    public PairAnds Pairs => pairs;

    /// <inheritdoc/>
    public override int Inputs => (int)factors.shape[0];

    /// <inheritdoc/>
    public override int Outputs => pairs.Count;

    /// <param name="input">Activations, shape [n, d].</param>
    /// <returns>Outputs, shape [n, g].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var places_g = Places();
        if (input.shape[0] >= FewInputs && (long)Inputs * Outputs <= FewWeights)
        {
            return Scaled(input.matmul(Rows(places_g).t()), places_g).MoveToOuterDisposeScope();
        }

        var rows = new Tensor[input.shape[0]];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = OneInput(input[i], places_g);
        }

        var out_ng = stack(rows);
        if (correction is not null)
        {
            out_ng = out_ng - (input.sum(1, keepdim: true) * correction.t().matmul(correction).flatten().index_select(0, places_g));
        }

        return Scaled(out_ng, places_g).MoveToOuterDisposeScope();
    }

    /// <summary>The same read-off for other pairs of the same features.</summary>
    public PairReadOff For(PairAnds others) => new(factors, scale.item<float>(), Normalisation, others, correction);

    /// <summary>The same read-off with its rows written out, for the weight [g, d] of a file that any program can read.</summary>
    public DenseReadOff ToDense()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var places_g = Places();
        return new DenseReadOff(Scaled(Rows(places_g).t(), places_g).t());
    }

    /// <summary>All rows before they are scaled, shape [g, d].</summary>
    private Tensor Rows(Tensor places_g)
    {
        var first_g = tensor(pairs.Pairs.Select(pair => (long)pair.First).ToArray());
        var second_g = tensor(pairs.Pairs.Select(pair => (long)pair.Second).ToArray());
        var byFeature_md = factors.t();
        var rows_gd = byFeature_md.index_select(0, first_g) * byFeature_md.index_select(0, second_g);
        if (correction is not null)
        {
            rows_gd = rows_gd - correction.t().matmul(correction).flatten().index_select(0, places_g).unsqueeze(1);
        }

        return rows_gd;
    }

    /// <summary>
    /// Columns that belong to the outputs, shape [x, g], scaled as their rows are. Division comes last: a mean of whole numbers stays
    /// exact.
    /// </summary>
    private Tensor Scaled(Tensor values_xg, Tensor places_g) => Normalisation == PairNormalisation.SharedNeurons
        ? values_xg * scale / factors.t().matmul(factors).flatten().index_select(0, places_g)
        : values_xg * scale;

    /// <summary>
    /// Only neurons that fire contribute: with d neurons of which a share f fires, f·d·m² multiplications instead of d·m².
    /// </summary>
    private Tensor OneInput(Tensor activations_d, Tensor places_g)
    {
        using var scope = NewDisposeScope();
        var firing = activations_d.nonzero().squeeze(1);
        var a_f = activations_d.index_select(0, firing);
        var v_fm = factors.index_select(0, firing);
        var all_mm = (v_fm * a_f.unsqueeze(1)).t().matmul(v_fm);
        return all_mm.flatten().index_select(0, places_g).MoveToOuterDisposeScope();
    }

    private Tensor Places() => tensor(pairs.Pairs.Select(pair => ((long)pair.First * pairs.Features) + pair.Second).ToArray());
}
