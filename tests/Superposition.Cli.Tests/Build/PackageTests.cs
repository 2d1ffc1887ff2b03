using System.Diagnostics;

namespace Superposition.Tests.Build;

/// <summary>The packages, used by a program outside the repository.</summary>
public class PackageTests
{
    private const string Version = "0.1.0-test";

    [Fact, Trait("Category", "Slow")]
    public async Task The_ten_line_program_runs_from_the_packages_in_an_empty_folder()
    {
        using var folder = new TemporaryFolder();

        // Packages of this version that an earlier test left in NuGet's cache would be taken in place of these.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var stale in ((string[])["superposition.theory", "superposition.training"]).Select(package =>
            Path.Combine(cache, package, Version)).Where(Directory.Exists))
        {
            Directory.Delete(stale, recursive: true);
        }

        await Dotnet(
            Places.Repository, "pack", "src/Superposition.Training", "-c", "Release", "-o", folder["packages"], "--nologo",
            $"-p:Version={Version}");
        await Dotnet(
            Places.Repository, "pack", "src/Superposition.Theory", "-c", "Release", "-o", folder["packages"], "--nologo",
            $"-p:Version={Version}");
        folder.Write(
            "nuget.config", """<configuration><packageSources><add key="local" value="packages" /></packageSources></configuration>""");
        var program = File.ReadAllText(Path.Combine(Places.Repository, "docs", "examples", "example.cs"));
        folder.Write("example.cs", program.Replace("@0.1.0", $"@{Version}", StringComparison.Ordinal));
        var output = await Dotnet(folder.Path, "run", "example.cs");
        Assert.Contains("trained: largest error", output, StringComparison.Ordinal);
        Assert.Contains("pairs Used", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["trained.safetensors"]));
    }

    private static async Task<string> Dotnet(string directory, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo("dotnet", arguments)
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                UseShellExecute = false
            })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
