using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>
/// How far the hot paths are from what the machine can do at best: the multiplications and additions of a path by the rate of a large
/// matrix product, or the bytes that it has to move by the rate of a long copy, whichever takes longer. All of it on one thread, in one
/// process.
/// </summary>
internal static class FloorTable
{
    private const int Rounds = 15;

    /// <summary>Prints the table.</summary>
    public static void Print()
    {
        set_num_threads(1);
        var (flops, bytes) = (MatrixRate(), CopyRate());
        Console.WriteLine();
        Console.WriteLine($"One thread: {flops / 1e6:F1} GFLOP/s in a product of two 1024 × 1024 matrices, {bytes / 1e6:F1} "
            + $"GB/s in a copy of 128 MiB (bytes read and written); least of {Rounds} times.");
        Console.WriteLine();
        Console.WriteLine("| path | MFLOP | MB | floor, ms | ours, ms: least / median | ours over floor |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var path in (Func<HotPath>[])[() => Gram(100, 200, 2048), () =>
            Gram(256, 256, 4096), Blocks, FourthPowerOfPairs, SparseFirstProduct, Adam, DrawFromPool, DrawAfresh])
        {
            using var scope = NewDisposeScope();
            var (name, operations, traffic, work) = path();
            var floor = Math.Max(operations / flops, traffic / bytes);
            var (least, median) = Clock.ByTurns(Rounds, work)[0];
            Console.WriteLine(
                $"| {name} | {operations / 1e6:G3} | {traffic / 1e6:G3} | {floor:G3} | {least:G3} / {median:G3} | {least / floor:F1} |");
        }
    }

    /// <summary>Operations a millisecond.</summary>
    public static double MatrixRate()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (randn(1024, 1024), randn(1024, 1024), zeros(1024, 1024));
        return 2 * Math.Pow(1024, 3) / Clock.ByTurns(Rounds, () => c.addmm_(a, b, 0, 1))[0].Least;
    }

    /// <summary>Bytes a millisecond, read and written.</summary>
    private static double CopyRate()
    {
        using var scope = NewDisposeScope();
        var (from, to) = (randn(1 << 25), zeros(1 << 25));
        return 2.0 * (1 << 27) / Clock.ByTurns(Rounds, () => to.copy_(from))[0].Least;
    }

    private static HotPath Gram(int m, int d, int n)
    {
        var (pass, pairs) = PairPass(m, d, n);
        var loss = new PowerLoss(2);
        double g = pairs, on = pass.Targets.On.Places.Features.Length;
        return new(
            $"MSE over all pairs with its derivatives, Gram form: m {m}, d {d}, B {n}",
            (4 * d * (double)d * (g + n)) + (6 * on * d),
            4 * ((2 * g * d) + (2.0 * n * d) + (4 * on * d)),
            () => loss.Evaluate(pass));
    }

    private static HotPath Blocks()
    {
        var task = new CompressedComputation(100, 0.02, mixing: null, pool: null, new Seed(1));
        var targets = task.Batch(new Seed(1), 0, 8192).Targets;
        var (h_nd, r_gd) = (randn(8192, 50).relu(), randn(100, 50) / 50);
        var pass = new ReadOffPass(
            h_nd, r_gd, bias_g: null, targets, new Workspace())
        {
            ActivationGradient = zeros_like(h_nd),
            WeightGradient =
            zeros_like(r_gd)
        };
        var loss = new PowerLoss(4);
        return new(
            "fourth power with its derivatives, in blocks: B 8192, d 50, 100 outputs", 6.0 * 8192 * 100 * 50, 4 * 2.0 * 8192 * 50, () =>
            loss.Evaluate(pass));
    }

    private static HotPath FourthPowerOfPairs()
    {
        var (pass, pairs) = PairPass(100, 200, 2048);
        var loss = new PowerLoss(4);
        return new(
            "fourth power over all pairs with its derivatives, in blocks: m 100, d 200, B 2048", 6.0 * 2048 * pairs * 200,
            4 * ((2.0 * 2048 * 200) + (2.0 * pairs * 200)), () => loss.Evaluate(pass));
    }

    private static HotPath SparseFirstProduct()
    {
        var (m, d, n, s) = (1000, 256, 4096, 3);
        SparseVectors inputs = new SparseInputs(m, s, Sparsity.Exactly).Draw(new Seed(1).Stream("inputs"), n);
        var (rows_md, out_nd, slope_md) = (randn(m, d), zeros(n, d), zeros(m, d));
        return new($"first product and its derivative, sparse: B {n}, m {m}, s {s}, d {d}", 2.0 * n * s * d,
            4 * ((2.0 * n * d) + (2 * m * d)), () =>
        {
            SparseProduct.Forward(inputs, rows_md, bias_c: null, cutOff: true, out_nd);
            SparseProduct.Backward(inputs, out_nd, slope_md);
        });
    }

    private static HotPath Adam()
    {
        const int parameters = 8_000_000;
        var buffer = new ParameterBuffer([[parameters]], trained: 1);
        var adam = new AdamSteps(buffer, Optimizer.Adam, weightDecay: 0);
        return new("Adam, 8 million parameters", 14.0 * parameters, 28.0 * parameters, () => adam.Step(1e-3, 1));
    }

    private static HotPath DrawFromPool()
    {
        var task = new CompressedComputation(100, 0.02, mixing: null, pool: 800_000, new Seed(1));
        var step = 0;
        return new("batch of 8192 from a pool, with targets", 0, 8192 * 2 * 32.0, () => task.Batch(new Seed(1), step++, 8192));
    }

    private static HotPath DrawAfresh()
    {
        var task = new CompressedComputation(100, 0.02, mixing: null, pool: null, new Seed(1));
        var step = 0;
        return new("batch of 2048 drawn afresh, with targets", 0, 2048 * 2 * 24.0, () => task.Batch(new Seed(1), step++, 2048));
    }

    /// <summary>A pass over all pairs with three active features an input.</summary>
    public static (ReadOffPass Pass, int Pairs) PairPass(int m, int d, int n)
    {
        var task = Networks.AllPairs(m);
        var (h_nd, r_gd) = (randn(n, d).relu(), randn(task.Outputs, d) / d);
        var pass = new ReadOffPass(h_nd, r_gd, zeros(task.Outputs), task.Batch(new Seed(1), 0, n).Targets, new Workspace())
        {
            ActivationGradient = zeros_like(h_nd),
            WeightGradient = zeros_like(r_gd),
            BiasGradient = zeros(task.Outputs),
        };
        return (pass, task.Outputs);
    }

    private sealed record HotPath(string Name, double Operations, double Bytes, Action Work);
}
