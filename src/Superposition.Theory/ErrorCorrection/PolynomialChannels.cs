namespace Superposition.ErrorCorrection;

/// <summary>
/// The channels of Kautz and Singleton ("Nonrandom binary superimposed codes", IEEE Trans. Inf. Theory 10, 1964): units form q blocks of P,
/// a prime, and channel c is the graph of a polynomial f over GF(P), one unit f(j) in each block j. The digits of c in base P are f(0) and
/// the Newton differences of f, so channels below P² are straight lines, and two lines meet in at most one unit. P lines with the same
/// slope cover every unit once: the code is balanced to within one. Nothing is drawn or stored: units and channels are computed where they
/// are asked for. Which feature has which channel is for the caller to choose.
/// </summary>
internal sealed class PolynomialChannels : ChannelCode
{
    private readonly int prime;

    /// <summary>Makes the code of a given size with the largest prime field that its units allow.</summary>
    /// <param name="channels">m, the number of channels, one for each feature.</param>
    /// <param name="units">The units at hand; q P of them are used.</param>
    /// <param name="size">q, the number of units of a channel.</param>
    /// <exception cref="ArgumentException">There are too few units for a field with q elements.</exception>
    public PolynomialChannels(int channels, int units, int size)
        : base(channels, size * LargestPrime(units / size, size, units), size, isBalanced: true) => prime = Units / size;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> UnitsOf(int channel, Span<int> room = default)
    {
        var units = room.Length < Size ? new int[Size] : room[..Size];
        var rest = Math.DivRem(channel, prime, out var value);
        if (rest < prime)
        {
            // A straight line, the usual case.
            for (var j = 0; j < units.Length; j++)
            {
                units[j] = (j * prime) + value;
                value = Sum(value, rest);
            }

            return units;
        }

        for (var j = 0; j < units.Length; j++)
        {
            units[j] = (j * prime) + Sum(value, Offset(rest, j));
        }

        return units;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> ChannelsOf(int unit, Span<int> room = default)
    {
        var (block, value) = (unit / prime, unit % prime);
        var slopes = (Channels + prime - 1) / prime;
        var channels = room.Length < slopes ? new int[slopes] : room;
        var (found, offset) = (0, 0);
        for (var rest = 0; rest < slopes; rest++)
        {
            // The polynomials with these differences that pass the unit: one, whose value at 0 follows.
            offset = rest < prime ? offset : Offset(rest, block);
            var start = Sum(value, offset == 0 ? 0 : prime - offset);
            var number = ((long)rest * prime) + start;
            if (number < Channels)
            {
                channels[found++] = (int)number;
            }

            offset = Sum(offset, block);
        }

        return channels[..found];
    }

    /// <summary>f(j) − f(0) for a polynomial whose first, second, … differences are the digits of a number: Σ Δⁱ C(j, i).</summary>
    private int Offset(int differences, int j)
    {
        long sum = 0;
        long choose = 1;
        for (var i = 1; differences > 0; i++)
        {
            // C(j, i) is a whole number, and small: q is.
            choose = choose * (j - i + 1) / i;
            differences = Math.DivRem(differences, prime, out var difference);
            sum += choose % prime * difference % prime;
        }

        return (int)(sum % prime);
    }

    private int Sum(int a, int b) => a + b >= prime ? a + b - prime : a + b;

    private static int LargestPrime(int most, int size, int units)
    {
        for (var candidate = most; candidate >= Math.Max(2, size); candidate--)
        {
            if (IsPrime(candidate))
            {
                return candidate;
            }
        }

        throw new ArgumentException(
            $"Polynomial channels: {units} units make {size} blocks of {most}; expected blocks of at least {size}, so that a field has "
            + "a value for each, or smaller channels.", nameof(units));
    }

    private static bool IsPrime(int number)
    {
        for (var divisor = 2; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return number > 1;
    }
}
