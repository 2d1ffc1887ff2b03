using System.Text;

namespace Superposition.Booleans;

/// <summary>
/// The combinational part of the Berkeley Logic Interchange Format: one .model with .inputs, .outputs and .names with their covers.
/// </summary>
public static class Blif
{
    // What tools write about time and area, which no function depends on.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        ".area", ".delay", ".wire", ".wire_load_slope", ".input_arrival", ".default_input_arrival", ".output_required",
        ".default_output_required",
        ".input_drive", ".default_input_drive", ".output_load", ".default_output_load", ".max_input_load", ".default_max_input_load",
    };

    // Truth tables up to this much work; beyond that a cover is evaluated row by row.
    private const double MaxTableWork = 1 << 18;

    /// <summary>Reads the circuit of the one model in the text of a BLIF file; features and outputs keep their names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What errors call it, usually the file's name.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CircuitFormatException">
    /// The text is not BLIF, or has a second model, latches, subcircuits or library gates.
    /// </exception>
    public static BooleanCircuit Parse(string text, string source, CancellationToken cancellation = default)
    {
        var named = new NamedGates(source, cancellation);
        (string[] Signals, int Line)? names = null;
        GateCover? cover = null;
        var (model, end, lastLine) = (0, 0, 1);
        foreach (var (line, words) in Statements(text))
        {
            cancellation.ThrowIfCancellationRequested();
            lastLine = line;
            if (words[0][0] != '.')
            {
                AddRow(words, line);
                continue;
            }

            FinishNames();
            if (end > 0 && words[0] != ".model")
            {
                throw named.Error(line, $"found {words[0]} after the .end of line {end}, expected nothing");
            }

            switch (words[0])
            {
                case ".model" when model > 0 || end > 0:
                    throw named.Error(
                        line, $"found a second .model{(words.Length > 1 ? $", \"{words[1]}\"" : "")}, expected one: put every model "
                        + "into a file of its own");
                case ".model":
                    model = line;
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
                    end = line;
                    break;
                case var ignored when Ignored.Contains(ignored):
                    break;
                default:
                    throw named.Error(
                        line, $"found {words[0]}, expected .model, .inputs, .outputs, .names or .end (no latches, subcircuits or "
                        + "library gates)");
            }
        }

        FinishNames();
        return named.ToCircuit(lastLine);

        void AddRow(string[] words, int line)
        {
            var (inputs, value) = CoverRow(named, end > 0 ? null : names?.Signals, words, line);
            cover ??= new GateCover(inputs.Length, value == '1');
            if (cover.IsListed != (value == '1'))
            {
                throw named.Error(
                    line, $"found a row with the output value {value} in a cover whose first row has {(cover.IsListed ? 1 : 0)}, "
                    + "expected one value in all rows");
            }

            cover.Add(inputs);
        }

        void FinishNames()
        {
            if (names is { } open)
            {
                var inputs = open.Signals[..^1];
                cover ??= new GateCover(inputs.Length, isListed: true);
                if (inputs.Length <= BooleanGate.MaxTableOperands && cover.Listed <= MaxTableWork)
                {
                    named.AddGate(open.Signals[^1], GateKind.Table, inputs, cover.ToTable(), open.Line);
                }
                else
                {
                    named.AddGate(open.Signals[^1], cover, inputs, open.Line);
                }
            }

            (names, cover) = (null, null);
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
            _ => throw named.Error(
                line, $"found the row \"{string.Join(' ', words)}\", expected {signals.Length - 1} input values and one output value"),
        };
        if (inputs.Length != signals.Length - 1 || inputs.Any(c => c is not ('0' or '1' or '-')))
        {
            throw named.Error(line, $"found the row \"{inputs}\", expected {signals.Length - 1} of 0, 1 and -");
        }

        return value is "0" or "1" ? (inputs, value[0]) : throw named.Error(line, $"found the output value \"{value}\", expected 0 or 1");
    }

    /// <summary>Lines without comments, joined where one ends with a backslash; numbered by their first line.</summary>
    private static IEnumerable<(int Line, string[] Words)> Statements(string text)
    {
        var (line, first) = (0, 1);
        var pending = new StringBuilder();
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } raw)
        {
            line++;
            first = pending.Length == 0 ? line : first;
            pending.Append(raw.AsSpan(0, raw.IndexOf('#') is >= 0 and var comment ? comment : raw.Length).TrimEnd());
            if (pending.Length > 0 && pending[^1] == '\\')
            {
                pending[^1] = ' ';
                continue;
            }

            if (pending.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words)
            {
                yield return (first, words);
            }

            pending.Clear();
        }

        if (pending.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } last)
        {
            yield return (first, last);
        }
    }
}
