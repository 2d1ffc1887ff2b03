using System.Collections.Immutable;
using Superposition.Experiments.SuperposedInputs;

namespace Superposition.Reporting.SuperposedInputs;

/// <summary>Reads how well ANDs are computed from features in superposition.</summary>
internal sealed class SuperposedInputsReport : ExperimentReport<SuperposedInputsSpec, SuperposedInputsRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(SuperposedInputsSpec spec, ImmutableArray<SuperposedInputsRecord> records)
    {
        var grid = new SuperposedGrid(spec, records);
        return new Findings(SuperposedInputsAnswer.Of(grid), [.. SuperposedInputsCharts.Of(grid)], [.. SuperposedInputsTables.Of(grid)]);
    }
}
