using System.Collections.Immutable;
using Superposition.Experiments.SmallestEpsilon;

namespace Superposition.Reporting.SmallestEpsilon;

/// <summary>Reads how small ε was made at each width.</summary>
internal sealed class SmallestEpsilonReport : ExperimentReport<SmallestEpsilonSpec, SmallestEpsilonRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(SmallestEpsilonSpec spec, ImmutableArray<SmallestEpsilonRecord> records)
    {
        var found = new SmallestEpsilons(spec, records);
        return new Findings(SmallestEpsilonAnswer.Of(found), [.. SmallestEpsilonFigures.Charts(found)], [.. SmallestEpsilonFigures.Tables(found)]);
    }
}
