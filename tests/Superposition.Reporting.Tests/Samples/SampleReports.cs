using Superposition.Experiments;
using Superposition.Reporting;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Finished reports of both samples, drawn once for all tests that only read them.</summary>
public static class SampleReports
{
    private static readonly Lazy<ReportFiles> Constructions = new(() => Report.Create(SampleRun.Of(ConstructionErrorsSample.Spec()), ConstructionErrorsSample.Records(ConstructionErrorsSample.Spec())));
    private static readonly Lazy<ReportFiles> Learned = new(() => Report.Create(SampleRun.Of(LearnedVersusConstructedSample.Spec()), LearnedVersusConstructedSample.Records(LearnedVersusConstructedSample.Spec())));

    /// <summary>The kinds of experiments that have a sample.</summary>
    public static TheoryData<string> Kinds => ["construction-errors", "learned-versus-constructed"];

    /// <summary>The report of a kind.</summary>
    public static ReportFiles Of(string kind) => kind == "construction-errors" ? Constructions.Value : Learned.Value;

    /// <summary>Spec and records of a kind.</summary>
    internal static (ExperimentSpec Spec, IReadOnlyList<CellRecord> Records) DataOf(string kind, int seeds = 3)
    {
        if (kind == "construction-errors")
        {
            var spec = ConstructionErrorsSample.Spec(seeds);
            return (spec, ConstructionErrorsSample.Records(spec));
        }

        var comparison = LearnedVersusConstructedSample.Spec(seeds);
        return (comparison, LearnedVersusConstructedSample.Records(comparison));
    }
}
