using System.Collections.Immutable;
using System.Globalization;

namespace Superposition.Booleans;

/// <summary>
/// The project's own text format for circuits. One statement a line, <c>#</c> begins a comment, gates may come in any order:
/// <code>
/// features 4            # x0 x1 x2 x3; or their names: features a b c d
/// same = not differ
/// differ = xor x0 x1    # and, or, xor, not, maj
/// only = table 0010 x0 x2   # the first operand is the highest bit: x0 ∧ ¬x2
/// outputs same only x3
/// </code>
/// </summary>
public static class CircuitText
{
    /// <summary>The largest number of features.</summary>
    internal const int MaxFeatures = 1 << 20;

    /// <summary>Reads one circuit from a text in this format.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What errors call it, usually the file's name.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CircuitFormatException">The text is not a circuit.</exception>
    public static BooleanCircuit Parse(string text, string source, CancellationToken cancellation = default)
    {
        var named = new NamedGates(source, cancellation);
        var line = 0;
        foreach (var raw in text.Split('\n'))
        {
            line++;
            var words = raw.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []:
                    break;
                case ["features", .. var names]:
                    AddFeatures(named, names, line);
                    break;
                case ["outputs", .. var names]:
                    foreach (var name in names)
                    {
                        named.AddOutput(name, name, line);
                    }

                    break;
                case [var name, "=", "table", var values, .. var operands]:
                    named.AddGate(name, GateKind.Table, operands, Table(named, values, line), line);
                    break;
                case [var name, "=", var kind, .. var operands]:
                    named.AddGate(name, Kind(named, kind, line), operands, default, line);
                    break;
                default:
                    throw named.Error(
                        line, $"found \"{string.Join(' ', words.Take(6))}{(words.Length > 6 ? " …" : string.Empty)}\", expected "
                        + "\"features …\", \"outputs …\" or \"name = gate operands\"");
            }
        }

        return named.ToCircuit(line);
    }

    private static void AddFeatures(NamedGates named, string[] names, int line)
    {
        if (named.Features > 0)
        {
            throw named.Error(line, "found features a second time, expected one such line");
        }

        if (names is [var number] && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            named.AddNumbered(
                count is >= 1 and <= MaxFeatures
                ? (int)count
                : throw named.Error(line, $"found {count} features, expected 1 to {MaxFeatures}"), line);
            return;
        }

        foreach (var name in names)
        {
            named.AddFeature(name, line);
        }
    }

    private static ImmutableArray<bool> Table(NamedGates named, string values, int line) => values.All(c => c is '0' or '1')
        ? [.. values.Select(c => c == '1')]
        : throw named.Error(line, $"found the table \"{values}\", expected only 0 and 1");

    private static GateKind Kind(NamedGates named, string kind, int line) => kind switch
    {
        "and" => GateKind.And,
        "or" => GateKind.Or,
        "xor" => GateKind.Xor,
        "not" => GateKind.Not,
        "maj" => GateKind.Majority,
        "table" => throw named.Error(line, "found a table without values, expected \"table 0110 a b\""),
        _ => throw named.Error(line, $"found the gate \"{kind}\", expected and, or, xor, not, maj or table"),
    };
}
