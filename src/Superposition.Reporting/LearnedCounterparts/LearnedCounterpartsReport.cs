using System.Collections.Immutable;
using Superposition.Experiments.LearnedCounterparts;

namespace Superposition.Reporting.LearnedCounterparts;

/// <summary>Reads constructions beside the networks that were trained in their place.</summary>
internal sealed class LearnedCounterpartsReport : ExperimentReport<LearnedCounterpartsSpec, LearnedCounterpartsRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(LearnedCounterpartsSpec spec, ImmutableArray<LearnedCounterpartsRecord> records)
    {
        ImmutableArray<CounterpartSeries> tasks = [.. from task in spec.Tasks let own = records.Where(record => record.Task == task.Id && record.Arms.Length > 0).ToImmutableArray() where own.Length > 0 select new CounterpartSeries(task, own)];
        return new Findings(LearnedCounterpartsAnswer.Of(tasks), [.. LearnedCounterpartsCharts.Of(tasks)], [.. LearnedCounterpartsTables.Of(tasks)]);
    }
}
