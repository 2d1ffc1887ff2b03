using System.Collections.Immutable;
using System.Globalization;

namespace Superposition.Booleans;

/// <summary>
/// And-inverter graphs in the ASCII form of AIGER (header "aag"), without latches. Literals 2v and 2v + 1 are a variable and its negation,
/// 0 and 1 are the constants.
/// </summary>
public static class AigerAscii
{
    private const string Zero = "0";

    /// <summary>Reads one circuit from the text of an AIGER file; features and outputs keep the names of its symbol table.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What errors call it, usually the file's name.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CircuitFormatException">The text is not ASCII AIGER, or has latches.</exception>
    public static BooleanCircuit Parse(string text, string source, CancellationToken cancellation = default)
    {
        var named = new NamedGates(source, cancellation);
        var lines = text.Split('\n');
        var (most, inputs, outputs, ands) = Header(named, lines[0]);
        var line = 1;
        for (var i = 0; i < inputs; i++)
        {
            var literal = Numbers(named, lines, ++line, 1, most, "an input literal")[0];
            named.AddFeature(Even(named, literal, line, "an input"), line);
        }

        var firstOutput = line + 1;
        line += outputs;
        for (var i = 0; i < ands; i++)
        {
            var literals = Numbers(named, lines, ++line, 3, most, "an AND's literal and its two operands' literals");
            named.AddGate(
                Even(named, literals[0], line, "an AND"), GateKind.Table, [Variable(literals[1]), Variable(literals[2])],
                [.. Enumerable.Range(0, 4).Select(index =>
                    ((index >> 1) ^ (literals[1] & 1)) == 1 && ((index & 1) ^ (literals[2] & 1)) == 1)], line);
        }

        named.AddGate(Zero, GateKind.Table, [], [false], line);
        var symbols = Symbols(named, lines, line, inputs, outputs);
        for (var i = 0; i < outputs; i++)
        {
            var literal = Numbers(named, lines, firstOutput + i, 1, most, "an output literal")[0];
            var node = Variable(literal);
            if (literal % 2 == 1)
            {
                var negated = $"¬{node} of output {i}";
                named.AddGate(negated, GateKind.Not, [node], default, firstOutput + i);
                node = negated;
            }

            named.AddOutput(symbols.GetValueOrDefault(('o', i), $"o{i}"), node, firstOutput + i);
        }

        var featureNames = Enumerable.Range(0, inputs).Where(i => symbols.ContainsKey(('i', i)))
            .ToDictionary(i => Variable(Numbers(named, lines, 2 + i, 1, most, "an input literal")[0]), i =>
                symbols[('i', i)], StringComparer.Ordinal);
        return named.ToCircuit(lines.Length, featureNames);
    }

    private static (int Most, int Inputs, int Outputs, int Ands) Header(NamedGates named, string header)
    {
        var words = header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["aag", ..])
        {
            throw named.Error(1, $"found \"{words.FirstOrDefault()}\", expected the header \"aag M I L O A\"");
        }

        var counts = words[1..].Select(word =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 1 << 24 ? n : -1).ToArray();
        if (counts.Length < 5 || counts.Contains(-1))
        {
            throw named.Error(1, $"found \"{header.Trim()}\", expected \"aag M I L O A\" with five numbers");
        }

        if (counts[2] != 0 || counts[5..].Any(n => n != 0))
        {
            throw named.Error(1, $"found latches or properties in \"{header.Trim()}\", expected none: only inputs, outputs and ANDs");
        }

        return (counts[0], counts[1], counts[3], counts[4]);
    }

    private static int[] Numbers(NamedGates named, string[] lines, int line, int count, int most, string what)
    {
        if (line > lines.Length)
        {
            throw named.Error(lines.Length, $"found the end of the text, expected {what} on line {line}");
        }

        var words = lines[line - 1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = words.Select(word =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n / 2 <= most ? n : -1).ToArray();
        return numbers.Length == count && !numbers.Contains(-1)
            ? numbers
            : throw named.Error(line, $"found \"{lines[line - 1].Trim()}\", expected {what}, from 0 to {(2L * most) + 1}");
    }

    private static string Even(NamedGates named, int literal, int line, string what) => literal % 2 == 0 && literal > 0
        ? Variable(literal)
        : throw named.Error(line, $"found the literal {literal}, expected a positive even one for {what}");

    private static string Variable(int literal) => (literal / 2).ToString(CultureInfo.InvariantCulture);

    private static Dictionary<(char Kind, int Index), string> Symbols(NamedGates named, string[] lines, int line, int inputs, int outputs)
    {
        var symbols = new Dictionary<(char, int), string>();
        for (; line < lines.Length && lines[line].Trim() != "c"; line++)
        {
            var text = lines[line].Trim();
            if (text.Length == 0)
            {
                continue;
            }

            var words = text.Split(' ', 2, StringSplitOptions.TrimEntries);
            if (words.Length != 2 || text[0] is not ('i' or 'o') || !int.TryParse(
                words[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || index >= (text[0] == 'i' ? inputs : outputs) || !symbols.TryAdd((text[0], index), words[1]))
            {
                throw named.Error(
                    line + 1,
                    $"found \"{text}\", expected a name such as \"i0 name\" or \"o0 name\", once for each of {inputs} inputs and "
                    + $"{outputs} outputs, or the comment mark \"c\"");
            }
        }

        return symbols;
    }
}
