using System.Text;
using Superposition.Experiments;

namespace Superposition.Cli.Runs;

/// <summary>A spec from a file.</summary>
/// <param name="Name">The experiment's name: the folder of its spec.</param>
/// <param name="Spec">The spec, with overrides.</param>
internal sealed record SpecFile(string Name, ExperimentSpec Spec)
{
    private const string UsualName = "spec.json";
    private const int MostBytes = 1 << 20;

    /// <summary>Reads a spec.</summary>
    /// <param name="path">The file, or the folder that holds it as spec.json.</param>
    /// <param name="overrides">Values that take the place of the file's.</param>
    /// <exception cref="CallerException">There is no such file, or it is no text.</exception>
    /// <exception cref="SpecException">The text is no spec.</exception>
    public static SpecFile Load(string path, IEnumerable<string> overrides)
    {
        var file = Locate(path);
        var full = Path.GetFullPath(file);
        var name = Path.GetFileName(full) == UsualName ? Path.GetFileName(Path.GetDirectoryName(full)) : Path.GetFileNameWithoutExtension(full);
        return new SpecFile(string.IsNullOrEmpty(name) ? "experiment" : name, SpecReader.Parse(Text(file), file, overrides));
    }

    private static string Locate(string path)
    {
        if (path.Length == 0)
        {
            throw new CallerException($"There is no such file as \"\", expected a spec or a folder with a {UsualName}.");
        }

        if (!Directory.Exists(path))
        {
            return path;
        }

        var file = Path.Combine(path, UsualName);
        return File.Exists(file) ? file : throw new CallerException($"{path}: this folder holds no {UsualName}, expected a spec or the folder of one.");
    }

    private static string Text(string file)
    {
        try
        {
            // No more than the bound is read, whatever the file says its length is (devices and pipes say nothing).
            using var stream = new FileStream(file, new FileStreamOptions { BufferSize = 0 });
            var bytes = new byte[MostBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = bytes.AsSpan(0, length);
            return length <= MostBytes
                ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text)
                : throw new CallerException($"{file}: the file has more than {MostBytes:N0} bytes, expected a spec, which is far smaller.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CallerException($"{file}: there is no such file or folder, expected a spec or a folder with a {UsualName}{Spelling.Hint(Path.GetFileName(Path.TrimEndingDirectorySeparator(file)), Neighbours(file))}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new CallerException($"{file}: byte {e.Index} is not text in UTF-8, expected a spec in JSON.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallerException($"{file}: the file cannot be read ({e.Message.TrimEnd('.')}), expected a spec in JSON.", e);
        }
    }

    private static IEnumerable<string> Neighbours(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(file)));
        return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Take(1000).Select(entry => Path.GetFileName(entry)) : [];
    }
}
