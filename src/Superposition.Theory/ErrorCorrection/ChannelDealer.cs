namespace Superposition.ErrorCorrection;

/// <summary>
/// Deals units to channels from a deck that is a random permutation of all units, refilled with another permutation when it runs low, so
/// that every unit is dealt equally often.
/// </summary>
internal sealed class ChannelDealer(int channels, int units, int size, Random random)
{
    // How many cards are tried before the least bad one is taken.
    private const int Patience = 64;
    private readonly List<int> deck = [];

    // For overlap-reduced codes: the channels of every unit so far, and which channels already share a unit with the one being dealt.
    private readonly List<int>[] served = [.. Enumerable.Range(0, units).Select(_ => new List<int>())];
    private readonly int[] metBy = [.. Enumerable.Repeat(-1, channels)];

    /// <summary>The units of all channels, channel after channel, increasing within a channel.</summary>
    public int[] Deal(ChannelCodeKind kind, IReadOnlyList<IReadOnlyList<int>>? apart)
    {
        var dealt = new int[channels * size];
        for (var channel = 0; channel < channels; channel++)
        {
            var own = dealt.AsSpan(channel * size, size);
            foreach (var other in apart?[channel] ?? [])
            {
                metBy[other] = channel;
            }

            for (var slot = 0; slot < size; slot++)
            {
                own[slot] = Take(own[..slot], channel, kind == ChannelCodeKind.OverlapReduced);
            }

            own.Sort();
        }

        return dealt;
    }

    private int Take(ReadOnlySpan<int> own, int channel, bool reducesOverlap)
    {
        var best = -1;
        var fewest = int.MaxValue;
        for (var looked = 0; best < 0 || (looked < Patience && fewest > 0); looked++)
        {
            if (looked >= deck.Count - 1 && deck.Count < 2 * units)
            {
                // The cards left over are tried first, so that no unit falls behind.
                Refill();
            }

            var card = deck.Count - 1 - looked;
            if (card < 0)
            {
                break;
            }

            if (own.Contains(deck[card]))
            {
                continue;
            }

            var conflicts = reducesOverlap ? Conflicts(deck[card], channel, fewest) : 0;
            if (conflicts < fewest)
            {
                (best, fewest) = (looked, conflicts);
            }
        }

        // Counted from the end, because a refill in between puts cards in front.
        var taken = deck.Count - 1 - best;
        var unit = deck[taken];
        deck.RemoveAt(taken);
        if (reducesOverlap)
        {
            foreach (var other in served[unit])
            {
                metBy[other] = channel;
            }

            served[unit].Add(channel);
        }

        return unit;
    }

    /// <summary>
    /// How many channels of a unit share another one with this channel already; counting stops at a number that is too many anyway.
    /// </summary>
    private int Conflicts(int unit, int channel, int tooMany)
    {
        var conflicts = 0;
        foreach (var other in served[unit])
        {
            conflicts += metBy[other] == channel ? 1 : 0;
            if (conflicts >= tooMany)
            {
                break;
            }
        }

        return conflicts;
    }

    private void Refill()
    {
        var fresh = new int[units];
        for (var i = 0; i < units; i++)
        {
            fresh[i] = i;
        }

        random.Shuffle(fresh);
        deck.InsertRange(0, fresh);
    }
}
