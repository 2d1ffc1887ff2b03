using System.Text.RegularExpressions;

namespace Superposition.Booleans;

/// <summary>Reads a circuit in any of the formats this project knows, told by what the text looks like.</summary>
public static partial class CircuitFormats
{
    /// <summary>Reads a circuit: ASCII AIGER if the text begins with "aag", BLIF if a line begins with .model, .inputs, .outputs or .names, otherwise the project's own format.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What errors call it, usually the file's name.</param>
    /// <exception cref="CircuitFormatException">The text is not a circuit in the format it looks like.</exception>
    public static BooleanCircuit Parse(string text, string source)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.StartsWith("aag", StringComparison.Ordinal) ? AigerAscii.Parse(lines, source)
            : BlifLine().IsMatch(lines) ? Blif.Parse(lines, source)
            : CircuitText.Parse(lines, source);
    }

    [GeneratedRegex(@"^[ \t]*\.(model|inputs|outputs|names)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlifLine();
}
