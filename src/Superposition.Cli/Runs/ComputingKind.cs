using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// What the last bits of a result depend on: on machines of one kind the same seed gives bit-identical files; on two kinds last bits
/// differ, as far as "superposition compare" says (docs/reliability.md).
/// </summary>
internal static class ComputingKind
{
    /// <summary>The kind of the machine and libraries that this process computes with.</summary>
    public static string Here => $"{Torch.Arithmetic}, {Libraries}";

    /// <summary>Versions of what computes.</summary>
    public static string Libraries => $"torch {Torch.Version}, .NET {Environment.Version}";

    /// <summary>Of the process that began a run.</summary>
    public static string Of(RunManifest run) => $"{run.Arithmetic}, {run.Libraries}";

    /// <summary>What is to be said where a run is resumed that was begun with another kind; null where it was not.</summary>
    public static string? Difference(RunManifest run) => Here == Of(run)
        ? null
        : $"The run was begun with {Of(run)}, and this is {Here}: the last bits of what is computed now can differ, and its cells are "
            + "marked in run.json and in the report.";
}
