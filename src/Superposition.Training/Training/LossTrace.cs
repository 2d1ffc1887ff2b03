namespace Superposition.Training;

/// <summary>Gathers losses into a hundred points and a final value.</summary>
internal sealed class LossTrace(long steps)
{
    private readonly List<TracePoint> points = [];
    private readonly Queue<double> last = new();
    private double sum;
    private long count;

    public void Add(long step, double loss, double learningRate)
    {
        sum += loss;
        count++;
        last.Enqueue(loss);
        if (last.Count > Math.Max(1, steps / 20))
        {
            last.Dequeue();
        }

        // The last step of each hundredth, so that a trace has a hundred points whatever the number of steps.
        if ((step + 1) * 100 / steps != step * 100 / steps)
        {
            points.Add(new TracePoint(step + 1, sum / count, learningRate));
            (sum, count) = (0, 0);
        }
    }

    /// <summary>What training came to. Without a single finite step the final loss is the largest finite number, never NaN.</summary>
    public TrainingOutcome ToOutcome(long stepsDone, long? divergedAt) =>
        new(stepsDone, divergedAt is null && last.Count > 0 ? last.Average() : double.MaxValue, divergedAt, [.. points]);
}
