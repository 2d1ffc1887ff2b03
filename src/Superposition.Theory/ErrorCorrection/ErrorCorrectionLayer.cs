using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.ErrorCorrection;

/// <summary>
/// The error-correction layer (arXiv 2408.05451): features held in superposition as x = Φb + noise are read through Φ, added up by the
/// units of a channel code, z = M Φᵀ x, rounded by clip units, h = clip(z), and read off as channel means. Features represented with
/// error ε come out with a smaller one as long as the noise of a unit, σ² = p m (s/d + ν²), stays well inside the rounding window. In
/// the paper's form a feature reads the mean of its channel; in the centred form the mean of all units is taken off, see <see
/// cref="ChannelCode.Centre"/>. Without that the positive collisions of a channel add up coherently when the layer's output is used by
/// another layer.
/// </summary>
public sealed class ErrorCorrectionLayer : IDisposable
{
    private readonly Tensor encoding;

    /// <summary>Puts a layer together from an encoding, a code and the window of its units.</summary>
    /// <param name="encoding_dm">Φ, shape [d, m], unit columns.</param>
    /// <param name="code">M: a channel for each of the m features.</param>
    /// <param name="window">The rounding window, [θ, 1 − θ].</param>
    /// <param name="centred">Whether the mean of all units is taken off.</param>
    public ErrorCorrectionLayer(Tensor encoding_dm, ChannelCode code, ClipWindow window, bool centred)
    {
        if (encoding_dm.dim() != 2 || encoding_dm.shape[1] != code.Channels)
        {
            throw new ArgumentException(
                $"An error-correction layer with {code.Channels} channels needs an encoding [d, {code.Channels}], found "
                + $"{Shapes.Describe(encoding_dm)}.", nameof(encoding_dm));
        }

        encoding = encoding_dm.detach().clone().DetachFromDisposeScope();
        (Code, Window, Centred) = (code, window, centred);
    }

    /// <summary>Units that give z itself, z = ReLU(z) − ReLU(−z): a layer of them corrects nothing.</summary>
    public static IReadOnlyList<ReluTerm> IdentityUnits { get; } = [new(0, 1), new(0, -1, -1)];

    /// <summary>Φ, the encoding of m features in a state of d dimensions, shape [d, m].</summary>
    public Tensor Encoding => encoding;

    /// <summary>d, the dimension of the space that features are superposed in.</summary>
    public int Dimension => (int)encoding.shape[0];

    /// <summary>M, the code: which units form the channel of each feature.</summary>
    public ChannelCode Code { get; }

    /// <summary>The rounding window of a unit.</summary>
    public ClipWindow Window { get; }

    /// <summary>Whether the mean of all units is taken off.</summary>
    public bool Centred { get; }

    /// <summary>2n, the number of ReLUs.</summary>
    public int Relus => 2 * Code.Units;

    /// <summary>
    /// Draws a layer with a random encoding: columns of Φ are independent Gaussian directions of length 1.
    /// </summary>
    public static ErrorCorrectionLayer Draw(int dimension, ChannelCode code, ClipWindow window, bool centred, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("encoding");
        var directions_dm = randn(dimension, code.Channels, generator: generator);
        return new ErrorCorrectionLayer(directions_dm / directions_dm.norm(0, keepdim: true), code, window, centred);
    }

    /// <summary>Read-offs Φᵀx, shape [n, m], of states of shape [n, d].</summary>
    public Tensor ReadIn(Tensor state_nd) => state_nd.matmul(encoding);

    /// <summary>Pre-activations of all units for one input: M applied to the read-offs of the m features, at m·q additions.</summary>
    public float[] PreActivations(ReadOnlySpan<float> readOffs)
    {
        var sums = new float[Code.Units];
        for (var unit = 0; unit < sums.Length; unit++)
        {
            foreach (var channel in Code.ChannelsOf(unit))
            {
                sums[unit] += readOffs[channel];
            }
        }

        return sums;
    }

    /// <summary>Corrected read-offs b̂ of all m features for one input, from the pre-activations of the units.</summary>
    public float[] ReadOut(ReadOnlySpan<float> preActivations)
    {
        var responses = new float[preActivations.Length];
        double sum = 0;
        for (var unit = 0; unit < responses.Length; unit++)
        {
            responses[unit] = Window.Apply(preActivations[unit]);
            sum += responses[unit];
        }

        var (background, scale) = Centred ? (sum * Code.Centre / Code.Size, 1 / (1 - Code.Centre)) : (0, 1);
        var readOffs = new float[Code.Channels];
        for (var channel = 0; channel < readOffs.Length; channel++)
        {
            double own = 0;
            foreach (var unit in Code.UnitsOf(channel))
            {
                own += responses[unit];
            }

            readOffs[channel] = (float)(((own / Code.Size) - background) * scale);
        }

        return readOffs;
    }

    /// <summary>
    /// The layer applied to states of shape [n, d]: corrected read-offs, shape [n, m]. Encoding them again, times Φᵀ, gives the
    /// corrected state.
    /// </summary>
    public Tensor Correct(Tensor state_nd)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var in_nm = ReadIn(state_nd).contiguous();
        var out_nm = zeros_like(in_nm);
        var readIn = in_nm.Floats();
        var readOut = out_nm.Floats();
        for (var start = 0; start < readIn.Length; start += Code.Channels)
        {
            ReadOut(PreActivations(readIn.Slice(start, Code.Channels))).CopyTo(readOut[start..]);
        }

        return out_nm.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The layer as an ordinary network b → b̂ with encoding Φ: one layer of 2n ReLUs that reads Φb and an affine read-off. For sizes
    /// at which matrices [2n, d] and [m, 2n] are affordable.
    /// </summary>
    /// <param name="repeats">How often the layer is applied, encoding its result again in between: as many ReLU layers.</param>
    /// <param name="units">
    /// Other units in place of the clip units, as ReLUs: the controls that the layer is compared with. <see cref="IdentityUnits"/> take the
    /// correction away, the first term of a window alone leaves a unit that is off below it and never full.
    /// </param>
    public ReluNetwork ToNetwork(int repeats = 1, IReadOnlyList<ReluTerm>? units = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var terms = units ?? Window.Terms;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (weight_wd, bias_w) = ClipReLUs.In(Code.ToTensor().matmul(encoding.t()), terms);
        var readOut_mw = ClipReLUs.Out(ReadOutMatrix(), terms);
        var between_ww = repeats == 1 ? null : weight_wd.matmul(encoding).matmul(readOut_mw);
        return new ReluNetwork(
            [.. Enumerable.Range(0, repeats).Select(i => new ReluLayer(i == 0 ? weight_wd : between_ww!, bias_w))],
            new DenseReadOff(readOut_mw), encoding);
    }

    /// <inheritdoc/>
    public void Dispose() => encoding.Dispose();

    /// <summary>The read-off of unit responses, shape [m, n].</summary>
    private Tensor ReadOutMatrix()
    {
        var (shift, scale) = Centred ? (Code.Centre, 1 - Code.Centre) : (0, 1);
        return (Code.ToTensor().t() - shift) / (Code.Size * scale);
    }
}
