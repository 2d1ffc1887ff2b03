using System.Collections.Immutable;
using Superposition.DeepCircuits;
using Superposition.Experiments.DeepCircuits;
using Superposition.Measurement;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.DeepCircuits;

/// <summary>The tables of the experiment.</summary>
internal static class DeepCircuitsTables
{
    public static IEnumerable<Table> Of(DeepGrid grid)
    {
        if (!grid.Points.IsEmpty)
        {
            yield return Overview(grid);
        }

        if (grid.Widths.Any())
        {
            yield return Widths(grid);
        }

        foreach (var point in grid.Points)
        {
            yield return Layers(point);
        }
    }

    private static Table Overview(DeepGrid grid) => new()
    {
        Name = "circuits",
        Title = "Circuits layer by layer: threshold errors and the largest error",
        Note = "Threshold errors: read-offs on the wrong side of ½, summed over all layers and seeds. ε: the largest error of any feature, layer and input, mean over seeds ± half the 95 % confidence interval (Student t); \"largest\" is that of all seeds.",
        Headers = 5,
        Columns = ["network", "m", "n", "layers of gates", "arm", "ReLUs of the widest layer", "seeds", "inputs a seed", "read-offs", "threshold errors", "layers before the first", "ε", "largest"],
        Rows =
        [
            .. from point in grid.Points
               select (ImmutableArray<string>)[
                   point.Size.SubsetNeurons is { } neurons ? $"alternating, {Numbers.Count(neurons)} subsets" : "fused",
                   Numbers.Count(point.Size.Features), Numbers.Count(point.Size.Units), Numbers.Count(point.Size.Depth), point.Arm.ToString().ToLowerInvariant(),
                   Numbers.Count(point.Records[0].Relus!.Value), Numbers.Count(point.Records.Length), Numbers.Count(point.Inputs), Numbers.Count(point.Records.Sum(record => record.Layers.Sum(ReadOffs))), Numbers.Count(point.ThresholdErrors),
                   Numbers.Count(point.LayersWithoutErrors), PlusMinus(point.Epsilon.Estimate!), Numbers.Scientific(point.Largest),
               ],
        ],
    };

    private static Table Widths(DeepGrid grid) => new()
    {
        Name = "widths",
        Title = "Smallest width without a threshold error",
        Note = "Mean over seeds ± half the 95 % confidence interval (Student t). Neighbouring widths of the search differ by 4.4 %. \"Exponent from here\": the slope of log n on log m to the next m.",
        Columns = ["m", "seeds", "units n", "smallest", "largest", "n / m", "ReLUs", "ReLUs / m", "exponent from here"],
        Rows =
        [
            .. from pair in grid.Widths.Select((width, i) => (Width: width, Next: grid.Widths.Skip(i + 1).FirstOrDefault()))
               let mean = pair.Width.Units.Estimate!.Mean
               let relus = pair.Width.Records.Average(record => record.Relus!.Value)
               select (ImmutableArray<string>)[
                   Numbers.Count(pair.Width.Features), Numbers.Count(pair.Width.Records.Length), Numbers.PlusMinus(pair.Width.Units.Estimate),
                   Numbers.Count(pair.Width.Records.Min(record => record.Units!.Value)), Numbers.Count(pair.Width.Records.Max(record => record.Units!.Value)), Numbers.Short(mean / pair.Width.Features),
                   Numbers.Short(relus), Numbers.Short(relus / pair.Width.Features),
                   pair.Next.Units is { } next ? Numbers.Fixed(Math.Log(next.Estimate!.Mean / mean) / Math.Log((double)pair.Next.Features / pair.Width.Features), 3) : "–",
               ],
        ],
    };

    private static Table Layers(DeepPoint point) => new()
    {
        Name = $"layers-{point.Size.Part.ToString().ToLowerInvariant()}-m{point.Size.Features}-n{point.Size.Units}{(point.Size.SubsetNeurons is { } neurons ? $"-d{neurons}" : "")}-l{point.Size.Depth}-{point.Arm.ToString().ToLowerInvariant()}",
        Title = $"Layer by layer: {(point.Size.Part == DeepPart.Fused ? "fused" : "alternating")}, {point.Size.Title}, {point.Arm.ToString().ToLowerInvariant()}",
        Note = "Error = read-off − truth. On: the feature is on. Beside: it is off, but an input of its gate is on. Off: neither. Means over seeds of the largest absolute error; σ of each pool's pre-activations measured / predicted. Layer 0: the circuit's inputs.",
        IsFolded = true,
        Columns = ["layer", "active", "max on", "max beside", "max off", "q99 off", "mean off", "rms", "threshold errors", "σ / predicted"],
        Rows = [.. Enumerable.Range(0, point.Size.Depth + 1).Select(layer => Row(point, layer))],
    };

    private static ImmutableArray<string> Row(DeepPoint point, int layer)
    {
        LayerReport[] reports = [.. point.Records.Select(record => record.Layers[layer])];
        string Mean(Func<LayerReport, ErrorStatistics> part, Func<ErrorStatistics, double> value)
        {
            var looked = reports.Select(part).Where(errors => errors.Count > 0).ToArray();
            return looked.Length == 0 ? "–" : Numbers.Scientific(looked.Average(value));
        }

        var noise = from pool in reports[0].Noise.Select(pool => pool.Pool)
                    let pools = reports.SelectMany(report => report.Noise).Where(other => other.Pool == pool).ToArray()
                    select $"{pool.ToString().ToLowerInvariant()} {Numbers.Scientific(pools.Average(p => p.Sigma))} / {Numbers.Scientific(pools.Average(p => p.Predicted))}";
        return
        [
            Numbers.Count(layer), Numbers.Short(reports.Average(report => report.MeanActive)),
            Mean(report => report.On, errors => errors.Max), Mean(report => report.Beside, errors => errors.Max), Mean(report => report.Off, errors => errors.Max),
            Mean(report => report.Off, errors => errors.Q99), Mean(report => report.Off, errors => errors.Mean),
            Numbers.Scientific(reports.Average(report => report.Rms)), Numbers.Count(reports.Sum(report => report.ThresholdErrors)),
            reports[0].Noise.IsDefaultOrEmpty ? "–" : string.Join("; ", noise),
        ];
    }

    private static long ReadOffs(LayerReport layer) => layer.On.Count + layer.Beside.Count + layer.Off.Count;

    // Errors that grow without limit would fill the cell with digits.
    private static string PlusMinus(Estimate estimate) => estimate.Mean < 1000 ? Numbers.PlusMinus(estimate) : Numbers.Scientific(estimate.Mean);
}
