using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Tasks;

namespace Superposition.Experiments.DeepCircuits;

/// <summary>What the cells of the experiment have in common: circuit, living inputs and channels come from the seed and m alone.</summary>
internal abstract record DeepCell(DeepCircuitsSpec Spec, ulong Seed) : Cell
{
    /// <summary>Sizes that differ only in the number of inputs would be cells of one name.</summary>
    public static IEnumerable<SpecProblem> Alike<T, TName>(string path, ImmutableArray<T> sizes, Func<T, TName> name)
        where T : class
        where TName : notnull
    {
        var seen = new Dictionary<TName, T>();
        return sizes.IsDefault ? [] : sizes.Index().Where(size => !seen.TryAdd(name(size.Item), size.Item) && !seen[name(size.Item)].Equals(size.Item)).Take(1)
            .Select(size => new SpecProblem($"{path}[{size.Index}]", "an earlier size with another number of inputs", "each size once"));
    }

    /// <summary>The seed of a number of features.</summary>
    protected Seed Start(int features) => SeedFor(Seed, FormattableString.Invariant($"m{features}"));

    /// <summary>Draws circuit and inputs, runs them and fills in the record.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="gates">The kinds of gates.</param>
    /// <param name="progress">Is told where the cell stands.</param>
    /// <param name="run">Runs the circuit on the inputs; the seed is for the network.</param>
    protected CellResult Measure(DeepCircuitsRecord record, GateShares gates, IProgress<CellProgress> progress, Func<LayeredCircuit, ActiveSets, Seed, DeepReport> run)
    {
        var start = Start(record.Features);
        var circuit = LayeredCircuit.Draw(record.Features, record.Depth, gates.ToMix(), Wiring.Dealt, start.For("circuit"));
        try
        {
            var inputs = LivingInputs.Draw(circuit, Spec.Active, record.Inputs, start.For("inputs"));
            progress.Report(new CellProgress(0.2, "inputs drawn"));
            var report = run(circuit, inputs, start.For("channels"));
            record = record with { Units = report.Units, Relus = report.Relus, Epsilon = report.Epsilon, Layers = report.Layers };
        }
        catch (InvalidOperationException e)
        {
            // Inputs that stay active are too rare in circuits with this mix of gates.
            record = record with { Refusal = e.Message };
        }

        return new CellResult(record, [], []);
    }
}
