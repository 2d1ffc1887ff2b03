using System.Diagnostics;
using System.Reflection;
using static TorchSharp.torch;

namespace Superposition.Tests.Build;

/// <summary>The two flags that make TorchSharp keep its arguments alive during native calls.</summary>
public class UnoptimizedAssemblyTests
{
    private static readonly byte[] Original = File.ReadAllBytes(Places.TorchSharpOfPackage);

    [Fact]
    public void The_assembly_that_runs_is_marked()
    {
        var attribute = typeof(Tensor).Assembly.GetCustomAttribute<DebuggableAttribute>()!;
        Assert.True(attribute.IsJITOptimizerDisabled);
        Assert.True(attribute.IsJITTrackingEnabled); // Without it the runtime overlooks the flag above.
    }

    [Fact]
    public void Exactly_the_flags_change_and_the_package_is_as_it_was()
    {
        var marked = UnoptimizedAssembly.Mark(Original);
        Assert.Equal(2, Enumerable.Range(0, Original.Length).Count(i => Original[i] != marked[i]));
        Assert.Equal(marked, UnoptimizedAssembly.Mark(marked));
        Assert.Equal(marked, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")));
        Assert.NotEqual(Original, marked);
    }

    [Fact]
    public void What_is_not_the_expected_assembly_is_refused()
    {
        Assert.Equal("not a .NET assembly", Assert.Throws<InvalidDataException>(() => UnoptimizedAssembly.Mark([0x7f, (byte)'E'])).Message);
        Assert.Contains(
            "it has 0 values", Assert.Throws<InvalidDataException>(() => UnoptimizedAssembly.Mark(Original[..10_000])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "it has 2 values", Assert.Throws<InvalidDataException>(() => UnoptimizedAssembly.Mark([.. Original, .. Original])).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Without the flags about one in twenty thousand of these operations fails; see docs/decisions/0003.</summary>
    [Fact, Trait("Category", "Slow")]
    public void Numbers_given_to_torch_survive_a_storm_of_garbage_collections()
    {
        var stop = TimeSpan.FromSeconds(60);
        var watch = Stopwatch.StartNew();
        var wrong = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Work)).Append(new Thread(() => Repeat(() => GC.Collect(0)))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, wrong);

        void Work()
        {
            using var scope = NewDisposeScope();
            var (x, y) = (zeros(8), ones(8));
            Repeat(() =>
            {
                using var step = NewDisposeScope();
                try
                {
                    if (x.zero_().add_(y, alpha: 0.5)[0].item<float>() != 0.5f || (x * 3.0)[0].item<float>() != 1.5f)
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
                catch (System.Runtime.InteropServices.ExternalException)
                {
                    Interlocked.Increment(ref wrong);
                }
            });
        }

        void Repeat(Action action)
        {
            while (watch.Elapsed < stop)
            {
                action();
            }
        }
    }
}
