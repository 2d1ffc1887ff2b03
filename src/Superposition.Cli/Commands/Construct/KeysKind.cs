using System.CommandLine;
using Superposition.AttentionKeys;
using Superposition.Booleans;

namespace Superposition.Cli.Commands.Construct;

/// <summary>An attention head whose query–key product tests a gate of any two key features.</summary>
internal sealed class KeysKind : ConstructKind
{
    private static readonly string[] Gates = ["and", "or", "xor"];

    private readonly Option<int?> features = NumberOption.Features("Number of key features.", 4, 300);
    private readonly Option<string?> gate =
        new("--gate")
        {
            Description = "What the queries test, for each pair of features (default: xor).",
            HelpName = string.Join('|', Gates)
        };

    public KeysKind(Screen screen)
        : base(
            screen, "keys",
            "one attention head for at most 2 active: the query–key product tests AND, OR or XOR of any two key features, all "
            + "queries on the same keys",
            "superposition construct keys --features 32 --gate xor")
    {
        features.Required = true;
        Active.Required = false;
        Add(features);
        Add(gate);
        gate.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !Gates.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"--gate is \"{token.Value}\", expected one of {string.Join(", ", Gates)}.");
            }
        });
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var m = parsed.GetValue(features)!.Value;
        var inputs = new SparseInputs(m, parsed.GetValue(Active) ?? 2, Sparsities.Value(parsed) ?? Sparsity.AtMost);
        if (inputs.Active > 2)
        {
            throw new CallerException(
                $"--active is {inputs.Active}, expected at most 2: the scores are proved for tokens with up to two active features.");
        }

        var dimension = UniversalKeys.HeadDimension(m);
        if (parsed.GetValue(Neurons) is { } d && d != dimension)
        {
            throw new CallerException(
                $"--neurons is {d}, but the head of {m} key features has {dimension} dimensions: leave the option out.");
        }

        var name = parsed.GetValue(gate) ?? "xor";
        var targets = new PairGates(m, (PairGate)Array.IndexOf(Gates, name));
        Memory.Require(4.0 * sizeof(float) * dimension * targets.Count, $"{targets.Count:N0} queries of {dimension:N0} dimensions");
        return new Construction
        {
            Kind = Name,
            Description =
            [
                $"{Name}: a head of {dimension} dimensions, {targets.Count:N0} queries for {name.ToUpperInvariant()} of two of {m} key "
                    + "features",
                $"largest error of a score: {UniversalKeys.Epsilon(m, targets.Gate):F6} by the proof in docs/algebraic-codes.md",
            ],
            Inputs = inputs,
            Targets = targets,
            Build = _ => UniversalKeys.Head(targets),
            RefitsLayer = true,
            Task = $"keys-{name}",
            Recipe = new Recipe(Name, m, inputs.Active, inputs.Sparsity, dimension, name),
        };
    }

    private sealed record Recipe(string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, string Gate);
}
