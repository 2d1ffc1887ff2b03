using System.Collections.Immutable;
using System.CommandLine;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Cli.Runs;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Cli.Commands.Construct;

/// <summary>A whole boolean circuit in one layer.</summary>
internal sealed class CircuitKind : ConstructKind
{
    private readonly Option<string> circuit = new("--circuit")
    {
        Required = true,
        HelpName = "FILE",
        Description = "A file with the circuit: BLIF, AIGER (ASCII or binary), or lines such as \"differ = xor x0 x1\"."
    };
    private readonly Option<int?> features = NumberOption.Features(
        "Number of features; those that the circuit does not have are wired to nothing (default: the circuit's).", 1, 4096);

    public CircuitKind(Screen screen)
        : base(
            screen, "circuit",
                "a boolean circuit in one layer: its outputs as sums of ANDs, read from banks of neurons for ANDs of 1, 2, … features",
            "superposition construct circuit --circuit experiments/04-high-fan-in-and-circuits/circuits/full-adder.blif --features 24 "
                + "--active 3 --neurons 512")
    {
        Add(circuit);
        Add(features);
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(circuit);
        var text = CircuitFormats.ToText(TextFile.ReadBytes(path, "a circuit"), path, cancellation);
        var read = CircuitFormats.Parse(text, path, cancellation);
        var m = parsed.GetValue(features) ?? read.Features;
        if (m < read.Features)
        {
            throw new CallerException($"--features is {m}, expected at least the {read.Features} features of {path}.");
        }

        var targets = read.Among(m);
        var inputs = Inputs(parsed, m);
        var polynomials = Polynomials(path, targets, inputs.Active, cancellation);
        var banks = CircuitLayer.Allocate(polynomials, inputs, Width(parsed, m));
        var quiet = Math.Sqrt(polynomials.Average(polynomial => Math.Pow(CircuitLayer.PredictedQuietStd(polynomial, inputs, banks), 2)));
        return new Construction
        {
            Kind = Name,
            Description =
            [
                $"{path}: {Wording.Count(read.Features, "feature")}, {Wording.Count(read.Gates, "gate")}, depth {read.Depth}",
                .. read.OutputNames.Zip(
                    polynomials, (name, polynomial) => polynomial.Terms.Length <= 8
                    ? $"{name} = {polynomial}"
                    : $"{name}: a sum of {polynomial.Terms.Length} ANDs of up to {polynomial.Degree} features"),
                .. banks.Select(bank => $"ANDs of {bank.FanIn}: {bank.Neurons:N0} neurons, {bank}"),
                $"predicted standard deviation where no feature of an output is active: {Wording.Error(quiet)}",
            ],
            Inputs = inputs,
            Targets = targets,
            Functions = new CircuitSpec { File = Path.GetFileName(path), Text = text },
            Classes = "quiet: no feature of the output is active; off and on: its value otherwise",
            Build = seed => Build(polynomials, inputs, banks, seed),
            RefitsLayer = true,
            Task = "circuit",
            Recipe = new Recipe(
                Name, text, m, inputs.Active, inputs.Sparsity,
                [.. banks.Select(bank => new Bank(bank.FanIn, bank.Neurons, bank.Weights, bank.Density, bank.Bias))]),
        };
    }

    private static ImmutableArray<MultilinearPolynomial> Polynomials(
        string path, BooleanCircuit circuit, int active, CancellationToken cancellation)
    {
        try
        {
            return MultilinearPolynomial.OfAll(circuit, active, cancellation);
        }
        catch (ArgumentException e)
        {
            throw new CallerException($"{path}: {e.Message.Split(" (Parameter", 2)[0]}", e);
        }
    }

    private static ReluNetwork Build(
        ImmutableArray<MultilinearPolynomial> polynomials, SparseInputs inputs, ImmutableArray<AndBank> banks, Seed seed)
    {
        return CircuitLayer.Build(polynomials, inputs, banks, seed);
    }

    private sealed record Recipe(
        string Construction, string Circuit, int Features, int Active, Sparsity Sparsity, ImmutableArray<Bank> Banks);

    private sealed record Bank(int FanIn, int Neurons, BankWeights Weights, double Density, double Bias);
}
