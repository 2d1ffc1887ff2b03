using System.Runtime.InteropServices;

namespace Superposition.Cli.Machine;

/// <summary>
/// The end of a process whose threads are still in native code. Exit handlers of native libraries would free what these threads compute
/// with, and the process would end with a segmentation fault in place of its exit code.
/// </summary>
internal static class ProcessEnd
{
    // Progress hides the cursor, and a thread that is left does not show it again.
    private const string ShowCursor = "\u001b[?25h";

    /// <summary>Ends the process at once, without exit handlers.</summary>
    /// <param name="exitCode">The exit code, 0 to 255.</param>
    public static void AtOnce(int exitCode)
    {
        if (!Console.IsOutputRedirected)
        {
            Console.Out.Write(ShowCursor);
        }

        Console.Out.Flush();
        Console.Error.Flush();
        if (!OperatingSystem.IsWindows())
        {
            Exit(exitCode);
        }

        Environment.Exit(exitCode);
    }

    [DllImport("libc", EntryPoint = "_exit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int exitCode);
}
