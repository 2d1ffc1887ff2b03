using System.Diagnostics;
using System.Globalization;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Verification;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>
/// A fused deep circuit of 16,384 features on 7,168 units and 16 layers next to a large matrix product on the same thread in the same
/// minutes: runs of the two alternate. The circuit's layers stay factored, so two rates are stated: the additions really made, and what
/// dense layers would have needed in the same time.
/// </summary>
internal static class FusedTable
{
    private const int Features = 16_384;
    private const int Units = 7_168;
    private const int Depth = 16;
    private const int Inputs = 256;
    private const int Side = 2_048;

    /// <summary>Prints the table.</summary>
    /// <param name="arguments">The number of rounds.</param>
    public static int Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        set_num_threads(1);
        var clock = Stopwatch.StartNew();
        var seed = new Seed(1);
        var circuit = new ImplicitCircuit(Features, Depth, new GateMix(0.9, 0.1, 0, 0), seed.For("circuit"));
        var inputs = LivingInputs.Draw(circuit, active: 3, Inputs, seed.For("inputs"));
        var fused = new FusedCircuit(circuit, DeepCircuitClaims.Computed(Units), seed.For("channels"));
        var drawn = clock.Elapsed;
        using var a = randn(Side, Side);
        using var b = randn(Side, Side);
        using var product = zeros(Side, Side);

        var report = fused.Measure(inputs); // compiled and warmed up
        Multiply(product, a, b);
        var (circuits, products) = (new List<double>(), new List<double>());
        var before = fused.Additions;
        for (var round = 0; round < rounds; round++)
        {
            circuits.Add(Seconds(() => fused.Measure(inputs)));
            products.Add(Seconds(() => Multiply(product, a, b)));
        }

        var additions = (fused.Additions - before) / rounds;

        // A dense layer multiplies 2n ReLUs by a weight [2n, 2n]: what the network of ReLUs would cost an input and layer.
        var dense = 2.0 * Inputs * Depth * (2.0 * Units) * (2.0 * Units);
        Console.WriteLine($"{Features} features, {Units} units ({report.Relus} ReLUs), {Depth} layers, {Inputs} inputs, one thread, "
            + $"{rounds} rounds "
            + $"by turns: {report.ThresholdErrors} threshold errors, largest error {report.Epsilon:F3}; circuit and inputs drawn in "
            + $"{drawn.TotalSeconds:F1} s, wiring and channels computed in every run");
        Console.WriteLine($"| what | processor seconds, least | median | giga-operations a second, at the least time |");
        Console.WriteLine($"| --- | --- | --- | --- |");
        Console.WriteLine($"| fused circuit with every read-off measured: {additions / 1e6:F0} million additions | {circuits.Min():F3} | "
            + $"{Median(circuits):F3} | {additions / circuits.Min() / 1e9:F3} really made |");
        Console.WriteLine(
            $"| the same as dense layers of ReLUs: {dense / 1e9:F0} billion operations | | | {dense / circuits.Min() / 1e9:F0} replaced |");
        Console.WriteLine($"| matrix product {Side} × {Side} × {Side} | {products.Min():F3} | {Median(products):F3} | "
            + $"{2 * Math.Pow(Side, 3) / products.Min() / 1e9:F0} |");
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"Peak memory of the process: {process.PeakWorkingSet64 / (double)(1 << 30):F2} GiB.");
        return 0;
    }

    /// <summary>Processor time, which does not count what else the machine does.</summary>
    private static double Seconds(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static void Multiply(Tensor product, Tensor a, Tensor b) => product.addmm_(a, b, 0, 1);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
