using System.ComponentModel;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>Learning curves of networks that were measured while they were trained.</summary>
[Description("Learning curves, for trained networks with \"curve\": curve.steps, and at these steps curve.loss, curve.epsilon, "
    + "curve.rms and curve.wrong.")]
public sealed record CurveMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        var points = read.Drawn.Curve;
        if (!read.IsOwn || points.IsEmpty)
        {
            return;
        }

        Add("steps", point => point.Step);
        Add("epsilon", point => point.Values.Epsilon);
        Add("rms", point => point.Values.Rms);
        if (points.All(point => point.Values.Wrong is not null))
        {
            Add("wrong", point => point.Values.Wrong!.Value);
        }

        var trace = read.Drawn.Trace;
        if (!trace.IsEmpty)
        {
            Add("loss", point => trace.LastOrDefault(loss => loss.Step <= point.Step)?.Loss ?? trace[0].Loss);
        }

        void Add(string name, Func<Training.CurvePoint, double> value) => numbers.Add($"curve.{name}", StudyValue.Of(points.Select(value)));
    }
}
