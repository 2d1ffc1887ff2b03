using System.Collections.Immutable;
using Superposition.Experiments.ConstructionErrors;

namespace Superposition.Reporting.ConstructionErrors;

/// <summary>Reads the errors of constructions against width: how large, how they fall, and whether each construction knows its own.</summary>
internal sealed class ConstructionErrorsReport : ExperimentReport<ConstructionErrorsSpec, ConstructionErrorsRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(ConstructionErrorsSpec spec, ImmutableArray<ConstructionErrorsRecord> records)
    {
        var grid = new ErrorGrid(spec, records);
        return new Findings(ConstructionErrorsAnswer.Of(grid), [.. ConstructionErrorsCharts.Of(grid)], [.. ConstructionErrorsTables.Of(grid)]);
    }
}
