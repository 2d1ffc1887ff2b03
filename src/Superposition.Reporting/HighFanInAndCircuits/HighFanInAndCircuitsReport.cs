using System.Collections.Immutable;
using Superposition.Experiments.HighFanInAndCircuits;

namespace Superposition.Reporting.HighFanInAndCircuits;

/// <summary>Reads what ANDs of t features and whole circuits cost in one layer.</summary>
internal sealed class HighFanInAndCircuitsReport : ExperimentReport<HighFanInAndCircuitsSpec, HighFanInAndCircuitsRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(HighFanInAndCircuitsSpec spec, ImmutableArray<HighFanInAndCircuitsRecord> records)
    {
        var grid = new LayerGrid(spec, records);
        return new Findings(HighFanInAndCircuitsAnswer.Of(grid), [.. FanInCharts.Of(grid), .. CircuitCharts.Of(grid)], [.. HighFanInAndCircuitsTables.Of(grid)]);
    }
}
