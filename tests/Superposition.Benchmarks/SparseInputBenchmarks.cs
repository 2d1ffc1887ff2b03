using BenchmarkDotNet.Attributes;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>The first product, forward and backward: inputs of zeros and ones written out, and their active features alone.</summary>
public class SparseInputBenchmarks
{
    private SparseVectors inputs = null!;
    private Tensor x_nm = null!, rows_md = null!, out_nd = null!, slope_md = null!;

    [Params(100, 1000)]
    public int Features { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        var sets = new SparseInputs(Features, 3, Sparsity.Exactly).Draw(new Seed(1).Stream("inputs"), 2048);
        (inputs, x_nm, rows_md) = (sets, sets.ToDense(Features), randn(Features, 200));
        (out_nd, slope_md) = (zeros(2048, 200), zeros(Features, 200));
    }

    [Benchmark(Baseline = true)]
    public void WrittenOut()
    {
        using var scope = NewDisposeScope();
        out_nd.addmm_(x_nm, rows_md, 0, 1);
        slope_md.addmm_(x_nm.t(), out_nd, 0, 1);
    }

    [Benchmark]
    public void ActiveFeatures()
    {
        SparseProduct.Forward(inputs, rows_md, bias_c: null, cutOff: false, out_nd);
        SparseProduct.Backward(inputs, out_nd, slope_md);
    }
}
