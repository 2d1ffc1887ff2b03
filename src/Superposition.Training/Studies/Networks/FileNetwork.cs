using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Studies.Networks;

/// <summary>A network out of a file, measured like those that the study makes.</summary>
[Description("A network out of a file, of this project or a foreign one whose names say what is what: measured like all others.")]
public sealed record FileNetwork : NetworkSpec
{
    /// <summary>The path of the network file, relative to the folder in which the program is started.</summary>
    [Description("The file, from where the program is started.")]
    public required string File { get; init; }

    /// <summary>The SHA-256 of the file: where it is given, a file that has changed is refused.</summary>
    [Description("The SHA-256 of the file in hexadecimal digits; checked where it is given.")]
    public string? Hash { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasWidth => false;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        File is "" ? [new SpecProblem($"{path}.file", "empty", "the path of a network")] : [];

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => 0;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 1;

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var stored = StartNetwork.Load(File, Hash, widths: null, bench.Task);
        return new DrawnNetwork(stored.Network) { Origin = stored.Manifest.Origin };
    }
}
