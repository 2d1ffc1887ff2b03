using System.CommandLine;
using Superposition.Specs;

namespace Superposition.Cli.Commands;

/// <summary>
/// <c>superposition completion SHELL</c>: a script by which a shell completes commands and options. It asks the program itself, so it is
/// never out of date.
/// </summary>
internal sealed class CompletionCommand : ExampleCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "powershell"];

    private readonly Screen screen;
    private readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or powershell." };

    public CompletionCommand(Screen screen)
        : base(
            "completion", "Print a script that completes commands and options in a shell.",
            "superposition completion bash >> ~/.bashrc",
            "superposition completion zsh >> ~/.zshrc",
            "superposition completion fish > ~/.config/fish/completions/superposition.fish",
            "superposition completion powershell >> $PROFILE")
    {
        this.screen = screen;
        shell.CompletionSources.Add(Shells);
        Add(shell);
    }

    /// <inheritdoc/>
    public override bool Computes => false;

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(shell);
        if (!Shells.Contains(name, StringComparer.Ordinal))
        {
            throw new CallerException($"superposition completion: \"{name}\" is no shell known here, expected one of "
                + $"{string.Join(", ", Shells)}{Spelling.Hint(name, Shells)}");
        }

        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{name}")!);
        screen.Text(script.ReadToEnd());
        return ExitCode.Done;
    }
}
