namespace Superposition.Cli.Runs;

/// <summary>Reads a file of lines that another process appends to.</summary>
/// <param name="path">The file; it need not be there yet.</param>
internal sealed class LineTail(string path)
{
    private long read;

    /// <summary>Whether something followed the last complete line when the file was last read.</summary>
    public bool EndsInTheMiddle { get; private set; }

    /// <summary>
    /// Lines that were completed since the last time, each with its line feed. A last line without one is still being written, or was cut
    /// off.
    /// </summary>
    public IEnumerable<byte[]> ReadNew()
    {
        var bytes = Rest();
        var lines = new List<byte[]>();
        var start = 0;
        for (; Array.IndexOf(bytes, (byte)'\n', start) is >= 0 and var feed; start = feed + 1)
        {
            lines.Add(bytes[start..(feed + 1)]);
        }

        read += start;
        EndsInTheMiddle = start < bytes.Length;
        return lines;
    }

    /// <summary>What the file holds beyond the lines that were read; nothing where it is not there, or is taken away meanwhile.</summary>
    private byte[] Rest()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length < read)
            {
                // It was cut or begun anew.
                read = 0;
            }

            file.Seek(read, SeekOrigin.Begin);
            var bytes = new byte[file.Length - read];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
