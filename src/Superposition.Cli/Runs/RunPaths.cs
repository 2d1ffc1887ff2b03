namespace Superposition.Cli.Runs;

/// <summary>What lies where in the folder of a run.</summary>
/// <param name="path">The folder, as the user named it.</param>
internal class RunPaths(string path)
{
    /// <summary>The folder, as the user named it.</summary>
    public string Path { get; } = path;

    public string Manifest => In("run.json");

    public string Results => In("results.jsonl");

    public string Report => In("report.html");

    /// <summary>The answer as plain text: the headline, then a line for each verdict.</summary>
    public string Answer => In("answer.txt");

    public string Timings => In("metrics", "timings.jsonl");

    /// <summary>What the processes of a sweep have done that is not merged yet; it is there only as long as a sweep is not finished.</summary>
    public ShardsFolder Shards => new(In("shards"));

    public string Network(string name) => In("networks", $"{name}.safetensors");

    public string Trace(string cell) => In("metrics", $"{cell}.jsonl");

    /// <summary>Where the state of a cell's training lies until the cell has its record.</summary>
    public string States(string cell) => In("checkpoints", cell);

    public string Figure(string fileName) => In("figures", fileName);

    protected string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
