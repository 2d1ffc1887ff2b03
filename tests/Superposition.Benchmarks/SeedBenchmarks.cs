using BenchmarkDotNet.Attributes;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>
/// Ten seeds of 100 → 50 → 100 with fresh data: in lanes, one after the other on one thread, one after the other on all threads, and
/// what a batched product of all ten would take.
/// </summary>
public class SeedBenchmarks
{
    private const int Steps = 20;
    private const int Batch = 2048;
    private readonly CompressedComputation task = new(100, 0.02, mixing: null, pool: null, new Seed(1));
    private (ReluNetwork Network, Seed Seed)[] members = [];

    [GlobalSetup]
    public void SetUp() => members = [.. Enumerable.Range(0, 10).Select(i => (Networks.Compressed((ulong)i), new Seed((ulong)i)))];

    [Benchmark(Baseline = true)]
    public void OneByOneOnOneThread() => OneByOne(threads: 1);

    [Benchmark]
    public void OneByOneOnAllThreads() => OneByOne(Environment.ProcessorCount);

    [Benchmark]
    public void InLanes()
    {
        set_num_threads(1);
        Trainer.TrainTogether(members, Plan(), Environment.ProcessorCount);
    }

    private void OneByOne(int threads)
    {
        set_num_threads(threads);
        foreach (var (network, seed) in members)
        {
            Trainer.Train(network, Plan(), seed);
        }
    }

    private TrainingPlan Plan() => Networks.Plan(task, new PowerLoss(4), Batch, Steps);
}

/// <summary>The matrix products of ten networks: stacked into one batched product, and one after the other.</summary>
public class StackedProductBenchmarks
{
    private Tensor h_snd = null!, r_sgd = null!, o_sng = null!;

    [Params(50, 200)]
    public int Neurons { get; set; }

    [Params(256, 2048)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        (h_snd, r_sgd, o_sng) = (randn(10, Batch, Neurons), randn(10, 100, Neurons), zeros(10, Batch, 100));
    }

    [Benchmark(Baseline = true)]
    public void OneByOne()
    {
        using var scope = NewDisposeScope();
        for (var s = 0; s < 10; s++)
        {
            o_sng[s].addmm_(h_snd[s], r_sgd[s].t(), 0, 1);
        }
    }

    [Benchmark]
    public void Stacked()
    {
        using var scope = NewDisposeScope();
        h_snd.bmm(r_sgd.transpose(1, 2));
    }
}
