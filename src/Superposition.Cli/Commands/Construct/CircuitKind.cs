using System.Collections.Immutable;
using System.CommandLine;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Cli.Runs;
using Superposition.Networks;
using Superposition.TargetedAnds;
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

    private readonly Option<bool> oneBank =
        new("--one-bank") { Description = "One bank of bias −1 for all ANDs of two and more features, in place of one for each fan-in." };
    private readonly Option<int?> targeted = NumberOption.Whole(
        "--targeted", "c",
        "A group of c neurons for each AND of the outputs, all fan-ins on one set of neurons, in place of banks.", 1, 4096);

    public CircuitKind(Screen screen)
        : base(
            screen, "circuit",
            "a boolean circuit in one layer: its outputs as sums of ANDs, read from banks of neurons for ANDs of 1, 2, … features",
            "superposition construct circuit --circuit experiments/04-high-fan-in-and-circuits/circuits/full-adder.blif --features 24 "
                + "--active 3 --neurons 512",
            "superposition construct circuit --circuit experiments/04-high-fan-in-and-circuits/circuits/full-adder.blif --features 24 "
                + "--active 3 --neurons 512 --targeted 32")
    {
        foreach (var option in (Option[])[circuit, features, oneBank, targeted])
        {
            Add(option);
        }
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
        var polynomials = OutputPolynomials.Of(targets, inputs.Active, cancellation);
        var layer = Layer(parsed, polynomials, inputs, Width(parsed, m));
        return new Construction
        {
            Kind = Name,
            Description =
            [
                $"{path}: {Wording.Count(read.Features, "feature")}, {Wording.Count(read.Gates, "gate")}, depth {read.Depth}",
                .. read.OutputNames.Zip(polynomials, Describe),
                .. layer.Lines,
                "predicted standard deviation where no feature of an output is active: "
                    + Wording.Error(layer.QuietRms),
            ],
            Inputs = inputs,
            Targets = targets,
            Functions = new CircuitSpec { File = Path.GetFileName(path), Text = text },
            Classes = "quiet: no feature of the output is active; off and on: its value otherwise",
            Build = layer.Build,
            RefitsLayer = true,
            Task = "circuit",
            Recipe = new Recipe(Name, text, m, inputs.Active, inputs.Sparsity, layer.Banks, parsed.GetValue(targeted)),
        };
    }

    private BuiltLayer Layer(
        ParseResult parsed, ImmutableArray<MultilinearPolynomial> polynomials, SparseInputs inputs, int neurons)
    {
        if (parsed.GetValue(targeted) is { } size)
        {
            if (parsed.GetValue(oneBank))
            {
                throw new CallerException("--targeted and --one-bank are two ways to build the layer, expected one of them.");
            }

            var design = new TargetedCircuitDesign(inputs, polynomials, neurons, size);
            return new BuiltLayer(
                [], [$"{Wording.Count(design.Terms().Length, "AND")}, a group of {size} neurons each, weights {design.LevelOrDefault}/k"],
                TargetedCircuitLayer.PredictedQuietRms(design), seed => TargetedCircuitLayer.Build(design, seed));
        }

        var banks = parsed.GetValue(oneBank)
            ? CircuitLayer.AllocateOneBank(polynomials, inputs, neurons)
            : CircuitLayer.Allocate(polynomials, inputs, neurons);
        return new BuiltLayer(
            [.. banks.Select(bank => new Bank(bank.FanIn, bank.Neurons, bank.Weights, bank.Density, bank.Bias))],
            [.. banks.Select(bank => $"ANDs of {bank.FanIn}: {(bank.IsShared ? "the same " : "")}{bank.Neurons:N0} neurons, {bank}")],
            CircuitLayer.PredictedQuietRms(polynomials, inputs, banks),
            seed => CircuitLayer.Build(polynomials, inputs, banks, seed));
    }

    private static string Describe(string output, MultilinearPolynomial polynomial) => polynomial.Terms.Length <= 8
        ? $"{output} = {polynomial}"
        : $"{output}: a sum of {polynomial.Terms.Length} ANDs of up to {polynomial.Degree} features";

    /// <summary>The layer that the options ask for: what is said of it, its predicted noise, and how it is drawn.</summary>
    private sealed record BuiltLayer(
        ImmutableArray<Bank> Banks, ImmutableArray<string> Lines, double QuietRms, Func<Seed, ReluNetwork> Build);

    private sealed record Recipe(
        string Construction, string Circuit, int Features, int Active, Sparsity Sparsity, ImmutableArray<Bank> Banks,
        int? GroupSize);

    private sealed record Bank(int FanIn, int Neurons, BankWeights Weights, double Density, double Bias);
}
