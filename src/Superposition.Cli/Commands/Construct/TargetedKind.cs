using System.CommandLine;
using Superposition.Booleans;
using Superposition.Representation;
using Superposition.TargetedAnds;

namespace Superposition.Cli.Commands.Construct;

/// <summary>ANDs of a chosen set of pairs.</summary>
internal sealed class TargetedKind : ConstructKind
{
    private const int UsualGroupSize = 8;
    private static readonly string[] Assignments = ["balanced", "random"], ReadOffs = ["indicator", "product", "mixed-difference"];

    private readonly Option<int?> features = NumberOption.Features("Number of features.", 3, 100_000);
    private readonly Option<int?> gates = NumberOption.Whole(
        "--gates", "m'", "Number of pairs whose ANDs are computed; they are drawn (default: as many as features).", 1, 100_000);
    private readonly Option<int?> size =
        NumberOption.Whole("--group-size", "c", $"Neurons of a gate (default: {UsualGroupSize}).", 1, 4096);
    private readonly Option<int?> dimension = NumberOption.Whole(
        "--input-dimension", "d0",
        "Dimension of the state Φb, for inputs in superposition (default: none, the layer reads b).", 1, 1_000_000);
    private readonly Option<string?> assignment =
        Choice("--assignment", Assignments, "How the neurons of gates are chosen (default: balanced).");
    private readonly Option<string?> readOff = Choice("--read-off", ReadOffs, "How gates are read (default: indicator).");

    public TargetedKind(Screen screen)
        : base(
            screen, "targeted", "ANDs of chosen pairs: a group of neurons for each of them, features on or off their groups",
            "superposition construct targeted --features 512 --gates 512 --active 3 --neurons 1024",
            "superposition construct targeted --features 1024 --active 2 --neurons 1024 --input-dimension 1024 --group-size 16")
    {
        features.Required = true;
        foreach (var option in (Option[])[features, gates, size, dimension, assignment, readOff])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var inputs = Inputs(parsed, parsed.GetValue(features)!.Value);
        var d = Width(parsed, inputs.Features);
        var all = inputs.Features * (inputs.Features - 1L) / 2;
        var asked = parsed.GetValue(gates) ?? (int)Math.Min(all, inputs.Features);
        if (asked > all)
        {
            throw new CallerException($"--gates is {asked:N0}, expected at most the {all:N0} pairs of {inputs.Features} features.");
        }

        Memory.Require(4.0 * sizeof(float) * asked * d, $"{asked:N0} gates read from {d:N0} neurons");
        var design = new TargetedDesign(
            inputs, PairAnds.Draw(inputs.Features, asked, Start(parsed).Stream("gates")), d, parsed.GetValue(size) ?? UsualGroupSize)
        {
            Assignment = (Assignment)Math.Max(0, Array.IndexOf(Assignments, parsed.GetValue(assignment))),
            ReadOff = (TargetedReadOff)Math.Max(0, Array.IndexOf(ReadOffs, parsed.GetValue(readOff))),
            Encoding = parsed.GetValue(dimension) is { } d0 ? new EncodingSize(EncodingKind.Gaussian, d0) : null,
        };
        var isPredicted = design.ReadOff == TargetedReadOff.Indicator && inputs.Sparsity == Sparsity.Exactly;
        return new Construction
        {
            Kind = Name,
            Description =
            [
                $"{Name}: {asked:N0} of {all:N0} ANDs, groups of {design.GroupSize} neurons, {Assignments[(int)design.Assignment]}, "
                    + $"{ReadOffs[(int)design.ReadOff]} read-off",
                $"{design.MeanDegree:F1} gates a feature, up to {design.Degrees().Max()}; a neuron looks at {design.Load:F1} features "
                    + "on average",
                .. design.Encoding is null
                    ? (string[])[]
                    : [$"noise before a neuron, √(L s/d0): {TargetedPrediction.PreactivationNoise(design):F3}; errors set in at about "
                        + "0.35"],
            ],
            Inputs = inputs,
            Targets = design.Targets,
            Build = seed => TargetedLayer.Build(design, seed),
            Predict = isPredicted ? () => TargetedPrediction.Predict(design) : null,
            RefitsLayer = asked <= 4096,
            Task = "targeted-and",
            Recipe = new Recipe(
                Name, inputs.Features, inputs.Active, inputs.Sparsity, d, asked, design.GroupSize, design.Assignment, design.ReadOff,
                design.Encoding?.Dimension),
        };
    }

    private static Option<string?> Choice(string name, string[] names, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', names) };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !names.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"{name} is \"{token.Value}\", expected one of {string.Join(", ", names)}.");
            }
        });
        return option;
    }

    private sealed record Recipe(
        string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, int Gates, int GroupSize, Assignment Assignment,
        TargetedReadOff ReadOff, int? InputDimension);
}
