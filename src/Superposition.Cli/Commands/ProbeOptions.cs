using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Superposition.Probing;
using Superposition.Specs;

namespace Superposition.Cli.Commands;

/// <summary>The options that say how is probed.</summary>
internal sealed class ProbeOptions
{
    private static readonly string[] KindNames = [.. Enum.GetNames<ProbeKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private readonly Option<double?> rate = NumberOption.Probability("--rate", "q", "False-discovery rate over all features (default: 0.05).");
    private readonly Option<double?> auc = NumberOption.Probability("--auc", "a", "Held-out AUC from which something may be called readable (default: 0.95).");
    private readonly Option<int?> controls = NumberOption.Whole("--controls", "N", "Control labels for each base rate; the smallest p-value is 1/(N + 1) (default: 1999).", 1, 100_000);
    private readonly Option<int?> directions = NumberOption.Whole("--directions", "N", "Random directions that effects are held against (default: 4999).", 1, 1_000_000);
    private readonly Option<ProbeKind[]> probes = new("--probes")
    {
        Description = $"Kinds of probes to compare, separated by commas: {string.Join(", ", KindNames)}; the last two take seconds a label (default: ridge,mean-difference). Verdicts rest on ridge.",
        HelpName = "KINDS",
        CustomParser = result =>
        {
            var kinds = new List<ProbeKind>();
            foreach (var name in result.Tokens[0].Value.Split(','))
            {
                var place = Array.IndexOf(KindNames, name);
                if (place < 0)
                {
                    result.AddError($"--probes has \"{name}\", expected {string.Join(", ", KindNames)}{Spelling.Hint(name, KindNames)}");
                    break;
                }

                kinds.Add(Enum.GetValues<ProbeKind>()[place]);
            }

            return [.. kinds.Distinct()];
        },
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [rate, auc, controls, directions, probes];

    /// <summary>The settings.</summary>
    public ProbeSettings Settings(ParseResult parsed) => new()
    {
        Folds = 5,
        Ridge = 0.01,
        Controls = parsed.GetValue(controls) ?? 1999,
        RandomDirections = parsed.GetValue(directions) ?? 4999,
        Contexts = 64,
        FalseDiscoveryRate = parsed.GetValue(rate) ?? 0.05,
        ReadableAuc = parsed.GetValue(auc) ?? 0.95,
        ShareOfStrongest = 0.5,
        ImmaterialShare = 0.25,
    };

    /// <summary>The kinds of probes that are compared.</summary>
    public ProbeKind[] Kinds(ParseResult parsed) => parsed.GetValue(probes) is { Length: > 0 } kinds ? kinds : [ProbeKind.Ridge, ProbeKind.MeanDifference];

    /// <summary>A kind as it is written on the command line.</summary>
    public static string Name(ProbeKind kind) => KindNames[Array.IndexOf(Enum.GetValues<ProbeKind>(), kind)];

    /// <summary>A p-value or a score in a table.</summary>
    public static string Number(double value) => Math.Abs(value) is > 0 and < 0.001 ? value.ToString("0.0e+0", CultureInfo.InvariantCulture) : value.ToString("F3", CultureInfo.InvariantCulture);
}
