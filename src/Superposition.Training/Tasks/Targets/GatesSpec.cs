using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>Gates of a few features each, random or listed, all of them outputs.</summary>
[Description("Gates of a few features each: a number of random ones, or those that are listed.")]
public sealed record GatesSpec : BooleanTargetsSpec
{
    private static readonly ImmutableArray<GateKind> Usual = [GateKind.And, GateKind.Or, GateKind.Xor, GateKind.Majority];

    /// <summary>The number of random gates; null where gates are listed.</summary>
    [Description("How many gates are drawn with the seed.")]
    public int? Count { get; init; }

    /// <summary>The kinds of drawn gates.</summary>
    [Description(
        "The kinds that gates are drawn from (and, or, xor, majority; not takes one feature): all four, each as often, when left out.")]
    public ImmutableArray<GateKind>? Kinds { get; init; }

    /// <summary>The number of features that each random gate reads.</summary>
    [Description("The number of features of a drawn gate; left out, two or three at random, and three for a majority.")]
    public int? FanIn { get; init; }

    /// <summary>The gates, each a statement of the circuit format, such as "g1 = xor x0 x1"; null where they are random.</summary>
    [Description("The gates, one a line as in circuit files, for example \"same = not x0\" or \"g1 = xor x0 x1\": every one is an output.")]
    public ImmutableArray<string>? List { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsFixed => List is not null;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
    [
        .. base.Problems(path, inputs),
        .. Count is null == List is null
            ? [new SpecProblem(
                path, Count is null ? "neither a count nor a list of gates" : "a count together with a list of gates", "one of the two")]
            : (SpecProblem[])[],
        .. Count is { } count ? SpecRules.Between($"{path}.count", count, 1, 100_000) : [],
        .. Kinds is { } kinds && (kinds.IsEmpty || kinds.Contains(GateKind.Table))
            ? [new SpecProblem(
                $"{path}.kinds", kinds.IsEmpty ? "an empty list" : "a list with table", "one or more of and, or, xor, not, majority")]
            : (SpecProblem[])[],
        .. FanIn is { } fanIn
            ? SpecRules.Between($"{path}.fanIn", fanIn, 1, Math.Min(64, inputs.Features), "the number of features")
            : SpecRules.Between("inputs.features", inputs.Features, 3, InputsSpec.MaxFeatures, "gates of up to three features"),
        .. FanIn is { } even && even % 2 == 0 && (Kinds ?? Usual).Contains(GateKind.Majority)
            ? [new SpecProblem($"{path}.fanIn", FormattableString.Invariant($"{even}"), "an odd number where kinds has majority")]
            : (SpecProblem[])[],
    ];

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var list = List ?? Drawn(inputs.Features, seed.Stream("gates"));
        return CircuitSpec.Targets(Listed(list, inputs.Features), this with { Count = null, Kinds = null, FanIn = null, List = list });
    }

    private static BooleanCircuit Listed(ImmutableArray<string> list, int features)
    {
        string[] names = [.. list.Select(line => line.Split('=')[0].Trim())];
        try
        {
            string[] lines = [FormattableString.Invariant($"features {features}"), .. list, $"outputs {string.Join(' ', names)}"];
            return CircuitText.Parse(string.Join('\n', lines), "gates");
        }
        catch (CircuitFormatException e)
        {
            throw new SpecException($"targets.list: {e.Message}");
        }
    }

    private ImmutableArray<string> Drawn(int features, Random random)
    {
        var kinds = Kinds ?? Usual;
        var gates = new string[Count!.Value];
        for (var k = 0; k < gates.Length; k++)
        {
            var kind = kinds[random.Next(kinds.Length)];
            var operands = new int[kind switch
            {
                GateKind.Not => 1,
                _ when FanIn is { } fanIn => fanIn,
                GateKind.Majority => 3,
                _ => random.Next(2, 4),
            }];
            Combinations.Draw(features, random, operands);
            var word = kind switch { GateKind.And => "and", GateKind.Or => "or", GateKind.Xor => "xor", GateKind.Not => "not", _ => "maj" };
            gates[k] = FormattableString.Invariant(
                $"g{k} = {word} {string.Join(' ', operands.Select(feature => FormattableString.Invariant($"x{feature}")))}");
        }

        return [.. gates];
    }
}
