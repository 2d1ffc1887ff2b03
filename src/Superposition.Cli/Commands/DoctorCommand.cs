using System.CommandLine;
using Superposition.Cli.Errors;
using Superposition.Cli.Machine;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition doctor</c>.</summary>
internal sealed class DoctorCommand : ExampleCommand
{
    private readonly Screen screen;

    public DoctorCommand(Screen screen)
        : base("doctor", "Check what this program needs of the machine, and say how to mend what is odd.", "superposition doctor") =>
            this.screen = screen;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var findings = MachineChecks.All.Select(check => check()).ToArray();
        if (json)
        {
            screen.Json("findings", findings);
        }
        else
        {
            var table = ErrorTables.NewTable(["", "found", ""], names: 3);
            foreach (var finding in findings)
            {
                var health = finding.Health switch { Health.Well => "ok", Health.Odd => "odd", _ => "broken" };
                ErrorTables.AddRow(table, [finding.What, finding.Found, health]);
            }

            screen.Draw(table);
            foreach (var finding in findings.Where(finding => finding.Remedy is not null))
            {
                screen.Line($"{finding.What}: {finding.Remedy}");
            }
        }

        return findings.Any(finding => finding.Health == Health.Broken) ? ExitCode.Failed : ExitCode.Done;
    }
}
