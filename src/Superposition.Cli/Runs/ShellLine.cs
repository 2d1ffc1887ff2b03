using System.CommandLine;

namespace Superposition.Cli.Runs;

/// <summary>Command lines as they can be typed into a shell.</summary>
internal static class ShellLine
{
    /// <summary>Words, quoted where a shell would read something into them.</summary>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>The command line that is being obeyed.</summary>
    public static string Of(ParseResult parsed) => Of(["superposition", .. parsed.Tokens.Select(token => token.Value)]);

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '=' or ',' or ':' or '+')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
