using System.Collections.Concurrent;
using Superposition.Reproduction;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>One training of several.</summary>
/// <param name="Name">Its name for progress.</param>
/// <param name="Run">Trains, and tells of every step.</param>
internal sealed record Training(string Name, Action<IProgress<TrainingProgress>> Run);

/// <summary>Trainings that have nothing to do with each other, each on a thread of its own for as long as there are processors.</summary>
internal static class SideBySide
{
    private const int StepsBetweenWords = 500;

    /// <summary>Runs all trainings, as many at a time as the processors allow, and reports their progress together.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Run(ReproductionRun run, params IReadOnlyList<Training> trainings)
    {
        var lanes = Math.Max(1, run.Processors / Math.Max(1, get_num_threads()));
        var inFlight = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var done = 0;
        try
        {
            Parallel.ForEach(Partitioner.Create(trainings, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = run.Cancellation }, training =>
            {
                training.Run(new Steps(value =>
                {
                    inFlight[training.Name] = $"{training.Name}: step {value.Step:N0} of {value.Steps:N0}, loss {value.Loss:G3}";
                    run.Progress.Report($"{Volatile.Read(ref done)} of {trainings.Count} trainings done; "
                        + $"{string.Join("; ", inFlight.Values.Order(StringComparer.Ordinal))}");
                }));
                inFlight.TryRemove(training.Name, out _);
                Interlocked.Increment(ref done);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException(run.Cancellation);
        }
    }

    private sealed class Steps(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step % StepsBetweenWords == 0)
            {
                tell(value);
            }
        }
    }
}
