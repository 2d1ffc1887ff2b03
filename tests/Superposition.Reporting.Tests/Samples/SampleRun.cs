using Superposition.Experiments;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>The head of a run that never was.</summary>
internal static class SampleRun
{
    public static RunManifest Of(ExperimentSpec spec, int cellsDone = 3, RunState state = RunState.Finished) => new()
    {
        Name = "sample",
        Command = "superposition run experiments/sample",
        Spec = spec,
        IsSmoke = false,
        Version = "0.1.0",
        Libraries = "torch 2.10.0, .NET 10",
        Machine = "a machine, 2 processors",
        Arithmetic = "AVX2, 1 thread a tensor operation",
        Started = new DateTimeOffset(2026, 11, 22, 10, 30, 0, TimeSpan.Zero),
        Seconds = 12.5,
        State = state,
        CellsDone = cellsDone,
        Cells = 3,
    };
}
