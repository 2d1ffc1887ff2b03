using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Superposition.Specs;

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
            new ListCommand(screen),
            new CancelCommand(screen),
            new DoctorCommand(screen),
            new SchemaCommand(screen),
            new Option<bool>(Json) { Description = "Write the result as JSON; progress goes to standard error.", Recursive = true },
        };
        root.SetAction(parsed => parsed.CommandResult.Command.Parse("--help").Invoke(parsed.InvocationConfiguration));
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        return root;
    }

    /// <summary>Complains about the first thing that was not understood.</summary>
    /// <exception cref="CallerException">Something was not.</exception>
    public static void RequireUnderstood(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0 || parsed.Action is HelpWithExamples)
        {
            return;
        }

        var command = parsed.CommandResult.Command;
        var name = string.Join(' ', Path(command).Reverse());
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            string[] known = [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name), .. unknown.StartsWith('-') ? command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive)).Select(option => option.Name) : []];
            var expected = known.Length == 0 ? "" : $", expected one of {string.Join(", ", known)}";
            throw new CallerException($"{name}: \"{unknown}\" is not understood{expected}{Spelling.Hint(unknown, known)}");
        }

        throw new CallerException($"{name}: {parsed.Errors[0].Message}");
    }

    /// <summary>"sign", "construct", "superposition".</summary>
    private static IEnumerable<string> Path(Command command)
    {
        Command? part = command;
        for (; part is not null and not RootCommand; part = part.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return part.Name;
        }

        yield return "superposition";
    }

    private sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            string[] examples = parseResult.CommandResult.Command is ExampleCommand command
                ? [.. command.Examples]
                : ["superposition run experiments/02-learned-versus-constructed", "superposition construct --help"];
            output.WriteLine(examples.Length == 1 ? "Example:" : "Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
            return ExitCode.Done;
        }
    }
}
