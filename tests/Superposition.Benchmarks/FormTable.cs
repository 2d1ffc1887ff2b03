using System.Diagnostics;
using System.Globalization;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>The same numbers computed in two ways, by turns in one process: the plain way, and the way that this project takes.</summary>
internal static class FormTable
{
    private const int Rounds = 7;

    /// <summary>Prints the table.</summary>
    public static void Print()
    {
        set_num_threads(1);
        Console.WriteLine();
        Console.WriteLine("| what, on one thread | plain way, ms | ours, ms | plain over ours |");
        Console.WriteLine("| --- | --- | --- | --- |");
        GramAgainstDense();
        SparseAgainstDense();
        StepsAgainstAutograd();
        SeedsAgainstStack();
        Memory();
    }

    private static void GramAgainstDense()
    {
        using var scope = NewDisposeScope();
        var (pass, pairs) = FloorTable.PairPass(100, 200, 2048);
        var y_ng = FreshTargets(pass.Targets);
        var gram = new PowerLoss(2);
        Row("MSE over all pairs with derivatives (m 100, d 200, B 2048): outputs written out and autograd, Gram form", () =>
        {
            using var step = NewDisposeScope();
            var (h, r, c) = (pass.Activations.detach().requires_grad_(true), pass.Weight.detach().requires_grad_(true),
                pass.Bias!.detach().requires_grad_(true));
            nn.functional.mse_loss(nn.functional.linear(h, r, c), y_ng).backward();
        }, () => gram.Evaluate(pass));
        var fourth = new PowerLoss(4);
        Row("the same with the fourth power: written out and autograd, in blocks", () =>
        {
            using var step = NewDisposeScope();
            var (h, r, c) = (pass.Activations.detach().requires_grad_(true), pass.Weight.detach().requires_grad_(true),
                pass.Bias!.detach().requires_grad_(true));
            (nn.functional.linear(h, r, c) - y_ng).pow(4).mean().backward();
        }, () => fourth.Evaluate(pass));
    }

    private static void SparseAgainstDense()
    {
        using var scope = NewDisposeScope();
        var sets = new SparseInputs(1000, 3, Sparsity.Exactly).Draw(new Seed(1).Stream("inputs"), 4096);
        var (x_nm, rows_md, out_nd, slope_md) = (sets.ToDense(1000), randn(1000, 256), zeros(4096, 256), zeros(1000, 256));
        SparseVectors inputs = sets;
        Row("first product and its derivative (m 1000, s 3, d 256, B 4096): inputs written out, active features alone", () =>
        {
            out_nd.addmm_(x_nm, rows_md, 0, 1);
            slope_md.addmm_(x_nm.t(), out_nd, 0, 1);
        }, () =>
        {
            SparseProduct.Forward(inputs, rows_md, bias_c: null, cutOff: false, out_nd);
            SparseProduct.Backward(inputs, out_nd, slope_md);
        });
    }

    private static void StepsAgainstAutograd()
    {
        const int Steps = 50;
        var task = Networks.AllPairs(32, active: 2);
        using var network = Networks.ForPairs(task, 64, seed: 1);
        using var scope = NewDisposeScope();
        var x_nm = ((ActiveSets)task.Inputs.Draw(new Seed(1).Stream("inputs"), 256)).ToDense(32);
        var y_ng = (rand(256, task.Outputs) < 0.01).to(float32);
        Row("50 steps of a small network (m 32, d 64, B 256, L4): autograd and TorchSharp's Adam on one batch, ours with fresh batches",
            () =>
        {
            using var adam = optim.Adam(network.parameters(), 1e-3);
            for (var step = 0; step < Steps; step++)
            {
                using var inner = NewDisposeScope();
                adam.zero_grad();
                (network.call(x_nm) - y_ng).pow(4).mean().backward();
                adam.step();
            }
        }, () => Trainer.Train(network, Networks.Plan(task, new PowerLoss(4), 256, Steps), new Seed(1)));
    }

    private static void SeedsAgainstStack()
    {
        using var scope = NewDisposeScope();
        var (h_snd, r_sgd, o_sng) = (randn(10, 2048, 50), randn(10, 100, 50), zeros(10, 2048, 100));
        Row("the largest product of ten seeds (B 2048, 50 → 100): stacked into one batched product, one after the other", () =>
        {
            using var inner = NewDisposeScope();
            h_snd.bmm(r_sgd.transpose(1, 2));
        }, () =>
        {
            using var inner = NewDisposeScope();
            for (var s = 0; s < 10; s++)
            {
                o_sng[s].addmm_(h_snd[s], r_sgd[s].t(), 0, 1);
            }
        });
    }

    /// <summary>Errors of all 499 500 pairs of 1000 features: 8 GB of outputs for 4096 inputs, if they were written out.</summary>
    private static void Memory()
    {
        var task = Networks.AllPairs(1000);
        using var network = Networks.ForPairs(task, 256, seed: 1);
        var sample = InputSample.AllUpTo(task.Inputs, 4096, new Seed(1));
        GC.Collect();
        var before = Process.GetCurrentProcess().WorkingSet64;
        var largest = before;
        using var stop = new CancellationTokenSource();
        var watch = new Thread(() =>
        {
            while (!stop.Token.WaitHandle.WaitOne(20))
            {
                largest = Math.Max(largest, Process.GetCurrentProcess().WorkingSet64);
            }
        });
        watch.Start();
        var (begun, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        OutputErrors.Measure(network, PairAnds.All(1000), sample);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var busy = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        var floor = 2.0 * 4096 * 256 * task.Outputs / FloorTable.MatrixRate() / 1000;
        stop.Cancel();
        watch.Join();
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Errors by class of all 499 500 pairs of m = 1000 on 4096 inputs (8.2 GB of outputs in all): {seconds:F1} s on one thread, "
            + $"{busy:F1} processor seconds; floor, the products alone at the rate of a large one: {floor:F1} s, {busy / floor:F1} "
            + $"times that; {(largest - before) / (double)(1 << 20):F0} MiB beyond the network."));
    }

    private static Tensor FreshTargets(TargetBatch targets)
    {
        var y_ng = zeros(targets.Count, targets.Outputs);
        var cells = y_ng.Floats();
        for (var i = 0; i < targets.Count; i++)
        {
            for (var at = targets.On.Places.Offsets[i]; at < targets.On.Places.Offsets[i + 1]; at++)
            {
                cells[(i * targets.Outputs) + targets.On.Places.Features[at]] = 1;
            }
        }

        return y_ng;
    }

    private static void Row(string what, Action plain, Action ours)
    {
        var times = Clock.ByTurns(Rounds, plain, ours);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {times[0].Least:G3} | {times[1].Least:G3} | {times[0].Least / times[1].Least:F1} |"));
    }
}
