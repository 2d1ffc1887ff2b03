namespace Superposition.Cli.Sweeps;

/// <summary>How this program is started as another process.</summary>
internal static class ThisProgram
{
    /// <summary>The words before its arguments: the program, or what runs it and its file.</summary>
    public static IReadOnlyList<string> Words { get; } = FindWords();

    private static string[] FindWords()
    {
        var name = typeof(ThisProgram).Assembly.GetName().Name!;
        var running = Environment.ProcessPath ?? "";
        return Path.GetFileNameWithoutExtension(running) switch
        {
            var file when file == name => [running],
            "dotnet" => [running, Path.Combine(AppContext.BaseDirectory, $"{name}.dll")],
            _ => ["dotnet", Path.Combine(AppContext.BaseDirectory, $"{name}.dll")],
        };
    }
}
