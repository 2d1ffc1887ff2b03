using System.Collections.Immutable;
using Superposition.Experiments.LearnedCounterparts;
using Superposition.Measurement;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.LearnedCounterparts;

/// <summary>One task over its seeds.</summary>
/// <param name="Task">The task.</param>
/// <param name="Records">Its records, at least one.</param>
internal sealed record CounterpartSeries(CounterpartTaskSpec Task, ImmutableArray<LearnedCounterpartsRecord> Records)
{
    /// <summary>Every arm, its name and its look, in the order of tables and figures.</summary>
    public static readonly ImmutableArray<(CounterpartArm Arm, string Name, Ink Ink)> Arms =
    [
        (CounterpartArm.Zero, "zero", Palette.Zero with { Glyph = Glyph.Bar }),
        (CounterpartArm.Linear, "linear, least squares", Palette.LinearLeastSquares with { Glyph = Glyph.Cross }),
        (CounterpartArm.UntrainedLeastSquares, "untrained, least squares", Palette.Untrained),
        (CounterpartArm.Constructed, "constructed", new Ink("#0072B2", Glyph: Glyph.Square)),
        (CounterpartArm.ConstructedLeastSquares, "constructed, least squares", new Ink("#56B4E9", Glyph: Glyph.Diamond)),
        (CounterpartArm.Trained, "trained", Palette.Trained),
    ];

    /// <summary>A number of an arm's errors, by seed; empty where the arm was not measured.</summary>
    public PerSeed Of(CounterpartArm arm, Func<ErrorReport, double> value) =>
        PerSeed.Of(Errors(arm), item => item.Seed, item => value(item.Errors.Errors));

    /// <summary>The errors of an arm, by seed.</summary>
    public IEnumerable<(ulong Seed, CounterpartErrors Errors)> Errors(CounterpartArm arm) =>
        from record in Records.OrderBy(record => record.Seed) from errors in record.Arms where errors.Arm == arm select (record.Seed, errors);

    /// <summary>How much smaller the trained network's ε is than another arm's, seed by seed; null where one of the two was not measured.</summary>
    public Estimate? TrainedBelow(CounterpartArm arm, Func<ErrorReport, double> value) => Of(arm, value).With(Of(CounterpartArm.Trained, value), (other, trained) => other - trained).Estimate;
}
