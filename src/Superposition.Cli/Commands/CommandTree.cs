using System.CommandLine;
using System.CommandLine.Help;

namespace Superposition.Cli.Commands;

/// <summary>All commands, and what they have in common.</summary>
internal static class CommandTree
{
    /// <summary>The option for programs.</summary>
    public const string Json = "--json";

    /// <summary>Builds the tree. A new command is one line here.</summary>
    public static RootCommand Build(Screen screen)
    {
        var root = new RootCommand("Neural networks that compute in superposition: construct, train, measure and compare them.")
        {
            new RunCommand(screen),
            new SweepCommand(screen),
            new SweepTaskCommand(screen),
            new SweepEndCommand(screen),
            new ConstructCommand(screen),
            new TrainCommand(screen),
            new MeasureCommand(screen),
            new CompareCommand(screen),
            new ProbeCommand(screen),
            new ActivationsCommand(screen),
            new PlateauCommand(screen),
            new ExploreCommand(screen),
            new PicturesCommand(screen),
            new ImportCommand(screen),
            new ExportCommand(screen),
            new ZooCommand(screen),
            new VerifyCommand(screen),
            new ReproduceCommand(screen),
            new ReportCommand(screen),
            new FiguresCommand(screen),
            new CheckCommand(screen),
            new ListCommand(screen),
            new ResumeCommand(screen),
            new ServeCommand(screen),
            new CancelCommand(screen),
            new DoctorCommand(screen),
            new SchemaCommand(screen),
            new CompletionCommand(screen),
            new HelpCommand(),
            new Option<bool>(Json) { Description = "Write the result as JSON; progress goes to standard error.", Recursive = true },
        };
        root.SetAction(parsed => parsed.CommandResult.Command.Parse("--help").Invoke(parsed.InvocationConfiguration));
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, screen);
        return root;
    }
}
