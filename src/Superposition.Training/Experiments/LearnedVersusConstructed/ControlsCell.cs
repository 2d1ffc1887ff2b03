using Superposition.Baselines;
using Superposition.Measurement;
using Superposition.Studies;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>Networks without a hidden layer: what any claim of computation has to beat.</summary>
internal sealed record ControlsCell(LearnedVersusConstructedSpec Spec, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"controls-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 1;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new UniversalAndBench(Spec.Task, Spec.Measurement.Inputs, Seed, cancellation);
        using var zero = ZeroNetwork.Of(bench.Pairs.Features, bench.Pairs.Count);
        using var linear = LeastSquares.LinearControl(bench.Pairs, bench.FitSample(bench.Pairs.Features));
        using var minimax = LinearAnd.Of(bench.Pairs);
        return new CellResult(
            new LearnedVersusConstructedRecord
            {
                Cell = Id,
                Seed = Seed,
                Part = Part.Controls,
                Neurons = 0,
                Arms = [new ArmErrors(Arm.Zero, bench.Errors(zero)), new ArmErrors(Arm.Linear, bench.Errors(linear)), new ArmErrors(Arm.LinearMinimax, bench.Errors(minimax))],
            },
            [],
            []);
    }
}
