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
    }
}
