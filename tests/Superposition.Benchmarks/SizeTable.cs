using System.Diagnostics;
using System.Globalization;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Verification;

namespace Superposition.Benchmarks;

/// <summary>
/// Deep circuits of a million and of ten million features, 16 layers deep, on 256 inputs: threshold errors, time and memory. Circuit and
/// channels are computed from the seed, layer by layer, and none is kept.
/// </summary>
internal static class SizeTable
{
    // A million features on the smallest width that `law` finds.
    private static readonly (int Features, int Units, int Seeds)[] Sizes = [(1_048_576, 46_341, 5), (10_000_000, 180_000, 1)];

    /// <summary>Prints the table.</summary>
    /// <param name="arguments">Nothing for the sizes of the table; or features, units and the number of seeds.</param>
    public static int Run(string[] arguments)
    {
        Console.WriteLine("| features | units | ReLUs of a layer | seed | threshold errors | largest error | processor seconds | seconds | "
            + "peak memory so far, GiB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var numbers = arguments.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToArray();
        foreach (var (features, units, seeds) in numbers is [var m, var n, var s] ? [(m, n, s)] : Sizes)
        {
            for (ulong seed = 0; seed < (ulong)seeds; seed++)
            {
                Print(features, units, new Seed(seed));
            }
        }

        return 0;
    }

    private static void Print(int features, int units, Seed seed)
    {
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var circuit = new ImplicitCircuit(features, 16, new GateMix(0.9, 0.1, 0, 0), seed.For("circuit"));
        var inputs = LivingInputs.Draw(circuit, active: 3, inputs: 256, seed.For("inputs"));
        var report = new FusedCircuit(circuit, DeepCircuitClaims.Computed(units), seed.For("channels")).Measure(inputs);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"| {features:N0} | {report.Units:N0} | {report.Relus:N0} | {seed} | {report.ThresholdErrors} | "
            + $"{report.Epsilon:F3} | "
            + $"{(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F1} | {clock.Elapsed.TotalSeconds:F0} | "
            + $"{process.PeakWorkingSet64 / (double)(1 << 30):F2} |");
    }
}
