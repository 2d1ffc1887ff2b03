namespace Superposition.Cli.Runs;

/// <summary>
/// A file that one process at a time holds. The lock is the open file, not its presence: the system lets go of it however the process ends.
/// The file stays, because whoever deletes it could delete another's.
/// </summary>
internal static class LockFile
{
    /// <summary>Holds the file until the stream is disposed.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static FileStream Hold(string path)
    {
        // Whoever only looks whether the file is held holds it for a moment.
        for (var tries = 5; ; tries--)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries > 1 && File.Exists(path))
            {
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>Whether a process holds the file.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // A lock that this user may not even open: a folder to read from.
            return false;
        }
        catch (IOException e)
        {
            return !IsReadOnlyFileSystem(e);
        }
    }

    // EROFS, as .NET passes it on: nothing on such a medium is at work.
    private static bool IsReadOnlyFileSystem(IOException e) => !OperatingSystem.IsWindows() && e.HResult == 30;
}
