using BenchmarkDotNet.Attributes;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>
/// Fifty steps of a small network: by hand-written derivatives over one buffer, and by automatic differentiation and TorchSharp's Adam.
/// </summary>
public class StepBenchmarks
{
    private const int Steps = 50;
    private readonly BooleanTask task = Networks.AllPairs(32, active: 2);
    private ReluNetwork network = null!;
    private Tensor x_nm = null!, y_ng = null!;

    [Params(64)]
    public int Neurons { get; set; }

    [Params(4)]
    public int Power { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        network = Networks.ForPairs(task, Neurons, seed: 1);
        var inputs = (ActiveSets)task.Inputs.Draw(new Seed(1).Stream("inputs"), 256);
        x_nm = inputs.ToDense(32);
        y_ng = (rand(256, task.Outputs) < 0.01).to(float32);
    }

    [Benchmark(Baseline = true)]
    public void AutogradAndTorchAdam()
    {
        using var adam = optim.Adam(network.parameters(), 1e-3);
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            adam.zero_grad();
            (network.call(x_nm) - y_ng).pow(Power).mean().backward();
            adam.step();
        }
    }

    [Benchmark]
    public void Ours() => Trainer.Train(network, Networks.Plan(task, new PowerLoss(Power), 256, Steps), new Seed(1));
}
