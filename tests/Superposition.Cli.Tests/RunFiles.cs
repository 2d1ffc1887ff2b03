namespace Superposition.Tests;

/// <summary>The files of a run that are the same whenever and wherever it is run: records, traces and networks, not pages and
/// times.</summary>
internal static class RunFiles
{
    /// <summary>All of them by name.</summary>
    public static SortedDictionary<string, string> Of(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            if (name is not ("run.json" or "report.html" or "explore.html" or "metrics/timings.jsonl" or ".lock"))
            {
                files.Add(name, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
            }
        }

        return files;
    }

    /// <summary>Two runs gave the same bytes.</summary>
    public static void AreEqual(string first, string second)
    {
        Assert.Equal(File.ReadAllText(Path.Combine(first, "results.jsonl")), File.ReadAllText(Path.Combine(second, "results.jsonl")));
        Assert.Equal(Of(first), Of(second));
    }
}
