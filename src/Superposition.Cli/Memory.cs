namespace Superposition.Cli;

/// <summary>Refuses what would not fit into this machine, before it is begun.</summary>
internal static class Memory
{
    /// <summary>Requires that there is room.</summary>
    /// <param name="bytes">How much is needed.</param>
    /// <param name="what">What for.</param>
    /// <exception cref="CallerException">There is not.</exception>
    public static void Require(double bytes, string what)
    {
        double there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > there)
        {
            throw new CallerException($"{what} need about {bytes / (1 << 30):N0} GiB of memory, expected at most the "
                + $"{there / (1 << 30):N0} GiB of this machine.");
        }
    }
}
