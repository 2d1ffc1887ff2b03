using System.Diagnostics;

namespace Superposition.Tests.Build;

public class PublishTests
{
    [Fact, Trait("Category", "Slow")]
    public async Task Published_output_is_patched_too()
    {
        using var folder = new TemporaryFolder();
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", "src/Superposition.Cli", "-c", "Release", "--no-restore", "-o", folder["published"]])
        {
            WorkingDirectory =
            Places.Repository,
            RedirectStandardOutput = true,
            UseShellExecute = false
        })!;
        var log = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, log);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Select(path => Path.GetFileName(path)).Where(name =>
            name is "libLibTorchSharp.so" or "TorchSharp.dll"))
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file)),
                File.ReadAllBytes(Path.Combine(folder["published"], file)));
        }
    }
}
