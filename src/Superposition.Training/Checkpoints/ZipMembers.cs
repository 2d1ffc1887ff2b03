using System.IO.Compression;
using Superposition.Specs;

namespace Superposition.Checkpoints;

/// <summary>Members of zip archives, read with no more trust than their bytes deserve.</summary>
internal static class ZipMembers
{
    // Deflate packs at most 258 bytes into two bits, so no honest archive expands further. A small constant covers the smallest blocks.
    private const long MaxExpansion = 1032, SmallestBlock = 64;

    /// <summary>Refuses a member that is said to unpack to more bytes than its packed ones can hold.</summary>
    public static void RequireHonestLength(ZipArchiveEntry entry)
    {
        if (entry.Length > SmallestBlock + (MaxExpansion * entry.CompressedLength))
        {
            throw new NetworkFileException($"{Quotation.Of(entry.FullName)} is said to grow from {entry.CompressedLength} to "
                + $"{entry.Length} bytes, which no compression does.");
        }
    }

    /// <summary>Opens a member at some byte.</summary>
    public static Stream OpenAt(ZipArchiveEntry entry, long skipped)
    {
        var content = entry.Open();
        var piece = new byte[Math.Min(skipped, 1 << 16)];
        for (var left = skipped; left > 0; left -= piece.Length)
        {
            content.ReadExactly(piece.AsSpan(0, (int)Math.Min(left, piece.Length)));
        }

        return content;
    }

    /// <summary>Does what reads an archive; damage that shows on the way is one exception.</summary>
    public static T Undamaged<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new NetworkFileException($"The zip archive is damaged: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
