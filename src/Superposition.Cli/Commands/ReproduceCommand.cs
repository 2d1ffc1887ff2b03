using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using Superposition.Booleans;
using Superposition.Cli.Errors;
using Superposition.Reproduction;
using Superposition.Retraining;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition reproduce</c>.</summary>
internal sealed class ReproduceCommand : ExampleCommand
{
    private static readonly ImmutableArray<PublishedResult> Known = [.. PublishedResults.All, .. RetrainedResults.All];

    private readonly Screen screen;
    private readonly Argument<string[]> targets = new("TARGET")
    {
        Description =
            "What to run again: "
            + $"{string.Join(", ", Known.Select(result => result.Minutes is { } minutes ? $"{result.Id} (about {minutes} min)"
                : result.Id))}; all that take seconds when left out.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<ulong> seed = new("--seed") { Description = "The seed.", DefaultValueFactory = _ => 0 };

    public ReproduceCommand(Screen screen)
        : base("reproduce", "Run published results again: theirs, ours, ratio, verdict. Exit code 1 if one is missed.",
            "superposition reproduce", "superposition reproduce rt1 --seed 3")
    {
        this.screen = screen;
        Add(targets);
        Add(seed);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var names = parsed.GetValue(targets) ?? [];
        if (names.FirstOrDefault(name => Known.All(result => result.Id != name)) is { } unknown)
        {
            throw new CallerException($"superposition reproduce: \"{unknown}\" is not known, expected one of "
                + $"{string.Join(", ", Known.Select(result => result.Id))}.");
        }

        var values = new List<ReproducedValue>();
        foreach (var result in Known.Where(result =>
            names.Length == 0 ? result.Minutes is null : names.Contains(result.Id, StringComparer.Ordinal)))
        {
            cancellation.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            var rows = screen.Working(result.Summary, json, progress =>
                result.Reproduce(new ReproductionRun(new Seed(parsed.GetValue(seed)), Environment.ProcessorCount, progress, cancellation)));
            values.AddRange(rows);
            if (!json)
            {
                screen.Line($"{result.Summary}, in {Wording.Time(clock.Elapsed)}");
                Draw(rows);
            }
        }

        var missed = values.Count(value => !value.Holds);
        if (json)
        {
            screen.Json("values", values);
        }
        else
        {
            screen.Line($"{values.Count - missed} of {Wording.Count(values.Count, "value")} reproduced or beaten.");
            if (names.Length == 0)
            {
                screen.Line("Not run, because they train: "
                    + $"{string.Join(", ",
                        Known.Where(result => result.Minutes is not null)
                            .Select(result => $"{result.Id} (about {result.Minutes} min)"))}; name them to run them.");
            }
        }

        return missed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private void Draw(IEnumerable<ReproducedValue> rows)
    {
        var table = ErrorTables.NewTable(["quantity", "published", "ours", "ratio", "asked for", "verdict"]);
        foreach (var row in rows)
        {
            ErrorTables.AddRow(table, [
                row.Quantity, $"{row.Published:G4}", $"{row.Ours:G4}", $"{row.Ratio:F3}", row.IsToBeBeaten
                    ? "below"
                    : $"±{100 * row.Tolerance:G2} %", row.Holds
                    ? "holds"
                    : "MISSED",
            ]);
        }

        screen.Draw(table);
    }
}
