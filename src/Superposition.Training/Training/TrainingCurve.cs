using System.Collections.Immutable;
using Superposition.Networks;

namespace Superposition.Training;

/// <summary>Measures a network while it is trained.</summary>
/// <param name="Every">Steps between two measurements; the last step is measured as well.</param>
/// <param name="Measure">Measures the network as it is at that step. It must not change it.</param>
public sealed record TrainingCurve(int Every, Func<ReluNetwork, CurveValues> Measure);

/// <summary>What is measured of a network at one step.</summary>
/// <param name="Epsilon">ε on the inputs measured.</param>
/// <param name="Rms">Root mean squared error on them.</param>
/// <param name="Wrong">Outputs on the wrong side of ½; null for real functions.</param>
public readonly record struct CurveValues(double Epsilon, double Rms, long? Wrong);

/// <summary>A point of a learning curve.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Values">What was measured.</param>
public sealed record CurvePoint(long Step, CurveValues Values);

/// <summary>The points measured so far.</summary>
internal sealed class CurveTrace : ISavedState
{
    private readonly List<CurvePoint> points = [];

    /// <summary>All points measured so far, by increasing step.</summary>
    public ImmutableArray<CurvePoint> Points => [.. points];

    /// <summary>The last point, or null.</summary>
    public CurvePoint? Last => points.Count > 0 ? points[^1] : null;

    public void Add(long step, CurveValues values) => points.Add(new CurvePoint(step, values));

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(points.Count);
        foreach (var (step, values) in points)
        {
            writer.Write(step);
            writer.Write(values.Epsilon);
            writer.Write(values.Rms);
            writer.Write(values.Wrong ?? -1);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        points.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var step = reader.ReadInt64();
            points.Add(new CurvePoint(step, new CurveValues(
                reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64() is >= 0 and var wrong ? wrong : null)));
        }
    }
}
