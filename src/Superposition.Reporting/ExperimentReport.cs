using System.Collections.Immutable;
using Superposition.Experiments;

namespace Superposition.Reporting;

/// <summary>Reads the records of one kind of experiment.</summary>
internal interface IExperimentReport
{
    /// <summary>Whether it reads experiments of this spec's kind.</summary>
    bool Reads(ExperimentSpec spec);

    /// <summary>What the records say; cells without a record are left out.</summary>
    Findings Of(ExperimentSpec spec, IReadOnlyList<CellRecord> records);
}

/// <summary>Reads the records of one kind of experiment.</summary>
/// <typeparam name="TSpec">Its spec.</typeparam>
/// <typeparam name="TRecord">The record of its cells.</typeparam>
internal abstract class ExperimentReport<TSpec, TRecord> : IExperimentReport
    where TSpec : ExperimentSpec
    where TRecord : CellRecord
{
    /// <inheritdoc/>
    public bool Reads(ExperimentSpec spec) => spec is TSpec;

    /// <inheritdoc/>
    public Findings Of(ExperimentSpec spec, IReadOnlyList<CellRecord> records)
    {
        var foreign = records.FirstOrDefault(record => record is not TRecord);
        return foreign is null
            ? Of((TSpec)spec, [.. records.Cast<TRecord>()])
            : throw new ArgumentException($"The record of cell {foreign.Cell} is a {foreign.GetType().Name}, but the run's spec is a {spec.GetType().Name}, whose cells give {typeof(TRecord).Name}.", nameof(records));
    }

    /// <summary>What the records say.</summary>
    protected abstract Findings Of(TSpec spec, ImmutableArray<TRecord> records);
}
