using System.CommandLine;
using Superposition.Cli.Runs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition report</c>.</summary>
internal sealed class ReportCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string[]> runs = new("RUN") { Description = "Folders of runs, finished or not.", Arity = ArgumentArity.OneOrMore };

    public ReportCommand(Screen screen)
        : base("report", "Draw the reports of runs anew from their records.", "superposition report runs/02-learned-versus-constructed-1")
    {
        this.screen = screen;
        Add(runs);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var drawn = new List<Drawn>();
        foreach (var path in parsed.GetRequiredValue(runs))
        {
            cancellation.ThrowIfCancellationRequested();
            var (folder, run) = RunFolder.Open(path);
            using (folder)
            {
                var records = ResultsFile.Read(folder.Results, folder.Timings);
                var report = screen.Working($"drawing {path}", json, () => ReportFolder.Write(folder, run, records));
                drawn.Add(new Drawn(path, folder.Report, report.Headline));
                if (!json)
                {
                    screen.Line(report.Headline);
                    screen.Line($"Report: {folder.Report}");
                }
            }
        }

        if (json)
        {
            screen.Json("reports", drawn);
        }

        return ExitCode.Done;
    }

    private sealed record Drawn(string Folder, string Report, string Headline);
}
