using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>The outputs of a circuit, from a file or a text.</summary>
[Description("The outputs of a circuit: BLIF, AIGER (ASCII or binary), or lines such as \"differ = xor x0 x1\". Features beyond those "
    + "of the circuit are wired to nothing.")]
public sealed record CircuitSpec : BooleanTargetsSpec
{
    /// <summary>The path of the circuit's file, relative to the folder of the task's own file; null where the text is given.</summary>
    [Description("The circuit's file, from where the task's own file lies.")]
    public string? File { get; init; }

    /// <summary>The text of the circuit, in any format that is read from files; null until a file has been read.</summary>
    [Description("The circuit itself, in place of a file or as it was read from it.")]
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
        [.. base.Problems(path, inputs), .. File is null && Text is null
            ? [new SpecProblem(path, "a circuit without gates", "a file or a text with them")]
            : (SpecProblem[])[]];

    /// <inheritdoc/>
    public override TargetsSpec WithFiles(Func<string, byte[]> read) =>
        File is { } file && Text is null ? this with { Text = CircuitFormats.ToText(read(file), file) } : this;

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var name = File ?? "circuit";
        try
        {
            var circuit = CircuitFormats.Parse(
                Text ?? throw new SpecException($"{name}: the file has not been read, expected the circuit's text."), name);
            return circuit.Features <= inputs.Features
                ? Targets(circuit.Among(inputs.Features), this)
                : throw new SpecException(
                    $"{name} has {circuit.Features:N0} features, but inputs.features is {inputs.Features:N0}, expected at least as many.");
        }
        catch (CircuitFormatException e)
        {
            throw new SpecException(e.Message);
        }
    }

    internal static TaskTargets Targets(BooleanCircuit circuit, TargetsSpec spec) =>
        new(circuit, output => circuit.OutputNames[output]) { Spec = spec, Circuit = circuit, FeatureNames = circuit.FeatureNames };
}
