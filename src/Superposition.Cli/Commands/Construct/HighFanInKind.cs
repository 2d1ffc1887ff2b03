using System.CommandLine;
using System.Numerics;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Networks;
using Superposition.Tasks;

namespace Superposition.Cli.Commands.Construct;

/// <summary>ANDs of more than two features.</summary>
internal sealed class HighFanInKind : ConstructKind
{
    private const int UsualSets = 2000;
    private static readonly string[] Families = ["subsets", "signs"];

    private readonly Option<int?> features = NumberOption.Features("Number of features.", 2, 4096);
    private readonly Option<int?> fanIn = NumberOption.Whole("--fan-in", "t", "Number of features of an AND.", 1, 16);
    private readonly Option<int?> sets = NumberOption.Whole(
        "--sets", "N",
        $"Sets that are read: all when there are no more than N, otherwise N drawn ones (default: {UsualSets:N0}).", 1, 100_000);
    private readonly Option<string?> weights =
        new("--weights")
        {
            Description = "Random subsets or fair signs (default: whichever is predicted to have the smaller error).",
            HelpName = string.Join('|', Families)
        };
    private readonly Option<bool> oneBank =
        new("--one-bank")
        {
            Description = "Neurons of bias −1, which serve every fan-in: with the same seed the same neurons are read for each t."
        };
    private readonly Option<double?> density =
        NumberOption.Probability("--density", "p", "Density of random subsets (default: the one predicted to have the smallest error).");

    public HighFanInKind(Screen screen)
        : base(
            screen, "high-fan-in", "ANDs of t features at once; refused where a true AND's reading F_t vanishes or turns negative",
            "superposition construct high-fan-in --features 24 --active 4 --neurons 2048 --fan-in 3",
            "superposition construct high-fan-in --features 24 --active 4 --neurons 2048 --fan-in 3 --density 0.25",
            "superposition construct high-fan-in --features 24 --active 4 --neurons 8192 --fan-in 3 --one-bank")
    {
        features.Required = fanIn.Required = true;
        foreach (var option in (Option[])[features, fanIn, sets, weights, density, oneBank])
        {
            Add(option);
        }

        weights.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !Families.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"--weights is \"{token.Value}\", expected subsets or signs.");
            }
        });
    }

    /// <inheritdoc/>
    protected override Construction Plan(ParseResult parsed, CancellationToken cancellation)
    {
        var inputs = Inputs(parsed, parsed.GetValue(features)!.Value);
        var t = parsed.GetValue(fanIn)!.Value;
        if (t > inputs.Active)
        {
            throw new CallerException(
                $"--fan-in is {t}, expected at most the number of active features, {inputs.Active}: an AND of more is never true.");
        }

        var bank = Bank(parsed, t, Width(parsed, inputs.Features), inputs);
        var most = parsed.GetValue(sets) ?? UsualSets;
        var targets = Combinations.Count(inputs.Features, t) <= new BigInteger(most)
            ? FanInAnds.All(inputs.Features, t)
            : FanInAnds.Draw(inputs.Features, t, most, Start(parsed).Stream("sets"));
        Memory.Require(4.0 * sizeof(float) * bank.Neurons * targets.Count, $"{targets.Count:N0} sets read from {bank.Neurons:N0} neurons");
        return new Construction
        {
            Kind = Name,
            Description =
            [
                $"{Name}: ANDs of {t} features by {bank}, bias {bank.Bias:G4}",
                $"F_{t}, what a true AND reads before it is divided by their middle: "
                    + $"{string.Join(", ", bank.Signals(inputs).Select(s => $"{s.Signal:F3} with {s.Active} active"))}",
            ],
            Inputs = inputs,
            Targets = targets,
            Functions = new AndsSpec { FanIn = t, List = targets.Sets },
            Classes = "by how many of the set are active",
            Build = seed => Build(bank, inputs, targets, seed),
            Predict = () => HighFanInAnd.Predict(bank, inputs, targets.Count),
            RefitsLayer = true,
            Task = "high-fan-in-and",
            Recipe = new Recipe(
                Name, inputs.Features, inputs.Active, inputs.Sparsity, bank.Neurons, t, bank.Weights, bank.Density, bank.Bias,
                targets.Count),
        };
    }

    private AndBank Bank(ParseResult parsed, int t, int neurons, SparseInputs inputs)
    {
        BankWeights? family = parsed.GetValue(weights) is { } name ? (BankWeights)Array.IndexOf(Families, name) : null;
        if (parsed.GetValue(oneBank))
        {
            return SharedBank(t, neurons, inputs, family, parsed.GetValue(density));
        }

        if (parsed.GetValue(density) is not { } p)
        {
            return HighFanInAnd.Tune(t, neurons, inputs, family);
        }

        return family == BankWeights.Signs
            ? throw new CallerException($"--density is {p}, but signs have no density to choose: expected --weights subsets.")
            : AndBank.Subsets(t, neurons, p);
    }

    private static AndBank SharedBank(int t, int neurons, SparseInputs inputs, BankWeights? family, double? density) =>
        (t, family, density) switch
        {
            (1, _, _) => throw new CallerException("--fan-in is 1, but --one-bank serves ANDs of 2 features and more."),
            (_, BankWeights.Signs, { } p) =>
                throw new CallerException($"--density is {p}, but signs have no density to choose: expected --weights subsets."),
            (_, BankWeights.Signs, null) => AndBank.Shared(BankWeights.Signs, t, neurons),
            (_, _, { } p) => AndBank.Shared(BankWeights.Subsets, t, neurons, p),
            _ => HighFanInAnd.TuneShared(t, neurons, inputs, family),
        };

    private static ReluNetwork Build(AndBank bank, SparseInputs inputs, FanInAnds targets, Seed seed)
    {
        return HighFanInAnd.Build(bank, inputs, targets, seed);
    }

    private sealed record Recipe(
        string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, int FanIn, BankWeights Weights, double Density,
        double Bias, int Sets);
}
