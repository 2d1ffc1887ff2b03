using Superposition.Experiments;
using Superposition.Reporting;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Finished reports of all samples, drawn once for all tests that only read them.</summary>
public static class SampleReports
{
    private static readonly string[] Names = ["construction-errors", "learned-versus-constructed", "deep-circuits", "unused-features"];

    private static readonly Dictionary<string, Lazy<ReportFiles>> Reports = Names.ToDictionary(kind => kind, kind => new Lazy<ReportFiles>(() =>
    {
        var (spec, records) = DataOf(kind);
        return Report.Create(SampleRun.Of(spec), records);
    }));

    /// <summary>The kinds of experiments that have a sample.</summary>
    public static TheoryData<string> Kinds => [.. Names];

    /// <summary>The report of a kind.</summary>
    public static ReportFiles Of(string kind) => Reports[kind].Value;

    /// <summary>Spec and records of a kind.</summary>
    internal static (ExperimentSpec Spec, IReadOnlyList<CellRecord> Records) DataOf(string kind, int seeds = 3)
    {
        switch (kind)
        {
            case "construction-errors":
                var constructions = ConstructionErrorsSample.Spec(seeds);
                return (constructions, ConstructionErrorsSample.Records(constructions));
            case "deep-circuits":
                var deep = DeepCircuitsSample.Spec(seeds);
                return (deep, DeepCircuitsSample.Records(deep));
            case "unused-features":
                var unused = UnusedFeaturesSample.Spec(seeds);
                return (unused, UnusedFeaturesSample.Records(unused));
            default:
                var comparison = LearnedVersusConstructedSample.Spec(seeds);
                return (comparison, LearnedVersusConstructedSample.Records(comparison));
        }
    }
}
