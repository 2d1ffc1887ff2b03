using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Studies;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition export</c>.</summary>
internal sealed class ExportCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> run = new("RUN") { Description = "The folder of a study's run, finished or not." };
    private readonly Option<string> csv = new("--csv") { Description = "The file to write the table to, as comma-separated values.", HelpName = "FILE", Required = true };
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it exists." };

    public ExportCommand(Screen screen)
        : base(
            "export", "Write the table of a study's run, one line for each network of a cell, for pandas, R or a spreadsheet.",
            "superposition export runs/02-learned-versus-constructed-1 --csv table.csv")
    {
        this.screen = screen;
        Add(run);
        Add(csv);
        Add(force);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var (path, target) = (parsed.GetRequiredValue(run), parsed.GetRequiredValue(csv));
        OutputFile.RequireFree(target, parsed.GetValue(force));
        var table = TableOfRun.Read(path);
        RunFolder.WriteText(target, StudyTableCsv.Of(table));
        if (json)
        {
            screen.Json(new Exported(target, table.Rows.Length, StudyTableCsv.Columns(table)));
        }
        else
        {
            screen.Line($"{Wording.Count(table.Rows.Length, "row")} of {Wording.Count(StudyTableCsv.Columns(table).Length, "column")}: {target}");
        }

        return ExitCode.Done;
    }

    private sealed record Exported(string File, int Rows, IReadOnlyList<string> Columns);
}
