using System.Text;
using System.Text.RegularExpressions;

namespace Superposition.Booleans;

/// <summary>Reads a circuit in any of the formats this project knows, told by what the text looks like.</summary>
public static partial class CircuitFormats
{
    /// <summary>
    /// The text of a circuit file: binary AIGER is written out in the project's own format, everything else is text already.
    /// </summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">What errors call it, usually the file's name.</param>
    /// <param name="cancellation">Stops the conversion.</param>
    /// <exception cref="CircuitFormatException">The file is damaged binary AIGER.</exception>
    public static string ToText(byte[] bytes, string source, CancellationToken cancellation = default) =>
        bytes.AsSpan().StartsWith("aig "u8)
            ? AigerBinary.ToCircuitText(bytes, source, cancellation)
            : Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');

    /// <summary>
    /// Reads a circuit: ASCII AIGER if the text begins with "aag", BLIF if a line begins with .model, .inputs, .outputs or .names,
    /// otherwise the project's own format. Reading takes time and memory proportional to the text, whatever it declares.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What errors call it, usually the file's name.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CircuitFormatException">The text is not a circuit in the format it looks like.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BooleanCircuit Parse(string text, string source, CancellationToken cancellation = default)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.StartsWith("aag", StringComparison.Ordinal) ? AigerAscii.Parse(lines, source, cancellation)
            : BlifLine().IsMatch(lines) ? Blif.Parse(lines, source, cancellation)
            : CircuitText.Parse(lines, source, cancellation);
    }

    [GeneratedRegex(
        @"^[ \t]*\.(model|inputs|outputs|names)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex BlifLine();
}
