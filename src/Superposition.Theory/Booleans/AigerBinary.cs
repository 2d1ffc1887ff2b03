using System.Globalization;
using System.Text;

namespace Superposition.Booleans;

/// <summary>
/// And-inverter graphs in the binary form of AIGER (header "aig"): inputs are the first variables, ANDs the next ones in order, each as two
/// differences of literals in bytes of seven bits. Written out in the project's own text format, in which inputs that are only declared
/// take no space.
/// </summary>
internal sealed class AigerBinary
{
    // a ∧ b: with both operands negated, the first one, the second one, none.
    private static readonly string[] Tables = ["1000", "0100", "0010", "0001"];

    private readonly byte[] bytes;
    private readonly string source;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<(char Kind, long Index), string> symbols = [];
    private readonly StringBuilder text = new();
    private bool areInputsNamed;
    private long inputs;
    private int place;

    private AigerBinary(byte[] bytes, string source) => (this.bytes, this.source) = (bytes, source);

    /// <summary>The same circuit as a text of <see cref="CircuitText"/>.</summary>
    /// <exception cref="CircuitFormatException">The file is damaged, or has latches.</exception>
    public static string ToCircuitText(byte[] bytes, string source, CancellationToken cancellation) =>
        new AigerBinary(bytes, source).Convert(cancellation);

    private string Convert(CancellationToken cancellation)
    {
        var (most, outputs, ands) = Header();
        var literals = new long[outputs];
        for (var i = 0; i < outputs; i++)
        {
            var line = Line();
            literals[i] =
                long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var literal) && literal / 2 <= most ? literal
                : throw Error($"found the output \"{Shown(line)}\", expected a literal from 0 to {(2 * most) + 1}");
        }

        var operands = new (long First, long Second)[ands];
        for (var i = 0; i < ands; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var literal = 2 * (inputs + i + 1);
            var first = literal - Difference();
            var second = first - Difference();
            operands[i] = first >= 0 && first < literal && second >= 0 ? (first, second)
                : throw Error($"found the operands {first} and {second} of AND {literal}, expected literals below it: the file is damaged");
        }

        ReadSymbols();
        text.Append("features");
        areInputsNamed = symbols.Keys.Any(key => key.Kind == 'i');
        if (areInputsNamed)
        {
            for (var i = 0L; i < inputs; i++)
            {
                symbols[('i', i)] = Free(symbols.GetValueOrDefault(('i', i), Numbered('x', i)));
                text.Append(' ').Append(symbols[('i', i)]);
            }
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $" {inputs}");
        }

        text.Append("\n&0 = table 0\n");
        for (var i = 0; i < ands; i++)
        {
            var (first, second) = operands[i];
            var row = (int)(((1 - (first & 1)) << 1) | (1 - (second & 1)));
            text.Append(CultureInfo.InvariantCulture, $"&{inputs + i + 1} = table {Tables[row]} {Node(first / 2)} {Node(second / 2)}\n");
        }

        var names = new List<string>();
        for (var i = 0; i < outputs; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            names.Add(Free(symbols.GetValueOrDefault(('o', i), Numbered('o', i))));
            text.Append(
                CultureInfo.InvariantCulture, $"{names[^1]} = table {(literals[i] % 2 == 0 ? "01" : "10")} {Node(literals[i] / 2)}\n");
        }

        return text.Append("outputs ").AppendJoin(' ', names).Append('\n').ToString();
    }

    private (long Most, long Outputs, long Ands) Header()
    {
        var header = Line();
        long[] counts = [.. header.Split(' ')[1..].Select(word =>
            long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= int.MaxValue ? n : -1)];
        if (counts.Length < 5 || counts.Contains(-1))
        {
            throw Error($"found \"{Shown(header)}\", expected \"aig M I L O A\" with five numbers");
        }

        if (counts[2] != 0 || counts[5..].Any(n => n != 0))
        {
            throw Error($"found latches or properties in \"{Shown(header)}\", expected none: only inputs, outputs and ANDs");
        }

        inputs = counts[1];
        if (counts[0] != inputs + counts[4] || inputs is < 1 or > CircuitText.MaxFeatures)
        {
            throw Error($"found {counts[0]} variables and {inputs} inputs, expected as many variables as inputs and ANDs together, and "
                + $"1 to {CircuitText.MaxFeatures} inputs");
        }

        // Every output and every AND takes two bytes at least: more than that is declared, but not there.
        return (counts[3] + counts[4]) * 2 <= bytes.Length - place
            ? (counts[0], counts[3], counts[4])
            : throw Error($"found {bytes.Length - place} bytes after the header, expected {counts[3]} outputs and {counts[4]} ANDs");
    }

    /// <summary>Lines such as "i0 name" up to the comment mark "c". Names lose what the text format gives a meaning.</summary>
    private void ReadSymbols()
    {
        while (place < bytes.Length && Line() is var line && line != "c")
        {
            var words = line.Split(' ', 2);
            if (words.Length == 2 && line[0] is 'i' or 'o'
                && long.TryParse(words[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                var name = string.Concat(
                    words[1].Trim().Select(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '#' or '=' or '&' ? '_' : c));
                symbols[(line[0], index)] = name.Length > 0 ? name : Numbered(line[0], index);
            }
            else if (line.Trim().Length > 0)
            {
                throw Error($"found \"{Shown(line)}\" after the ANDs, expected a name such as \"i0 name\" or \"o0 name\", or the "
                    + "comment mark \"c\"");
            }
        }
    }

    private string Node(long variable) => variable == 0 || variable > inputs
        ? Numbered('&', variable)
        : symbols.GetValueOrDefault(('i', variable - 1), Numbered('x', variable - 1));

    private static string Numbered(char letter, long number) => string.Create(CultureInfo.InvariantCulture, $"{letter}{number}");

    /// <summary>The name, or with strokes after it where another node has it.</summary>
    private string Free(string name)
    {
        while (!taken.Add(name) || IsNumberedInput(name))
        {
            name += "'";
        }

        return name;
    }

    private bool IsNumberedInput(string name) => !areInputsNamed && name[0] == 'x'
        && long.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < inputs;

    private string Line()
    {
        var rest = bytes.AsSpan(place);
        var end = rest.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        place = end < 0 ? bytes.Length : place + end + 1;
        return line.TrimEnd('\r');
    }

    private long Difference()
    {
        var difference = 0L;
        for (var shift = 0; place < bytes.Length && shift <= 35; shift += 7)
        {
            var next = bytes[place++];
            difference |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return difference;
            }
        }

        throw Error("found the end of the file within an AND, expected two operands: the file is damaged");
    }

    private CircuitFormatException Error(string problem) => new(source, 1, problem);

    private static string Shown(string line) => line.Length <= 60 ? line : $"{line[..60]}…";
}
