using Superposition.DeepCircuits;
using Superposition.Studies;

namespace Superposition.Experiments.DeepCircuits;

/// <summary>Runs an alternation of universal-AND and error-correction layers of one size.</summary>
internal sealed record AlternatingCell(DeepCircuitsSpec Spec, AlternatingSize Size, DeepArm Arm, ulong Seed) : DeepCell(Spec, Seed)
{
    /// <inheritdoc/>
    public override string Id => $"alternating-m{Size.Features}-n{Size.Units}-q{Size.ChannelSize}-d{Size.SubsetNeurons}-l{Size.Layers}-{Arm.ToString().ToLowerInvariant()}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => Size.Layers * (double)Size.SubsetNeurons * Size.Features * (Size.Inputs + 100) / 100;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var record = new DeepCircuitsRecord { Cell = Id, Seed = Seed, Part = DeepPart.Alternating, Arm = Arm, Features = Size.Features, Depth = Size.Layers, Inputs = Size.Inputs, SubsetNeurons = Size.SubsetNeurons };
        return Measure(record, Spec.Alternating!.Gates, progress, (circuit, inputs, seed) =>
        {
            var design = new AlternatingDesign(Spec.Active, Size.Units, Size.ChannelSize, Size.SubsetNeurons) { Corrects = Arm == DeepArm.Corrected };
            using var network = new AlternatingCircuit(circuit, design, seed);
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new CellProgress(0.4, "weights drawn"));
            return network.Measure(inputs);
        });
    }
}
