using System.Collections.Immutable;
using Superposition.Experiments.ActivationPlateaus;

namespace Superposition.Reporting.ActivationPlateaus;

/// <summary>Reads activation plateaus of layers that correct, of their controls and of trained networks.</summary>
internal sealed class ActivationPlateausReport : ExperimentReport<ActivationPlateausSpec, ActivationPlateausRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(ActivationPlateausSpec spec, ImmutableArray<ActivationPlateausRecord> records)
    {
        var runs = new PlateauRuns(spec, records);
        return new Findings(ActivationPlateausAnswer.Of(runs), [.. ActivationPlateausCharts.Of(runs)], [.. ActivationPlateausTables.Of(runs)]);
    }
}
