using System.CommandLine;
using System.Diagnostics;
using Superposition.Booleans;
using Superposition.Cli.Errors;
using Superposition.Verification;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition verify</c>.</summary>
internal sealed class VerifyCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string[]> subjects =
        new("SUBJECT")
        {
            Description = "Subjects (T1 … T8, representation, …) or ids of claims; all when left out.",
            Arity = ArgumentArity.ZeroOrMore
        };
    private readonly Option<bool> full = new("--full") { Description = "Measure the rows that take long as well." };
    private readonly Option<bool> markdown =
        new("--markdown") { Description = "Write the rows as a page in Markdown, with their statements and sources." };
    private readonly Option<bool> explain =
        new("--explain") { Description = "Say of each row what it claims, where that comes from, and what it takes to hold." };
    private readonly Option<int> seeds =
        new("--seeds") { Description = "How often each row is measured, each time from another seed.", DefaultValueFactory = _ => 1 };
    private readonly Option<ulong> seed =
        new("--seed") { Description = "The seed that the others are split from.", DefaultValueFactory = _ => 0 };

    public VerifyCommand(Screen screen)
        : base("verify", "Measure every claim of the theory: predicted, measured, verdict. Exit code 1 if one does not hold.",
            "superposition verify", "superposition verify T7 T8 --full --seeds 5", "superposition verify T7 --explain",
            "superposition verify --full --seeds 3 --markdown > docs/claims.md")
    {
        this.screen = screen;
        Add(subjects);
        Add(full);
        Add(markdown);
        Add(explain);
        Add(seeds);
        Add(seed);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var repeats = parsed.GetValue(seeds);
        if (repeats < 1)
        {
            throw new CallerException($"superposition verify: --seeds is {repeats}, expected 1 or more.");
        }

        Claim[] claims = [.. Chosen(parsed.GetValue(subjects) ?? []).Where(claim => parsed.GetValue(full) || !claim.IsSlow)];
        var clock = Stopwatch.StartNew();
        var results = new List<ClaimResult>();
        foreach (var claim in claims)
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add(screen.Working($"[{results.Count + 1}/{claims.Length}] {claim.Id}", json, () =>
                claim.Check(new Seed(parsed.GetValue(seed)), repeats)));
        }

        var failed = results.Where(result => !result.Holds).ToArray();
        if (json)
        {
            screen.Json("claims", results.Select(Row.Of));
        }
        else if (parsed.GetValue(markdown))
        {
            screen.Text(ClaimsPage.Of(
                results, repeats, CommandOf(parsed, repeats), parsed.GetValue(full)
                ? 0
                : Chosen(parsed.GetValue(subjects) ?? []).Count(claim => claim.IsSlow)));
        }
        else
        {
            Draw(results);
            foreach (var result in parsed.GetValue(explain) ? results : [])
            {
                Explain(result);
            }

            screen.Line($"{results.Count - failed.Length} of {Wording.Count(results.Count, "claim")} hold, measured from "
                + $"{Wording.Count(repeats, "seed")} each in {Wording.Time(clock.Elapsed)}.");
            if (!parsed.GetValue(full) && Claims.All.Count(claim => claim.IsSlow) is > 0 and var slow)
            {
                screen.Line($"{Wording.Count(slow, "claim")} that take long are measured with --full.");
            }
        }

        foreach (var result in failed)
        {
            screen.Warn($"{result.Claim.Id} does not hold: {result.Claim.Statement} Predicted {result.Claim.Predicted:G4}, measured "
                + $"{result.Measured.Average():G4}.");
        }

        return failed.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The command line that gives the same page.</summary>
    private string CommandOf(ParseResult parsed, int repeats) => string.Join(' ', (string[])
    [
        "superposition", "verify", .. parsed.GetValue(subjects) ?? [], .. parsed.GetValue(full) ? ["--full"] : (string[])[],
        "--seeds", $"{repeats}",
        .. parsed.GetValue(seed) is var start and not 0 ? [$"--seed {start}"] : (string[])[], "--markdown",
    ]);

    private static IEnumerable<Claim> Chosen(string[] names)
    {
        foreach (var name in names)
        {
            if (!Claims.All.Any(claim => Names(claim, name)))
            {
                string[] known = [.. Claims.All.Select(claim => claim.Subject).Distinct(StringComparer.Ordinal)];
                throw new CallerException($"superposition verify: there is no claim or subject \"{name}\", expected one of "
                    + $"{string.Join(", ", known)} or the id of a claim.");
            }
        }

        return names.Length == 0 ? Claims.All : Claims.All.Where(claim => names.Any(name => Names(claim, name)));
    }

    private static bool Names(Claim claim, string name) =>
        string.Equals(claim.Subject, name, StringComparison.OrdinalIgnoreCase) || claim.Id == name;

    private void Draw(IEnumerable<ClaimResult> results)
    {
        var table = ErrorTables.NewTable(["", "claim", "", "predicted", "measured", "verdict"], names: 2);
        foreach (var result in results)
        {
            var relation = result.Claim.Relation switch
            {
                Relation.AtMost => "≤",
                Relation.AtLeast => "≥",
                Relation.Exactly => "=",
                _ => $"±{result.Claim.Within:G2}",
            };
            var measured = result.Measured is [var only]
                ? $"{only:G4}"
                : $"{result.Measured.Average():G4} ({result.Measured.Min():G4} … {result.Measured.Max():G4})";
            ErrorTables.AddRow(
                table, [result.Claim.Subject, result.Claim.Id, relation, $"{result.Claim.Predicted:G4}", measured, result.Holds
                ? "holds"
                : "FAILS"]);
        }

        screen.Draw(table);
    }

    /// <summary>One row in sentences.</summary>
    private void Explain(ClaimResult result)
    {
        var claim = result.Claim;
        var condition = claim.Relation switch
        {
            Relation.AtMost => $"at most {claim.Predicted:G4} from every seed",
            Relation.AtLeast => $"at least {claim.Predicted:G4} from every seed",
            Relation.Exactly => $"exactly {claim.Predicted:G4} from every seed",
            _ => $"a mean over seeds within {claim.Within:G2} of {claim.Predicted:G4}",
        };
        screen.Line($"{claim.Id}: {(result.Holds ? "holds" : "FAILS")}");
        screen.Line($"  {claim.Statement}");
        screen.Line($"  Source: {claim.Source}.");
        screen.Line($"  Expected {condition}; measured {string.Join(", ", result.Measured.Select(value => $"{value:G4}"))}.");
        screen.Line();
    }

    private sealed record Row(
        string Id, string Subject, string Source, string Statement, Relation Relation, double Predicted, double Within,
        IReadOnlyList<double> Measured, bool Holds)
    {
        public static Row Of(ClaimResult result) => new(
            result.Claim.Id, result.Claim.Subject, result.Claim.Source, result.Claim.Statement, result.Claim.Relation,
            result.Claim.Predicted, result.Claim.Within, [.. result.Measured], result.Holds);
    }
}
