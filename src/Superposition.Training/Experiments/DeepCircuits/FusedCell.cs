using Superposition.DeepCircuits;
using Superposition.Studies;

namespace Superposition.Experiments.DeepCircuits;

/// <summary>Runs a fused circuit of one size.</summary>
internal sealed record FusedCell(DeepCircuitsSpec Spec, FusedSize Size, DeepArm Arm, ulong Seed) : DeepCell(Spec, Seed)
{
    /// <inheritdoc/>
    public override string Id => $"fused-m{Size.Features}-n{Size.Units}-l{Size.Layers}-{Arm.ToString().ToLowerInvariant()}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => Size.Features * (double)Size.Layers * (100 + (Spec.Fused!.InputsOf(Size, Arm) * (Arm == DeepArm.Uncorrected ? 1 : 0.125)));

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var runs = Spec.Fused!;
        var record = new DeepCircuitsRecord { Cell = Id, Seed = Seed, Part = DeepPart.Fused, Arm = Arm, Features = Size.Features, Depth = Size.Layers, Inputs = runs.InputsOf(Size, Arm) };
        try
        {
            return Measure(record, runs.Gates, progress, (circuit, inputs, seed) =>
            {
                var fused = new FusedCircuit(circuit, runs.Design.ToDesign(Size.Units, Arm), seed);
                cancellation.ThrowIfCancellationRequested();
                progress.Report(new CellProgress(0.5, "channels drawn"));
                return fused.Measure(inputs);
            });
        }
        catch (ArgumentException e)
        {
            // A pool is narrower than a channel.
            return new CellResult(record with { Refusal = e.Message }, [], []);
        }
    }
}
