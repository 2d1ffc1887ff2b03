using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;
using static TorchSharp.torch;

namespace Superposition.Cli;

/// <summary>The only place of the command line that speaks to torch itself.</summary>
internal static class Torch
{
    /// <summary>The version of libtorch that TorchSharp was built for, for example "2.5.1".</summary>
    public static string Version => System.Version.Parse(__version__).ToString(3);

    /// <summary>
    /// One thread a tensor operation. Sums are then taken in one order, so that numbers depend neither on the number of processors nor on
    /// how many cells run side by side; processors are kept busy by cells instead.
    /// </summary>
    public static void UseOneThread() => set_num_threads(1);

    /// <summary>
    /// What decides the last bits of a result on this machine: the widest vector instructions and the maker of the processor, by which
    /// torch, its library of matrix products and .NET choose the order of their sums, and the number of threads a tensor operation.
    /// </summary>
    public static string Arithmetic =>
        $"{Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY")?.ToUpperInvariant() ?? Instructions}{Maker}, "
        + $"{Wording.Count(get_num_threads(), "thread")} a tensor operation";

    /// <summary>
    /// Who made the processor, for which the library of matrix products chooses its code as well: " (GenuineIntel)"; empty where it cannot
    /// be asked.
    /// </summary>
    private static string Maker
    {
        get
        {
            if (!X86Base.IsSupported)
            {
                return "";
            }

            var (_, first, third, second) = X86Base.CpuId(0, 0);
            return $" ({Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([first, second, third]))})";
        }
    }

    private static string Instructions =>
        Avx512F.IsSupported ? "AVX512" : Avx2.IsSupported ? "AVX2" : Sse41.IsSupported ? "SSE4.1" : AdvSimd.IsSupported ? "NEON" : "scalar";

    /// <summary>Writes curves as a TensorBoard event file.</summary>
    /// <param name="folder">The folder that TensorBoard is pointed at.</param>
    /// <param name="curves">Names, steps and values.</param>
    public static void WriteScalars(string folder, IEnumerable<(string Name, double[] Steps, double[] Values)> curves)
    {
        var writer = utils.tensorboard.SummaryWriter(folder, createRunName: false);
        foreach (var (name, steps, values) in curves)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                writer.add_scalar(name, (float)values[i], (int)steps[i]);
            }
        }
    }

    /// <summary>A sum that is computed by torch, to see that it does.</summary>
    public static double Sum(double first, double second)
    {
        using var scope = NewDisposeScope();
        return (tensor(first) + tensor(second)).item<double>();
    }
}
