using System.Collections.Immutable;
using Superposition.Experiments.UnusedFeatures;

namespace Superposition.Reporting.UnusedFeatures;

/// <summary>Reads what probes found and what networks use, where the truth is known.</summary>
internal sealed class UnusedFeaturesReport : ExperimentReport<UnusedFeaturesSpec, UnusedFeaturesRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(UnusedFeaturesSpec spec, ImmutableArray<UnusedFeaturesRecord> records)
    {
        ImmutableArray<ProbedSeries> series =
        [
            .. from network in spec.Scientific.Networks
               from d in spec.Scientific.Neurons
               let own = records.Where(record => record.Network == network && record.Neurons == d && !record.Pairs.IsEmpty).ToImmutableArray()
               where !own.IsEmpty
               select new ProbedSeries(spec, network, d, own),
        ];
        return new Findings(UnusedFeaturesAnswer.Of(spec, series), [.. UnusedFeaturesCharts.Of(spec, series)], [.. UnusedFeaturesTables.Of(series)]);
    }
}
