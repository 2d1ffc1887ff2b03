using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Superposition.Checkpoints;

/// <summary>
/// The one class that changes files which have to survive: what it has done stays done when the machine loses its power, in the order in
/// which it was done. A whole file is the old one or the new one, never a part of it. Tests record what it does and replay any part of it.
/// </summary>
public static class AtomicFile
{
    private static readonly AsyncLocal<Action<DiskWrite>?> Recorder = new();

    /// <summary>
    /// Writes to a temporary name in the same folder, flushes to the disk, renames, and flushes the folder, without which a power loss
    /// could undo the renaming. When anything fails, the path is as it was.
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
        Recorder.Value?.Invoke(new DiskWrite(DiskChange.Write, path) { Content = File.ReadAllBytes(path) });
    }

    /// <summary>
    /// Appends to a file, which is made if it is not there, and flushes. A power loss can cut the last piece short, and no other.
    /// </summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="content">What is appended.</param>
    public static void Append(string path, ReadOnlyMemory<byte> content)
    {
        var isNew = !File.Exists(path);
        using (var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            var before = stream.Length;
            try
            {
                stream.Write(content.Span);
                stream.Flush(flushToDisk: true);
            }
            catch
            {
                // A full disk takes a part: what follows must not be appended to it.
                stream.SetLength(before);
                throw;
            }
        }

        if (isNew)
        {
            FlushFolder(path);
        }

        Recorder.Value?.Invoke(new DiskWrite(DiskChange.Append, path) { Content = content.ToArray() });
    }

    /// <summary>Makes a folder, and those above it, if they are not there.</summary>
    public static void CreateFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } above)
            {
                CreateFolder(above);
            }

            Directory.CreateDirectory(path);
            FlushFolder(path);
            Recorder.Value?.Invoke(new DiskWrite(DiskChange.CreateFolder, path));
        }
    }

    /// <summary>Renames a file within its folder; one that has the new name is replaced.</summary>
    public static void Move(string path, string target)
    {
        File.Move(path, target, overwrite: true);
        FlushFolder(target);
        Recorder.Value?.Invoke(new DiskWrite(DiskChange.Move, path) { Target = target });
    }

    /// <summary>Removes a file, if it is there. A power loss can bring it back: whoever reads must not mind.</summary>
    public static void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
            Recorder.Value?.Invoke(new DiskWrite(DiskChange.Delete, path));
        }
    }

    /// <summary>Removes a folder, if it is there and empty.</summary>
    public static void DeleteEmptyFolder(string path)
    {
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
            Recorder.Value?.Invoke(new DiskWrite(DiskChange.DeleteFolder, path));
        }
    }

    /// <summary>Whether a file is what <see cref="Write"/> leaves when the process is killed in the middle of it.</summary>
    public static bool IsPartial(string path) =>
        Path.GetFileName(path).Split('.') is [.., { Length: 32 } id, "tmp"] && id.All(char.IsAsciiHexDigitLower);

    /// <summary>Tells what is done from now on, by this thread and those that it starts, until the result is disposed.</summary>
    public static IDisposable Record(Action<DiskWrite> take)
    {
        Recorder.Value = take;
        return new Recording();
    }

    /// <summary>
    /// Flushes the folder of a file, so that the file's name survives a power loss. Windows does this by itself; file systems that cannot
    /// (some network drives) refuse, which is no reason to fail: the file is there.
    /// </summary>
    private static void FlushFolder(string path)
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

    private sealed class Recording : IDisposable
    {
        public void Dispose() => Recorder.Value = null;
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
