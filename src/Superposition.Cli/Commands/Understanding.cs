using System.CommandLine;
using System.CommandLine.Parsing;
using Superposition.Specs;

namespace Superposition.Cli.Commands;

/// <summary>Whether a command line was understood, and otherwise what was not.</summary>
internal static class Understanding
{
    /// <summary>Complains about the first thing that was not understood.</summary>
    /// <exception cref="CallerException">Something was not.</exception>
    public static void Require(ParseResult parsed)
    {
        if (parsed.RootCommandResult.Command is RootCommand { Directives: var directives } && directives.Any(directive =>
            parsed.GetResult(directive) is not null))
        {
            // A shell asks how an unfinished line could continue.
            return;
        }

        var command = parsed.CommandResult.Command;
        var name = string.Join(' ', Path(command).Reverse());
        var isHelp = parsed.Action is HelpWithExamples;
        if (!isHelp && UnknownOption(parsed) is { } option
            && !(command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [not ['-', ..], ..]))
        {
            string[] options = [.. OptionsOf(command).SelectMany(known => (string[])[known.Name, .. known.Aliases])];
            throw new CallerException($"{name}: there is no option \"{option}\", expected one of "
                + $"{string.Join(", ", OptionsOf(command).Select(known => known.Name))}{Spelling.Hint(option, options)}");
        }

        // Help of a command that does not exist would be the help of the one above it.
        if (parsed.UnmatchedTokens is [var unknown, ..] && (!isHelp || command.Subcommands.Count > 0))
        {
            string[] known = [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)];
            var expected = known.Length == 0 ? "" : $", expected one of {string.Join(", ", known)}";
            throw new CallerException($"{name}: \"{unknown}\" is not understood{expected}{Spelling.Hint(unknown, known)}");
        }

        if (!isHelp && parsed.Errors is [var error, ..])
        {
            throw new CallerException($"{name}: {error.Message}");
        }
    }

    /// <summary>
    /// The first word that begins like an option and is neither one nor the value of one. The library takes it for an argument, and blames
    /// its value.
    /// </summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        var values = parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(option =>
            option.Tokens).ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value is ['-', not (>= '0' and <= '9' or '.'), ..]
                && !values.Contains(token))?.Value;
    }

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(Ancestors(command).Skip(1).SelectMany(parent => parent.Options).Where(option => option.Recursive))
            .Where(option => !option.Hidden);

    /// <summary>"sign", "construct", "superposition".</summary>
    private static IEnumerable<string> Path(Command command) =>
        Ancestors(command).Select(part => part is RootCommand ? "superposition" : part.Name);

    private static IEnumerable<Command> Ancestors(Command command)
    {
        for (Command? part = command; part is not null; part = part.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return part;
        }
    }
}
