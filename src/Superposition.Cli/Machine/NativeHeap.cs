using System.Runtime.InteropServices;

namespace Superposition.Cli.Machine;

/// <summary>
/// How the C library keeps the memory of tensors. As it stands it takes every large block from the kernel and gives it back at once, and
/// the kernel fills the next one with zeros, page by page: a fifth of the time of `probe`.
/// </summary>
internal static class NativeHeap
{
    // M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    /// <summary>Up to this size, 1 GiB, blocks come from the heap, and so much of it stays when blocks are freed.</summary>
    private const int Kept = 1 << 30;

    /// <summary>Lets freed blocks stay for the next ones. Where the C library is another than glibc, nothing changes.</summary>
    public static void KeepFreedBlocks()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = MallocOption(MapThreshold, Kept);
            _ = MallocOption(TrimThreshold, Kept);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, with a heap of its own kind.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocOption(int option, int value);
}
