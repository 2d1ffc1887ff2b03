using System.Text;
using Superposition.Specs;

namespace Superposition.Cli.Runs;

/// <summary>A text that the caller names.</summary>
internal static class TextFile
{
    private const int MaxBytes = 1 << 20;

    // A circuit of a million gates.
    private const int MaxCircuitBytes = 1 << 26;

    /// <summary>Reads the bytes of a file that a task names: a circuit, a table, a list of inputs; at most 64 MB.</summary>
    /// <inheritdoc cref="Read"/>
    public static byte[] ReadBytes(string file, string expected) => ReadBytes(file, expected, MaxCircuitBytes);

    /// <summary>Reads a file in UTF-8 of at most a megabyte.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">What it should hold, for complaints: "a spec in JSON".</param>
    /// <exception cref="CallerException">There is no such file, or it is no text.</exception>
    public static string Read(string file, string expected)
    {
        var bytes = ReadBytes(file, expected, MaxBytes);
        var text = bytes.AsSpan();
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(
                text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        }
        catch (DecoderFallbackException e)
        {
            throw new CallerException($"{file}: byte {e.Index} is not text in UTF-8, expected {expected}.", e);
        }
    }

    private static byte[] ReadBytes(string file, string expected, int most)
    {
        try
        {
            // No more than the bound is read, whatever the file says its length is (devices and pipes say nothing).
            using var stream = new FileStream(file, new FileStreamOptions { BufferSize = 0 });
            var bytes = new byte[(int)Math.Min(most + 1, Math.Max(1 << 16, stream.CanSeek ? stream.Length + 1 : most + 1))];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= most
                ? bytes[..length]
                : throw new CallerException($"{file}: the file has more than {most:N0} bytes, expected {expected}, which is far smaller.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CallerException(
                $"{file}: there is no such file or folder, expected "
                + $"{expected}{Spelling.Hint(Path.GetFileName(Path.TrimEndingDirectorySeparator(file)), Neighbours(file))}", e);
        }
        catch (ArgumentException e)
        {
            throw new CallerException($"There is no such file as \"{file}\", expected {expected}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallerException($"{file}: the file cannot be read ({e.Message.TrimEnd('.')}), expected {expected}.", e);
        }
    }

    private static IEnumerable<string> Neighbours(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(file)));
        return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Take(1000).Select(entry =>
            Path.GetFileName(entry)) : [];
    }
}
