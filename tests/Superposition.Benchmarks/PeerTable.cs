using System.Diagnostics;
using System.Globalization;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Objectives;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>
/// Training steps next to the same steps in PyTorch, on the same machine in the same minutes: bursts of all sides alternate, so that what
/// else the machine does falls on each. PyTorch is there twice, written the usual way and with the algebra of this project. Printed as a
/// table for docs/performance.md.
/// </summary>
internal static class PeerTable
{
    // A peer with the same algebra should be slower by this factor at least.
    private const double AskedOfSame = 1.3;

    private static readonly Lazy<CompressedComputation> Pool =
        new(() => new CompressedComputation(100, 0.02, mixing: null, pool: 800_000, new Seed(31337)));

    private static readonly Row[] Rows =
    [
        new("U-AND all pairs, B 2048, m 100, d 200, MSE", 10, ["uand-m100"], ["same-uand-m100"], 3, threads => Pairs(100, 200, 2048, 4)),
        new("U-AND all pairs, B 4096, m 256, d 256, MSE", 20, ["uand-m256"], ["same-uand-m256"], 1, threads => Pairs(256, 256, 4096, 2)),
        new("U-AND all pairs, B 8192, m 256, d 256, MSE", 35, ["uand-m256-large-batch"], ["same-uand-m256-large-batch"], 1, threads =>
            Pairs(256, 256, 8192, 2)),
        new("B 8192, 100 → 50 → 100, L4, drawn from a pool", 1.7, ["rt1"], ["same-rt1"], 20, threads =>
            Compressed(Pool.Value, 8192, 20)),
        new("U-AND all pairs, B 4096, m 1000, d 256, MSE", null, [], [], 0, threads => Pairs(1000, 256, 4096, 2)),
        new(
            "10 seeds of 100 → 50 → 100, B 2048, L4, drawn every step (a model-step)", 800 / 382.0,
                ["seeds-one-by-one", "seeds-batched"],
            ["same-seeds"], 10, Seeds),
    ];

    /// <summary>Prints the table.</summary>
    /// <param name="arguments">The number of rounds, and words that a row's name must contain to be run.</param>
    public static int Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine($"Milliseconds a step in bursts of steps, {rounds} bursts a side, by turns: wall clock, least and median "
            + "burst; processor time on one thread, median burst.");
        Console.WriteLine("| step | side | 1 thread: least / median / processor | 2 threads: least / median | least over our least, "
            + "each at its better thread count | processor time over ours | asked for |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in Rows.Where(row => arguments.Skip(1).All(word => row.Name.Contains(word, StringComparison.OrdinalIgnoreCase))))
        {
            Print(row, rounds);
        }

        return 0;
    }

