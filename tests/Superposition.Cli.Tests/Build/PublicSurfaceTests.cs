using PublicApiGenerator;
using Superposition.Booleans;
using Superposition.Workbench;

namespace Superposition.Tests.Build;

/// <summary>
/// The public surface that programs outside the repository are written against, pinned as text: a change of it is a decision, to be seen in
/// review. Other namespaces are public for the projects of this solution and may move. Descriptions are prose and are not pinned.
/// </summary>
public class PublicSurfaceTests
{
    private static readonly string[] Pinned = ["Superposition.Booleans", "Superposition.Networks", "Superposition.UniversalAnd",
        "Superposition.Workbench", "Superposition.Checkpoints", "Superposition.Objectives"];

    [Theory]
    [InlineData("Superposition.Theory")]
    [InlineData("Superposition.Training")]
    public void The_surface_is_the_one_that_is_written_down(string library)
    {
        var assembly = (library == "Superposition.Theory" ? typeof(Seed) : typeof(Bench)).Assembly;
        var found = assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = [typeof(System.ComponentModel.DescriptionAttribute).FullName!],
            IncludeTypes = [.. assembly.GetExportedTypes().Where(type => Pinned.Contains(type.Namespace))],
        }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = Path.Combine(Places.Repository, "tests/Superposition.Cli.Tests/Build", $"{library}.api.txt");
        if (Environment.GetEnvironmentVariable("SUPERPOSITION_PIN_SURFACE") == "1")
        {
            File.WriteAllText(path, found);
        }

        var pinned = File.ReadAllText(path);
        Assert.True(
            pinned == found,
            $"The public surface of {library} is not that of {path}. First difference: {Difference(pinned, found)}. Where it is meant, "
            + "run this test with SUPERPOSITION_PIN_SURFACE=1 and commit the file.");
    }

    private static string Difference(string pinned, string found)
    {
        var (before, now) = (pinned.Split('\n'), found.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(before.Length, now.Length)).FirstOrDefault(i =>
            before.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"line {line + 1} was \"{before.ElementAtOrDefault(line)?.Trim()}\" and is \"{now.ElementAtOrDefault(line)?.Trim()}\"";
    }
}
