using System.Diagnostics;

namespace Superposition.Tests.Cli;

/// <summary>Python 3, where this machine has it.</summary>
internal static class Python
{
    /// <summary>
    /// The first Python 3 that can import something: Debian's own has NumPy and torch as packages, an environment of one's own may not.
    /// </summary>
    public static string? That(string imports) => ((string[])["python3", "/usr/bin/python3"]).FirstOrDefault(python =>
    {
        try
        {
            return Call(python, "-c", imports).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    /// <summary>Runs it to its end.</summary>
    public static (string Output, int ExitCode) Call(string python, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, process.ExitCode);
    }
}