    private static void Print(Row row, int rounds)
    {
        if (row.Peers.Length == 0)
        {
            var times = new[] { new Times(), new Times() };
            times[0].Add(row.Ours(1));
            times[1].Add(row.Ours(2));
            Console.WriteLine(Line(
                row.Name,
                string.Create(
                CultureInfo.InvariantCulture, $"ours, {Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 30):F1} GiB"), times,
                "", "", "under 8 GiB, seconds a step"));
            return;
        }

        var ours = new[] { new Times(), new Times() };
        var theirs = row.Peers.Concat(row.SamePeers).ToDictionary(name => name, _ => new[] { new Times(), new Times() });
        foreach (var threads in (int[])[1, 2])
        {
            var peers = theirs.Keys.Select(name => (Name: name, Peer: new PyTorchPeer(name, threads))).ToArray();
            try
            {
                row.Ours(threads); // compiled and warmed up
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var (name, peer) in peers)
                    {
                        theirs[name][threads - 1].Add(peer.Take(row.PeerSteps));
                    }

                    ours[threads - 1].Add(row.Ours(threads));
                }
            }
            finally
            {
                foreach (var (_, peer) in peers)
                {
                    peer.Dispose();
                }
            }
        }

        void Peer(string name, string side, string[] of, double? asked)
        {
            var best = of.Select(peer => theirs[peer]).MinBy(times => times.Min(t => t.Least))!;
            Console.WriteLine(Line(
                name, side, best, Ratio(best.Min(t => t.Least), ours.Min(t => t.Least)), Ratio(best[0].Processor, ours[0].Processor),
                asked is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{asked:F1}")));
        }

        Peer(row.Name, "PyTorch, as usual", row.Peers, row.Asked);
        Peer("", "PyTorch, same algebra", row.SamePeers, AskedOfSame);
        Console.WriteLine(Line("", "ours", ours, "1", "1", ""));
    }

    private static string Line(string name, string side, Times[] times, string ratio, string processorRatio, string asked) => string.Create(
        CultureInfo.InvariantCulture,
            $"| {name} | {side} | {times[0].Least:G3} / {times[0].Median:G3} / {times[0].Processor:G3} | {times[1].Least:G3} / "
            + $"{times[1].Median:G3} | {ratio} | {processorRatio} | {asked} |");

    private static string Ratio(double theirs, double ours) => string.Create(CultureInfo.InvariantCulture, $"{theirs / ours:F1}");

    private static Burst Pairs(int features, int neurons, int batch, int steps)
    {
        var task = Networks.AllPairs(features);
        using var network = Networks.ForPairs(task, neurons, seed: 1);
        return Take(network, Networks.Plan(task, new PowerLoss(2), batch, steps + 1));
    }

    private static Burst Compressed(CompressedComputation task, int batch, int steps)
    {
        using var network = Networks.Compressed(seed: 1);
        return Take(network, Networks.Plan(task, new PowerLoss(4), batch, steps + 1));
    }

    /// <summary>All steps but the first, in which buffers are made.</summary>
    private static Burst Take(ReluNetwork network, TrainingPlan plan)
    {
        var clock = new Stopwatch();
        var processor = TimeSpan.Zero;
        Trainer.Train(network, plan, new Seed(1), new Each(() =>
        {
            if (!clock.IsRunning)
            {
                clock.Start();
                processor = Environment.CpuUsage.TotalTime;
            }
        }), CancellationToken.None);
        var steps = plan.Settings.Steps - 1;
        return new Burst(clock.Elapsed.TotalMilliseconds / steps, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / steps);
    }

    private static Burst Seeds(int threads)
    {
        const int steps = 40;
        var task = new CompressedComputation(100, 0.02, mixing: null, pool: null, new Seed(1));
        var members = Enumerable.Range(0, 10).Select(i => (Networks.Compressed((ulong)i), new Seed((ulong)i))).ToArray();

        // One network after the other on one thread; or all of them, in as many lanes as there are processors.
        set_num_threads(1);
        var groups = threads == 1 ? members.Select(member => new[] { member }) : [members];
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        foreach (var group in groups)
        {
            Trainer.TrainTogether(group, Networks.Plan(task, new PowerLoss(4), 2048, steps), Environment.ProcessorCount);
        }

        var wall = clock.Elapsed.TotalMilliseconds / (10 * steps);
        foreach (var (network, _) in members)
        {
            network.Dispose();
        }

        return new Burst(wall, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / (10 * steps));
    }

    private sealed record Row(string Name, double? Asked, string[] Peers, string[] SamePeers, int PeerSteps, Func<int, Burst> Measure)
    {
        public Burst Ours(int threads)
        {
            set_num_threads(threads);
            return Measure(threads);
        }
    }

    private sealed class Each(Action action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action();
    }
}

/// <summary>Some steps in a row.</summary>
/// <param name="Wall">Milliseconds a step.</param>
/// <param name="Processor">Milliseconds of processor time a step.</param>
internal sealed record Burst(double Wall, double Processor);

/// <summary>The bursts of all rounds.</summary>
internal sealed class Times
{
    private readonly List<double> wall = [];
    private readonly List<double> processor = [];

    public double Least => wall.Min();

    public double Median => wall.Order().ElementAt(wall.Count / 2);

    public double Processor => processor.Order().ElementAt(processor.Count / 2);

    public void Add(Burst burst)
    {
        wall.Add(burst.Wall);
        processor.Add(burst.Processor);
    }
}
