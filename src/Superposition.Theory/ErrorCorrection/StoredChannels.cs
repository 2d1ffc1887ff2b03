namespace Superposition.ErrorCorrection;

/// <summary>A channel code that was drawn as a whole and is kept in both directions.</summary>
internal sealed class StoredChannels : ChannelCode
{
    private readonly int[] units;
    private readonly int[] channels;
    private readonly int[] firstChannel;

    /// <summary>Takes the units of all channels, channel after channel, increasing within a channel.</summary>
    public StoredChannels(int unitCount, int size, int[] units, bool isBalanced)
        : base(units.Length / size, unitCount, size, isBalanced)
    {
        this.units = units;
        firstChannel = new int[unitCount + 1];
        foreach (var unit in units)
        {
            firstChannel[unit + 1]++;
        }

        for (var i = 0; i < unitCount; i++)
        {
            firstChannel[i + 1] += firstChannel[i];
        }

        var next = firstChannel[..^1];
        channels = new int[units.Length];
        for (var slot = 0; slot < units.Length; slot++)
        {
            channels[next[units[slot]]++] = slot / size;
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> UnitsOf(int channel, Span<int> room = default) => units.AsSpan(channel * Size, Size);

    /// <inheritdoc/>
    public override ReadOnlySpan<int> ChannelsOf(int unit, Span<int> room = default) =>
        channels.AsSpan(firstChannel[unit], firstChannel[unit + 1] - firstChannel[unit]);
}
