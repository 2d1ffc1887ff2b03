using System.Collections.Immutable;
using Superposition.Experiments.DeepCircuits;

namespace Superposition.Reporting.DeepCircuits;

/// <summary>Reads deep circuits: errors and noise by layer, what correction and centring do, the smallest width against the number of features.</summary>
internal sealed class DeepCircuitsReport : ExperimentReport<DeepCircuitsSpec, DeepCircuitsRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(DeepCircuitsSpec spec, ImmutableArray<DeepCircuitsRecord> records)
    {
        var grid = new DeepGrid(records);
        return new Findings(DeepCircuitsAnswer.Of(grid), [.. DeepCircuitsCharts.Of(grid)], [.. DeepCircuitsTables.Of(grid)]);
    }
}
