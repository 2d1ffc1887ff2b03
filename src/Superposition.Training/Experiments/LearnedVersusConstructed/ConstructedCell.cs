using Superposition.Studies;
using Superposition.UniversalAnd;

namespace Superposition.Experiments.LearnedVersusConstructed;

/// <summary>The first two arms: a construction with its own read-off, and least squares on the same layer.</summary>
internal sealed record ConstructedCell(LearnedVersusConstructedSpec Spec, string Construction, int Neurons, ulong Seed) : Cell
{
    /// <inheritdoc/>
    public override string Id => $"{Construction}-d{Neurons}-seed{Seed}";

    /// <inheritdoc/>
    public override double Cost => 2;

    /// <inheritdoc/>
    public override CellResult Run(IProgress<CellProgress> progress, CancellationToken cancellation)
    {
        var bench = new UniversalAndBench(Spec.Task, Spec.Measurement.Inputs, Seed, cancellation);
        var record = new LearnedVersusConstructedRecord { Cell = Id, Seed = Seed, Part = Part.Constructed, Neurons = Neurons, Construction = Construction, Arms = [] };
        try
        {
            var network = bench.Construct(Construction, Neurons);
            return new CellResult(
                record with { Arms = [new ArmErrors(Arm.Analytic, bench.Errors(network)), new ArmErrors(Arm.LeastSquares, bench.RefittedErrors(network))] }, [new NamedNetwork(Id, network, IsTrained: false, bench.Task.Inputs, bench.Pairs)], []);
        }
        catch (ConstructionFailedException e)
        {
            return new CellResult(record with { Refusal = e.Message }, [], []);
        }
    }
}
