using BenchmarkDotNet.Attributes;
using Superposition.Booleans;
using Superposition.Objectives;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>The loss and its derivatives over all pairs: outputs written out, in blocks, and in the Gram form.</summary>
public class GramBenchmarks
{
    private readonly Workspace workspace = new();
    private readonly PowerLoss gram = new PowerLoss(2);
    private readonly PowerLoss weighted = new PowerLoss(2, Reduction.Mean, ClassWeighting.Balanced);
    private readonly PowerLoss blocks = new PowerLoss(4);
    private ReadOffPass pass = null!;
    private Tensor y_ng = null!;

    [Params(100)]
    public int Features { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        var task = Networks.AllPairs(Features);
        var batch = task.Batch(new Seed(1), 0, 2048);
        var h_nd = randn(2048, 200).relu();
        var r_gd = randn(task.Outputs, 200) / 200;
        pass = new ReadOffPass(h_nd, r_gd, zeros(task.Outputs), batch.Targets, workspace)
        {
            ActivationGradient = zeros_like(h_nd),
            WeightGradient = zeros_like(r_gd),
            BiasGradient = zeros(task.Outputs),
        };
        y_ng = (rand(2048, task.Outputs) < 0.01).to(float32);
    }

    [Benchmark(Baseline = true)]
    public void WrittenOutByAutograd()
    {
        using var scope = NewDisposeScope();
        var h = pass.Activations.detach().requires_grad_(true);
        var r = pass.Weight.detach().requires_grad_(true);
        var c = pass.Bias!.detach().requires_grad_(true);
        nn.functional.mse_loss(nn.functional.linear(h, r, c), y_ng).backward();
    }

    [Benchmark]
    public double InBlocksFourthPower() => blocks.Evaluate(pass);

    [Benchmark]
    public double Gram() => gram.Evaluate(pass);

    [Benchmark]
    public double GramWithClassWeights() => weighted.Evaluate(pass);
}
