using System.ComponentModel;
using Superposition.Circuits;
using Superposition.Networks;
using Superposition.Specs;
using Superposition.Tasks;
using Superposition.UniversalAnd;

namespace Superposition.Studies.Networks;

/// <summary>A circuit in one layer: its outputs as sums of ANDs that are read off banks of random neurons.</summary>
[Description("A circuit in one layer: every output is a sum of ANDs, read off one bank of random neurons for each number of features.")]
public sealed record CircuitNetwork : RandomNetworkSpec, IBuiltNetwork
{
    /// <summary>d, the number of neurons.</summary>
    [Description("d, the number of neurons of the whole layer.")]
    public required int Neurons { get; init; }

    /// <summary>Whether one bank serves all ANDs of two and more features.</summary>
    [Description("Whether one bank of bias −1 serves all ANDs of two and more features; a bank for each fan-in when left out.")]
    public bool? OneBank { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => SpecRules.Between($"{path}.neurons", Neurons, 3, 1_000_000);

    /// <inheritdoc/>
    public override int Width(TaskSpec task) => Neurons;

    /// <inheritdoc/>
    public override double Cost(TaskSpec task) => 0.1 + (1e-4 * Neurons);

    /// <inheritdoc/>
    public override DrawnNetwork Draw(StudyBench bench, CellContext context)
    {
        var circuit = bench.Task.Targets.Circuit ?? throw new ConstructionFailedException(
            "The task asks for other functions than a circuit, which this layer computes.");
        var inputs = bench.Task.Inputs.Space;
        var polynomials = OutputPolynomials.Of(circuit, inputs.Active, context.Cancellation);
        var banks = OneBank == true
            ? CircuitLayer.AllocateOneBank(polynomials, inputs, Neurons)
            : CircuitLayer.Allocate(polynomials, inputs, Neurons);
        using var generator = bench.SeedOf(
            DrawnAs ?? FormattableString.Invariant($"{bench.Task.Spec.Name}-d{Neurons}-seed{bench.Seed}")).Generator("construction");
        return new DrawnNetwork(CircuitLayer.Build(polynomials, inputs, banks, generator))
        {
            Design =
            [
                new("quietStd", CircuitLayer.PredictedQuietRms(polynomials, inputs, banks)),
                new("gates", circuit.Gates),
                new("depth", circuit.Depth),
                new("degree", polynomials.Max(polynomial => polynomial.Degree)),
                new("terms", polynomials.Sum(polynomial => polynomial.Terms.Length)),
                .. banks.SelectMany(bank => (KeyValuePair<string, double>[])
                [
                    new(FormattableString.Invariant($"bank{bank.FanIn}.neurons"), bank.Neurons),
                    new(FormattableString.Invariant($"bank{bank.FanIn}.density"), bank.Density),
                    new(FormattableString.Invariant($"bank{bank.FanIn}.bias"), bank.Bias),
                ]),
            ],
        };
    }
}
