using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Superposition.Checkpoints;

/// <summary>Writes whole files: a reader of the path sees the old file or the new one, never a part of it, whenever the process or the machine stops.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes to a temporary name in the same folder, flushes to the disk, renames, and flushes the folder, without which a power loss could undo the
    /// renaming. When anything fails, the path is as it was.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced. Its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushFolder(path);
    }

    /// <summary>
    /// Flushes the folder of a file, so that the file's name survives a power loss. Windows does this by itself; file systems that cannot (some network
    /// drives) refuse, which is no reason to fail: the file is there.
    /// </summary>
    /// <param name="path">The file that was made, renamed or removed.</param>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new SafeFileHandle(Posix.Open(Path.GetDirectoryName(Path.GetFullPath(path))!, Posix.ReadOnly), ownsHandle: true);
        if (!folder.IsInvalid)
        {
            _ = Posix.Fsync(folder);
        }
    }

    private static class Posix
    {
        public const int ReadOnly = 0;

        [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Fsync(SafeFileHandle file);
    }
}
