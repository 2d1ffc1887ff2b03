using System.Collections.Immutable;
using Superposition.Experiments.LearnedVersusConstructed;

namespace Superposition.Reporting.LearnedVersusConstructed;

/// <summary>Reads the comparison of constructed and trained networks at equal width.</summary>
internal sealed class LearnedVersusConstructedReport : ExperimentReport<LearnedVersusConstructedSpec, LearnedVersusConstructedRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(LearnedVersusConstructedSpec spec, ImmutableArray<LearnedVersusConstructedRecord> records)
    {
        var comparison = new Comparison(spec, records);
        return new Findings(LearnedVersusConstructedAnswer.Of(comparison), [.. LearnedVersusConstructedCharts.Of(comparison)], [.. LearnedVersusConstructedTables.Of(comparison)]);
    }
}
