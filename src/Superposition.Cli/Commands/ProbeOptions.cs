using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Superposition.Probing;
using Superposition.Specs;

namespace Superposition.Cli.Commands;

/// <summary>The options that say how to probe.</summary>
internal sealed class ProbeOptions
{
    private static readonly string[] KindNames = [.. Enum.GetNames<ProbeKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private readonly Option<double?> rate =
        NumberOption.Probability("--rate", "q", "False-discovery rate over all features (default: 0.05).");
    private readonly Option<double?> auc =
        NumberOption.Probability("--auc", "a", "Held-out AUC from which something may be called readable (default: 0.95).");
    private readonly Option<int?> controls = NumberOption.Whole(
        "--controls", "N",
        "Control labels for each base rate; from 1000 on a fitted tail continues them, with fewer more are drawn where no finding "
        + "would be possible (default: 1999).", 1, 100_000);
    private readonly Option<int?> directions =
        NumberOption.Whole("--directions", "N", "Random directions that effects are compared with (default: 1999).", 1, 1_000_000);
    private readonly Option<int?> contexts = NumberOption.Whole(
        "--contexts", "N",
        "Network: contexts in which each pair is removed; all of them where there are no more than four times as many (default: 128).", 2,
        10_000);
    private readonly Option<double?> material = NumberOption.Probability(
        "--material", "e", "Network: share of an output's range from which an effect is material (default: 0.03).");
    private readonly Option<ProbeKind[]> probes = new("--probes")
    {
        Description =
            $"Kinds of probes to compare, separated by commas: {string.Join(", ", KindNames)}; the last two take seconds a label "
            + "(default: ridge,mean-difference). Verdicts rest on ridge.",
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

    /// <summary>The options in the order in which help lists them.</summary>
    public IEnumerable<Option> All => [rate, auc, controls, directions, probes, .. OfUse];

    /// <summary>Those that only say how use is tested.</summary>
    public IEnumerable<Option> OfUse => [contexts, material];

    /// <summary>The settings of probing: the usual ones, and what was given in place of them.</summary>
    public ProbeSettings Settings(ParseResult parsed)
    {
        var usual = ProbeSettings.Usual;
        return usual with
        {
            Controls = parsed.GetValue(controls) ?? usual.Controls,
            RandomDirections = parsed.GetValue(directions) ?? usual.RandomDirections,
            Contexts = parsed.GetValue(contexts) ?? usual.Contexts,
            FalseDiscoveryRate = parsed.GetValue(rate) ?? usual.FalseDiscoveryRate,
            ReadableAuc = parsed.GetValue(auc) ?? usual.ReadableAuc,
            ImmaterialShare = parsed.GetValue(material) ?? usual.ImmaterialShare,
        };
    }

    /// <summary>The kinds of probes that are compared.</summary>
    public ProbeKind[] Kinds(ParseResult parsed) =>
        parsed.GetValue(probes) is { Length: > 0 } kinds ? kinds : [ProbeKind.Ridge, ProbeKind.MeanDifference];

    /// <summary>A kind as it is written on the command line.</summary>
    public static string Name(ProbeKind kind) => KindNames[Array.IndexOf(Enum.GetValues<ProbeKind>(), kind)];

    /// <summary>A p-value or a score in a table.</summary>
    public static string Number(double? optional) => optional is not { } value
        ? "–"
        : Math.Abs(value) is > 0 and < 0.001
        ? value.ToString("0.0e+0", CultureInfo.InvariantCulture)
        : value.ToString("F3", CultureInfo.InvariantCulture);
}
