using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// The combinational part of the Berkeley Logic Interchange Format: one .model with .inputs, .outputs and .names with their covers.
/// </summary>
public static class Blif
{
    /// <summary>Reads a circuit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What errors call it, usually the file's name.</param>
    /// <exception cref="CircuitFormatException">The text is not BLIF, or has latches, subcircuits or library gates.</exception>
    public static BooleanCircuit Parse(string text, string source)
    {
        var named = new NamedGates(source);
        (string[] Signals, int Line)? names = null;
        var cover = new List<(string Inputs, char Value)>();
        var lastLine = 1;
        foreach (var (line, words) in Statements(text))
        {
            lastLine = line;
            if (words[0][0] != '.')
            {
                cover.Add(CoverRow(named, names?.Signals, words, line));
                continue;
            }

            FinishNames();
            switch (words[0])
            {
                case ".model":
                    break;
                case ".inputs":
                    foreach (var name in words[1..])
                    {
                        named.AddFeature(name, line);
                    }

                    break;
                case ".outputs":
                    foreach (var name in words[1..])
                    {
                        named.AddOutput(name, name, line);
                    }

                    break;
                case ".names" when words.Length > 1:
                    names = (words[1..], line);
                    break;
                case ".names":
                    throw named.Error(line, "found .names without a signal, expected its inputs and its output");
                case ".end":
                    return named.ToCircuit(line);
                default:
                    throw named.Error(line, $"found {words[0]}, expected .model, .inputs, .outputs, .names or .end (no latches, subcircuits or library gates)");
            }
        }

        FinishNames();
        return named.ToCircuit(lastLine);

        void FinishNames()
        {
            if (names is { } open)
            {
                var inputs = open.Signals[..^1];
                named.AddGate(open.Signals[^1], GateKind.Table, inputs, inputs.Length <= BooleanGate.MostTableOperands ? Table(cover, inputs.Length) : default, open.Line);
            }

            names = null;
            cover.Clear();
        }
    }

    private static (string Inputs, char Value) CoverRow(NamedGates named, string[]? signals, string[] words, int line)
    {
        if (signals is null)
        {
            throw named.Error(line, $"found \"{string.Join(' ', words)}\", expected a command that begins with a dot");
        }

        var (inputs, value) = words switch
        {
            [var only] when signals.Length == 1 => (string.Empty, only),
            [var row, var output] => (row, output),
            _ => throw named.Error(line, $"found the row \"{string.Join(' ', words)}\", expected {signals.Length - 1} input values and one output value"),
        };
        if (inputs.Length != signals.Length - 1 || inputs.Any(c => c is not ('0' or '1' or '-')))
        {
            throw named.Error(line, $"found the row \"{inputs}\", expected {signals.Length - 1} of 0, 1 and -");
        }

        return value is "0" or "1" ? (inputs, value[0]) : throw named.Error(line, $"found the output value \"{value}\", expected 0 or 1");
    }

    /// <summary>The truth table of a cover: rows list where the function is 1, or, when their output value is 0, where it is 0.</summary>
    private static ImmutableArray<bool> Table(List<(string Inputs, char Value)> cover, int operands)
    {
        var table = new bool[1 << operands];
        var listed = cover.Count == 0 || cover[0].Value == '1';
        for (var index = 0; index < table.Length; index++)
        {
            var isListed = cover.Any(row => row.Inputs.Select((c, place) => c == '-' || c - '0' == ((index >> (operands - 1 - place)) & 1)).All(fits => fits));
            table[index] = isListed == listed;
        }

        return [.. table];
    }

    /// <summary>Lines without comments, joined where one ends with a backslash; numbered by their first line.</summary>
    private static IEnumerable<(int Line, string[] Words)> Statements(string text)
    {
        var (line, first, pending) = (0, 1, string.Empty);
        foreach (var raw in text.Split('\n'))
        {
            line++;
            first = pending.Length == 0 ? line : first;
            pending += raw.Split('#')[0].TrimEnd();
            if (pending.EndsWith('\\'))
            {
                pending = pending[..^1] + " ";
                continue;
            }

            if (pending.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words)
            {
                yield return (first, words);
            }

            pending = string.Empty;
        }
    }
}
