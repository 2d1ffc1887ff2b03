using System.CommandLine;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition help COMMAND</c>: the same as <c>superposition COMMAND --help</c>.</summary>
internal sealed class HelpCommand : ExampleCommand
{
    private readonly Argument<string[]> words =
        new("COMMAND") { Description = "The command, for example: construct sign.", Arity = ArgumentArity.ZeroOrMore };

    public HelpCommand()
        : base("help", "Show the help of a command.", "superposition help measure", "superposition help construct sign") => Add(words);

    /// <inheritdoc/>
    public override bool Computes => false;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var help = parsed.RootCommandResult.Command.Parse([.. parsed.GetValue(words) ?? [], "--help"]);
        Understanding.Require(help);
        return help.Invoke(parsed.InvocationConfiguration);
    }
}
