namespace Superposition.Cli.Runs;

/// <summary>What lies where in the folder of a run.</summary>
/// <param name="path">The folder, as the user named it.</param>
internal class RunPaths(string path)
{
    public const string ManifestName = "run.json";
    public const string ResultsName = "results.jsonl";
    public const string TimingsName = "metrics/timings.jsonl";
    public const string ReportName = "report.html";
    public const string AnswerName = "answer.txt";

    /// <summary>The folder, as the user named it.</summary>
    public string Path { get; } = path;

    public string Manifest => In(ManifestName);

    public string Results => In(ResultsName);

    public string Report => In(ReportName);

    /// <summary>The answer as plain text: the headline, then a line for each verdict.</summary>
    public string Answer => In(AnswerName);

    public string Timings => In(TimingsName);

    /// <summary>
    /// What the processes of a sweep have done that is not merged yet; it is there only as long as a sweep is not finished.
    /// </summary>
    public ShardsFolder Shards => new(In("shards"));

    /// <summary>Where the state of a cell's training lies until the cell has its record.</summary>
    public string States(string cell) => In($"checkpoints/{cell}");

    /// <summary>
    /// The path of a file in the folder, or of a file next to the folder's files, from its name there: "networks/signs-seed0.safetensors".
    /// </summary>
    public string In(string name) => System.IO.Path.Combine([Path, .. name.Split('/')]);

    public static string Network(string name) => $"networks/{name}.safetensors";

    public static string Trace(string cell) => $"metrics/{cell}.jsonl";

    public static string Figure(string fileName) => $"figures/{fileName}";
}
