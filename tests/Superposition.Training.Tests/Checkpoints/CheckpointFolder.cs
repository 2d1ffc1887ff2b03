namespace Superposition.Tests.Checkpoints;

/// <summary>The folder <c>checkpoints/</c> of the repository.</summary>
internal static class CheckpointFolder
{
    public static string Place(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Superposition.Training.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "checkpoints", file);
    }
}
