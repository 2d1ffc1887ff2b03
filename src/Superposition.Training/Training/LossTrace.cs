namespace Superposition.Training;

/// <summary>Gathers losses into a hundred points and a final value.</summary>
internal sealed class LossTrace(long steps) : ISavedState
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

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(points.Count);
        foreach (var (step, loss, rate) in points)
        {
            writer.Write(step);
            writer.Write(loss);
            writer.Write(rate);
        }

        writer.Write(last.Count);
        foreach (var loss in last)
        {
            writer.Write(loss);
        }

        writer.Write(sum);
        writer.Write(count);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        points.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            points.Add(new TracePoint(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble()));
        }

        last.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            last.Enqueue(reader.ReadDouble());
        }

        sum = reader.ReadDouble();
        count = reader.ReadInt64();
    }

    /// <summary>What training came to. Without a single finite step the final loss is the largest finite number, never NaN.</summary>
    public TrainingOutcome ToOutcome(long stepsDone, long? divergedAt) =>
        new(stepsDone, divergedAt is null && last.Count > 0 ? last.Average() : double.MaxValue, divergedAt, [.. points]);
}
