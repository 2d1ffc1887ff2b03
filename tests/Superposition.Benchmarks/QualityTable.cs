using System.Diagnostics;
using System.Globalization;
using Superposition.AlgebraicCodes;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Objectives;
using Superposition.Representation;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Benchmarks;

/// <summary>
/// How long it takes to a small ε of all 496 ANDs of 32 features with at most 2 active that is proved: by a code, and by training.
/// </summary>
internal static class QualityTable
{
    private const int Features = 32;
    private const int UsualSteps = 14_000;
    private static readonly SparseInputs Inputs = new(Features, 2, Sparsity.AtMost);

    /// <summary>Prints the table.</summary>
    /// <param name="arguments">The number of steps, if another one is wanted.</param>
    public static int Run(string[] arguments)
    {
        set_num_threads(Environment.ProcessorCount);
        var steps = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : UsualSteps;
        Console.WriteLine($"| network | ε proved | asked for | seconds, proof included | processor seconds | asked for |");
        Console.WriteLine($"| --- | --- | --- | --- | --- | --- |");
        Row("three hashes, 125 neurons, worst error in whole numbers over all inputs", "1/10", "under 2 s", () =>
        {
            var layer = HashChoice.ForFeatures(Features, 3);
            return $"{layer.ToIntegers().WorstError([.. layer.Symmetries()])}";
        });
        Row(
            $"trained, 128 neurons, {steps} steps on all inputs under a power that rises to 200, then the read-off of the linear program",
            "below 0.11", "under 60 s on 2 processors", () => Trained(steps));
        return 0;
    }

    private static string Trained(int steps)
    {
        var pairs = PairAnds.All(Features);
        var task = new BooleanTask(Inputs, pairs);
        using var network = UntrainedNetwork.OneLayer(Inputs, 128, pairs.Count, new Seed(1));
        var settings = new TrainingSettings
        {
            Steps = steps,
            Batch = null,
            Optimizer = Optimizer.Adam,
            WeightDecay = 0,
            Schedule = Schedule.Cosine,
            WarmUp = 100
        };
        Trainer.Train(
            network,
            new TrainingPlan(TrainedParts.Whole, task, new AnnealedPower(2, 200, 0.9, Reduction.Root), settings, LearningRate: 1.5e-3),
            new Seed(1), progress: null, CancellationToken.None);
        var trained = Stopwatch.GetTimestamp();
        var sample = InputSample.AllUpTo(Inputs, 1000, new Seed(1));
        var layer = LayerRepresentation.Decide(network, pairs, sample, ReadOffForm.Affine, Environment.ProcessorCount);
        using var refitted = layer.Refit(network);
        var proved = ProvedEpsilon.OfReadOff(refitted, pairs, sample);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{proved.Upper:F6}, no read-off of the layer below {layer.Lower:F6} (proof: "
            + $"{Stopwatch.GetElapsedTime(trained).TotalSeconds:F1} s)");
    }

    private static void Row(string name, string asked, string time, Func<string> work)
    {
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var epsilon = work();
        Console.WriteLine($"| {name} | {epsilon} | {asked} | {clock.Elapsed.TotalSeconds:F1} | "
            + $"{(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F1} | {time} |");
    }
}
