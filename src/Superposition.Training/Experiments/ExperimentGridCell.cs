using System.Text.Json;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Experiments;

/// <summary>A cell of an experiment whose kind has a record of its own: that record is its one line.</summary>
internal sealed record ExperimentGridCell(Cell Cell) : GridCell
{
    /// <inheritdoc/>
    public override string Id => Cell.Id;

    /// <inheritdoc/>
    public override double Cost => Cell.Cost;

    /// <inheritdoc/>
    public override CellOutcome Run(CellContext context)
    {
        var result = (Cell with { Store = context.Store }).Run(context.Progress, context.Cancellation);
        return new CellOutcome(Id, new Seed(result.Record.Seed), [JsonSerializer.Serialize(result.Record, SpecJson.Line)])
        {
            Refusal = result.Record.Refusal,
            Failure = result.Record.Failure,
            Networks = result.Networks,
            Trace = result.Trace,
        };
    }
}
