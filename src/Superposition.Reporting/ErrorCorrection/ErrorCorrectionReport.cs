using System.Collections.Immutable;
using Superposition.Experiments.ErrorCorrection;

namespace Superposition.Reporting.ErrorCorrection;

/// <summary>Reads error-correction layers: how much they reduce errors and where that ends, noise, codes, forms, widths and repeated rounds.</summary>
internal sealed class ErrorCorrectionReport : ExperimentReport<ErrorCorrectionSpec, ErrorCorrectionRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(ErrorCorrectionSpec spec, ImmutableArray<ErrorCorrectionRecord> records)
    {
        var points = new CorrectionPoints(spec, records);
        return new Findings(ErrorCorrectionAnswer.Of(points), [.. ErrorCorrectionCharts.Of(points)], [.. ErrorCorrectionTables.Of(points)]);
    }
}
