using System.Diagnostics;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Verification;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.Verification;

public class WidthSearchTests(ITestOutputHelper output)
{
    private static readonly GateMix MostlyCopies = new(0.9, 0.1, 0, 0);

    [Fact]
    public void A_power_law_is_found_in_widths_that_follow_it()
    {
        SmallestWidth[] widths = [.. new[] { 100, 1000, 10000 }.SelectMany(m =>
            new[] { 0.99, 1.01 }.Select(noise => new SmallestWidth(m, default, (int)(40 * noise * Math.Sqrt(m)), 0, 0, 0)))];
        var law = WidthLaw.Fit(widths);
        Assert.InRange(law.Exponent, 0.495, 0.505);
        Assert.InRange(law.Coefficient, 38, 42);
        Assert.InRange(0.5, law.Low, law.High);
        Assert.Throws<ArgumentException>(() => WidthLaw.Fit(widths[..2]));
    }

    [Fact]
    public void The_smallest_width_found_works_and_is_below_twice_the_features()
    {
        var task = new WidthTask(256, 2, 4, MostlyCopies, Wiring.Dealt, 32);
        var smallest = WidthSearch.Find(task, DeepCircuitClaims.Tuned, new Seed(1));
        output.WriteLine($"{smallest}");
        Assert.InRange(smallest.Units, 16, 512);
        Assert.InRange(smallest.Epsilon, 0, 1);
        Assert.Equal(smallest, WidthSearch.Find(task, DeepCircuitClaims.Tuned, new Seed(1)));
    }

    [Fact, Trait("Category", "Slow")]
    public void Smallest_widths_grow_like_a_root_of_the_number_of_features()
    {
        var widths = new List<SmallestWidth>();
        foreach (var features in new[] { 1024, 2048, 4096, 8192, 16384 })
        {
            for (ulong seed = 0; seed < 5; seed++)
            {
                widths.Add(WidthSearch.Find(
                    new WidthTask(features, 3, 16, MostlyCopies, Wiring.Dealt, 256), DeepCircuitClaims.Tuned, new Seed(seed)));
                output.WriteLine($"{widths[^1]}");
            }
        }

        var law = WidthLaw.Fit(widths);
        output.WriteLine($"{law}");
        Assert.InRange(law.Exponent, 0.4, 0.66);
        Assert.All(widths.Where(width => width.Features >= 8192), width => Assert.True(width.Relus < width.Features));
    }

    [Fact, Trait("Category", "Slow")]
    public void Sixteen_layers_of_16384_features_stay_below_8_GiB()
    {
        var seed = new Seed(2408);
        var circuit = LayeredCircuit.Draw(16384, 16, MostlyCopies, Wiring.Dealt, seed);
        var inputs = LivingInputs.Draw(circuit, 3, 256, seed);
        var fused = new FusedCircuit(circuit, DeepCircuitClaims.Tuned(7168), seed);
        var watch = Stopwatch.StartNew();
        var report = fused.Measure(inputs);
        var seconds = watch.Elapsed.TotalSeconds;
        var dense = 2.0 * 256 * 16 * 7168 * 7168;
        output.WriteLine($"{fused.Additions / seconds / 1e6:F0} million additions/s in {seconds:F2} s, ReLUs {report.Relus}; the same "
            + $"layers as dense products would be {dense / 1e12:F2} TFLOP, {dense / seconds / 1e9:F0} GFLOP/s");
        using (var scope = NewDisposeScope())
        {
            using var generator = Superposition.Networks.SeedGenerators.Generator(seed, "product");
            var (a, b) = (randn(2048, 2048, generator: generator), randn(2048, 2048, generator: generator));
            a.matmul(b);
            watch.Restart();
            a.matmul(b);
            output.WriteLine($"a product of two 2048 × 2048 matrices: {2 * Math.Pow(2048, 3) / watch.Elapsed.TotalSeconds / 1e9:F0} "
                + $"GFLOP/s on {get_num_threads()} threads");
        }

        using var process = Process.GetCurrentProcess();
        output.WriteLine($"peak memory of the process {process.PeakWorkingSet64 / (double)(1L << 30):F2} GiB");
        Assert.Equal(0, report.ThresholdErrors);
        Assert.InRange(process.PeakWorkingSet64, 0, 8L << 30);
    }
}
