using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Studies;

namespace Superposition.Experiments.DeepCircuits;

/// <summary>Searches the smallest width of a fused circuit.</summary>
internal sealed record WidthCell(DeepCircuitsSpec Spec, int Features, ulong Seed) : DeepCell(Spec, Seed)
{
    /// <inheritdoc/>
    public override string Id => $"width-m{Features}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 12.0 * Features * Spec.Widths!.Layers * (100 + (Spec.Widths.Inputs / 8.0));

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var runs = Spec.Widths!;
        var record = new DeepCircuitsRecord { Cell = Id, Seed = Seed, Part = DeepPart.Width, Arm = DeepArm.Corrected, Features = Features, Depth = runs.Layers, Inputs = runs.Inputs };
        var tries = 0;
        FusedDesign Next(int units)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new CellProgress(tries / (tries + 4.0), FormattableString.Invariant($"try {++tries}: n = {units:N0}")));
            return runs.Design.ToDesign(units);
        }

        try
        {
            var found = WidthSearch.Find(new WidthTask(Features, Spec.Active, runs.Layers, runs.Gates.ToMix(), Wiring.Dealt, runs.Inputs), Next, Start(Features));
            record = record with { Units = found.Units, Relus = found.Relus, Epsilon = found.Epsilon };
        }
        catch (InvalidOperationException e)
        {
            // No width up to twice the features is enough, or inputs that stay active are too rare.
            record = record with { Refusal = e.Message };
        }

        return new CellResult(record, [], []);
    }
}
