using System.Collections.Immutable;

namespace Superposition.Studies;

/// <summary>How far a run has come.</summary>
public enum RunState
{
    /// <summary>Cells are being computed, or the process was killed while they were.</summary>
    Running,

    /// <summary>Every cell has a record.</summary>
    Finished,

    /// <summary>Stopped by the user; finished cells are kept and <c>--resume</c> continues.</summary>
    Interrupted,

    /// <summary>Every cell has a record, and at least one of them says that it failed.</summary>
    FinishedWithFailures,

    /// <summary>At least one cell ended with an unexpected error and has no record; <c>--resume</c> tries it again.</summary>
    Broken,

    /// <summary>Left to a cluster, whose jobs compute the cells and put the run into another state when they are done.</summary>
    Submitted,
}

/// <summary>The head of a run folder, <c>run.json</c>: what was run, with what, where, and how far it came.</summary>
public sealed record RunManifest
{
    /// <summary>The experiment's name: the folder of its spec.</summary>
    public required string Name { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>The spec with all overrides in it.</summary>
    public required StudySpec Spec { get; init; }

    /// <summary>The hash of the predictions with which the run was begun; null where there were none.</summary>
    public string? PredictionsHash { get; init; }

    /// <summary>Whether it was cut down to a smoke test.</summary>
    public required bool IsSmoke { get; init; }

    /// <summary>The version of the program that began the run, for example "0.1.0".</summary>
    public required string Version { get; init; }

    /// <summary>Versions of what computes: "torch 2.10.0", ".NET 10.0.12".</summary>
    public required string Libraries { get; init; }

    /// <summary>Operating system, processor architecture and number of processors.</summary>
    public required string Machine { get; init; }

    /// <summary>
    /// What decides the last bits of a result: instruction set, maker of the processor, threads a tensor operation ("AVX512 (GenuineIntel),
    /// 1 thread").
    /// </summary>
    public required string Arithmetic { get; init; }

    /// <summary>When the run began (the last time it was begun or resumed).</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Seconds computed so far, over all resumptions.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether the run is at work, was stopped, has finished or has failed.</summary>
    public required RunState State { get; init; }

    /// <summary>The number of cells that have a record in the run's folder.</summary>
    public required int CellsDone { get; init; }

    /// <summary>The number of cells in the whole grid.</summary>
    public required int Cells { get; init; }

    /// <summary>What the cells with a record have left, with hashes.</summary>
    public ImmutableArray<CellContent> Contents { get; init; } = [];

    /// <summary>The run's other files, by their paths in its folder: with <see cref="Contents"/> all that <c>--force</c> removes.</summary>
    public ImmutableSortedSet<string> Files { get; init; } = [];

    /// <summary>The jobs of Slurm that compute the run, as long as it is Slurm's; null otherwise.</summary>
    public SlurmJobs? Jobs { get; init; }
}

/// <summary>Numbers of submitted jobs.</summary>
/// <param name="Array">The array job whose tasks compute the cells.</param>
/// <param name="End">The job that merges them.</param>
public sealed record SlurmJobs(string Array, string End);
