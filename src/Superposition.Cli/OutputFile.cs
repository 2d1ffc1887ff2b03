namespace Superposition.Cli;

/// <summary>A file that a command is to write.</summary>
internal static class OutputFile
{
    /// <summary>Complains before any work is done about a path that cannot be written, or that would replace something.</summary>
    /// <param name="path">The path, or null when nothing is to be written.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <exception cref="CallerException">It cannot, or it would.</exception>
    public static void RequireFree(string? path, bool force)
    {
        if (path is null)
        {
            return;
        }

        if (Directory.Exists(path) || path.Length == 0 || Path.EndsInDirectorySeparator(path))
        {
            throw new CallerException($"{path}: this is a folder, expected the name of a file to write.");
        }

        if (File.Exists(path) && !force)
        {
            throw new CallerException($"{path}: the file exists, expected a new name or --force to replace it.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new CallerException($"{path}: there is no folder {Path.GetDirectoryName(path)}, expected one that exists.");
        }

        try
        {
            TryFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallerException(
                $"{path}: nothing can be written there ({e.Message}), expected a file in a folder that can be written to.");
        }
    }

    /// <summary>
    /// Writes a file to a folder and takes it away. Only trying tells: what cannot be written must not be found out after minutes of work.
    /// </summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <exception cref="IOException">It cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    public static void TryFolder(string folder)
    {
        using (File.Create(Path.Combine(folder, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose))
        {
        }
    }
}
