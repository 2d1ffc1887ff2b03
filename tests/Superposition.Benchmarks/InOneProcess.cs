using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Superposition.Benchmarks;

/// <summary>Everything that is compared runs in one process, so that what else the machine does falls on both sides.</summary>
internal sealed class InOneProcess : ManualConfig
{
    public InOneProcess()
    {
        Add(DefaultConfig.Instance);
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        WithOptions(ConfigOptions.DisableLogFile);
    }
}
