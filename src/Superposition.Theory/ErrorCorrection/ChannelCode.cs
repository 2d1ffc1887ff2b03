using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.ErrorCorrection;

/// <summary>How the units of channels are drawn.</summary>
public enum ChannelCodeKind
{
    /// <summary>Every channel is an independent uniform subset of the units.</summary>
    Random,

    /// <summary>Every unit serves the same number of channels (to within two): the units are dealt out like a deck of cards.</summary>
    Balanced,

    /// <summary>
    /// Balanced, and a unit is passed over when it would make two channels share a second unit, as long as another can be had.
    /// </summary>
    OverlapReduced,

    /// <summary>
    /// Computed, neither drawn nor stored: channels are graphs of polynomials over a prime field (Kautz and Singleton, 1964). Two channels
    /// share at most one unit while m ≤ (n/q)², and every unit serves the same number of channels to within one.
    /// </summary>
    Polynomial,
}

/// <summary>
/// A channel code M ∈ {0,1}^(n×m): every one of m features has a channel of q of the n units. A feature is read as the mean of its
/// channel, so that noise on single units averages out and what remains are units shared with the channels of other active features.
/// </summary>
public abstract class ChannelCode
{
    private readonly bool isBalanced;

    private protected ChannelCode(int channels, int units, int size, bool isBalanced) =>
        (Channels, Units, Size, this.isBalanced) = (channels, units, size, isBalanced);

    /// <summary>n, the number of units.</summary>
    public int Units { get; }

    /// <summary>m, the number of channels.</summary>
    public int Channels { get; }

    /// <summary>q, the number of units of a channel.</summary>
    public int Size { get; }

    /// <summary>p = q/n, the share of the units that a channel has.</summary>
    public double Density => (double)Size / Units;

    /// <summary>q m / n, the number of channels that a unit serves on average.</summary>
    public double Load => (double)Size * Channels / Units;

    /// <summary>
    /// The number of channels that a unit of a given channel serves on average, that one included: <see cref="Load"/> in a balanced code;
    /// in a random one every other channel has the unit with probability p, whoever else does.
    /// </summary>
    public double OwnLoad => isBalanced ? Load : 1 + (Density * (Channels - 1));

    /// <summary>
    /// What a centred read-off takes off each unit, so that inactive features read 0 on average: (M − centre)ᵀh / (q (1 − centre)).
    /// In a random code that is p; in a balanced one p (1 − 1/load), because an inactive feature has no unit that is active for its own
    /// sake. Taking off p there would make all inactive features read −s/m, a shift of −p s for a neuron that adds up a share p of
    /// them.
    /// </summary>
    public double Centre => Density * Crowding;

    // How much of an active unit's work is for other channels than the one in question.
    private double Crowding => isBalanced ? Math.Max(0, 1 - (1 / Load)) : 1;

    /// <summary>
    /// Predicted variance of the mean of an inactive feature's channel when others are active: a unit is active with probability f = p ·
    /// active, and q of them are averaged, f (1 − f)/q. In a balanced code one of the channels of an active unit is its own, which leaves
    /// 1 − 1/load of that.
    /// </summary>
    /// <param name="active">Active features, on average.</param>
    public double ReadOffVariance(double active)
    {
        var f = Math.Min(1, Density * active);
        return f * (1 - f) / Size * Crowding;
    }

    /// <summary>The q units of a channel, increasing.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="room">q places for a code that is computed; without them they are allocated.</param>
    public abstract ReadOnlySpan<int> UnitsOf(int channel, Span<int> room = default);

    /// <summary>The channels that a unit serves, increasing.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="room">Load + 1 places for a code that is computed; without them they are allocated.</param>
    public abstract ReadOnlySpan<int> ChannelsOf(int unit, Span<int> room = default);

    /// <summary>Draws a code in which each of m channels has q of n units.</summary>
    /// <param name="kind">How units are drawn.</param>
    /// <param name="channels">m, the number of channels, one for each feature.</param>
    /// <param name="units">n; a polynomial code leaves the last few unused, fewer than a gap between primes times q.</param>
    /// <param name="size">q ≤ n.</param>
    /// <param name="seed">Decides the draws; a polynomial code has none.</param>
    /// <param name="apart">For overlap-reduced codes: for each channel, channels that it should share no unit with at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">q is not between 1 and n.</exception>
    public static ChannelCode Draw(
        ChannelCodeKind kind, int channels, int units, int size, Seed seed, IReadOnlyList<IReadOnlyList<int>>? apart = null)
    {
        if (size < 1 || size > units)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A channel has between 1 and all {units} of the units.");
        }

        if (kind == ChannelCodeKind.Polynomial)
        {
            return new PolynomialChannels(channels, units, size);
        }

        var random = seed.Stream("channel-code");
        var drawn = kind == ChannelCodeKind.Random
            ? Independent(channels, units, size, random)
            : new ChannelDealer(channels, units, size, random).Deal(kind, apart);
        return new StoredChannels(units, size, drawn, isBalanced: kind != ChannelCodeKind.Random);
    }

    /// <summary>How many pairs of channels share how many units: element t counts the pairs that share t. Takes m² steps at
    /// most.</summary>
    public long[] SharedUnits()
    {
        var counts = new long[Size + 1];
        var shared = new int[Channels];
        var touched = new List<int>();
        for (var channel = 0; channel < Channels; channel++)
        {
            touched.Clear();
            foreach (var unit in UnitsOf(channel))
            {
                foreach (var other in ChannelsOf(unit))
                {
                    if (other > channel && shared[other]++ == 0)
                    {
                        touched.Add(other);
                    }
                }
            }

            foreach (var other in touched)
            {
                counts[shared[other]]++;
                shared[other] = 0;
            }
        }

        counts[0] = ((long)Channels * (Channels - 1) / 2) - counts.Sum();
        return counts;
    }

    /// <summary>M as a tensor of zeros and ones, shape [n, m]; for sizes at which a dense matrix is affordable.</summary>
    public Tensor ToTensor()
    {
        var code_nm = zeros(Units, Channels);
        var cells = code_nm.Floats();
        for (var channel = 0; channel < Channels; channel++)
        {
            foreach (var unit in UnitsOf(channel))
            {
                cells[(unit * Channels) + channel] = 1;
            }
        }

        return code_nm;
    }

    private static int[] Independent(int channels, int units, int size, Random random)
    {
        var drawn = new int[channels * size];
        for (var channel = 0; channel < channels; channel++)
        {
            Combinations.Draw(units, random, drawn.AsSpan(channel * size, size));
        }

        return drawn;
    }
}
