using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Superposition.Cli.Commands;

/// <summary>The library's help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, Screen screen) : SynchronousCommandLineAction
{
    private static readonly string[] OfRoot = ["superposition construct subset -m 32 -s 2 -d 512", "superposition help construct",
        "superposition run experiments/02-learned-versus-constructed"];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = screen.Width;
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = parseResult.CommandResult.Command is ExampleCommand command ? command.Examples : OfRoot;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples)
        {
            output.WriteLine(Paragraph.ShellLine($"  {example}", screen.Width));
        }

        output.WriteLine();
        return ExitCode.Done;
    }
}
