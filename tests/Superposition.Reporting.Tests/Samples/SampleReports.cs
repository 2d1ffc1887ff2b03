using System.Collections.Immutable;
using Superposition.Experiments;
using Superposition.Reporting;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>Finished reports of all samples, drawn once for all tests that only read them.</summary>
public static class SampleReports
{
    // One line for each kind of experiment: its sample, and the figures that its report has to have.
    private static readonly ImmutableArray<Sample> Samples =
    [
        Sample.Of("construction-errors", ConstructionErrorsSample.Spec, ConstructionErrorsSample.Records, "epsilon-by-width", "deviation-by-class", "bias-by-width", "independence-of-features", "least-squares"),
        Sample.Of("learned-versus-constructed", LearnedVersusConstructedSample.Spec, LearnedVersusConstructedSample.Records, "epsilon-of-all-arms", "rms-of-all-arms", "errors-by-class", "similarity"),
        Sample.Of("smallest-epsilon", SmallestEpsilonSample.Spec, SmallestEpsilonSample.Records, "smallest-epsilon"),
    ];

    /// <summary>The kinds of experiments that have a sample.</summary>
    public static TheoryData<string> Kinds => [.. Samples.Select(sample => sample.Kind)];

    /// <summary>The report of a kind.</summary>
    public static ReportFiles Of(string kind) => Find(kind).Report.Value;

    /// <summary>The names of the figures that the report of a kind has to have, in order.</summary>
    internal static ImmutableArray<string> FiguresOf(string kind) => Find(kind).Figures;

    /// <summary>Spec and records of a kind.</summary>
    internal static (ExperimentSpec Spec, IReadOnlyList<CellRecord> Records) DataOf(string kind, int seeds = 3) => Find(kind).Data(seeds);

    private static Sample Find(string kind) => Samples.Single(sample => sample.Kind == kind);

    private sealed record Sample(string Kind, Func<int, (ExperimentSpec Spec, IReadOnlyList<CellRecord> Records)> Data, ImmutableArray<string> Figures)
    {
        public Lazy<ReportFiles> Report { get; } = new(() =>
        {
            var (spec, records) = Data(3);
            return Superposition.Reporting.Report.Create(SampleRun.Of(spec), records);
        });

        public static Sample Of<TSpec, TRecord>(string kind, Func<int, TSpec> spec, Func<TSpec, ImmutableArray<TRecord>> records, params ImmutableArray<string> figures)
            where TSpec : ExperimentSpec
            where TRecord : CellRecord => new(
                kind,
                seeds =>
                {
                    var made = spec(seeds);
                    return (made, records(made));
                },
                figures);
    }
}
