using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>
/// Labels as a table in text, CSV or TSV: a line for each input, a column for each label, 0 and 1 or false and true. A first line of names
/// is used as such; a column "groups" holds the groups, numbers or names.
/// </summary>
public sealed class LabelTable : IArrayFile
{
    private const int Sniffed = 512;

    private readonly byte[] values;
    private readonly ImmutableArray<string> groups;

    private LabelTable(ImmutableArray<string> names, byte[] values, ImmutableArray<string> groups, int rows)
    {
        this.values = values;
        this.groups = groups;
        var arrays = new Dictionary<string, StoredArray>(StringComparer.Ordinal)
        {
            [ActivationLabels.LabelsKey] = new(ActivationLabels.LabelsKey, ElementType.Find("U8")!, [rows, values.Length / rows]),
        };
        if (groups.Length > 0)
        {
            arrays.Add(ActivationGroups.Key, new StoredArray(ActivationGroups.Key, ElementType.Text("text", 0), [rows]));
        }

        Arrays = arrays;
        Metadata = names.IsEmpty
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new(StringComparer.Ordinal) { [ActivationLabels.NamesKey] = JsonSerializer.Serialize(names) };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredArray> Arrays { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether a stream continues as text. Its position stays where it is.</summary>
    public static bool IsText(Stream stream)
    {
        Span<byte> first = stackalloc byte[Sniffed];
        var start = stream.Position;
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return read > 0 && !first[..read].ContainsAnyInRange((byte)0, (byte)8) && !first[..read].ContainsAnyInRange((byte)14, (byte)31)
            && first[0] is not (0x80 or 0x93);
    }

    /// <summary>Reads a table of labels, shape [n, labels], to its end; the separator is the one that its first line has.</summary>
    /// <exception cref="NetworkFileException">
    /// A line has another number of fields than the first, or a field is neither 0 nor 1.
    /// </exception>
    public static LabelTable Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var (values, groups, names) = (new List<byte>(), ImmutableArray.CreateBuilder<string>(), ImmutableArray<string>.Empty);
        var (number, columns, groupColumn, separator) = (0, 0, -1, ',');
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            if (columns == 0)
            {
                separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains(';', StringComparison.Ordinal)
                    && !line.Contains(',', StringComparison.Ordinal) ? ';' : ',';
            }

            var fields = CsvLine.Split(line, separator) ?? throw new NetworkFileException(
                $"Line {number} opens a quotation mark that it does not close.");
            if (columns == 0)
            {
                columns = fields.Length;
                if (fields.Any(field => Bit(field) is null))
                {
                    groupColumn = Array.IndexOf(fields, ActivationGroups.Key);
                    names = [.. fields.Where((_, i) => i != groupColumn)];
                    continue;
                }
            }

            if (fields.Length != columns)
            {
                throw new NetworkFileException($"Line {number} has {fields.Length} fields, expected {columns} as the first one.");
            }

            for (var i = 0; i < columns; i++)
            {
                if (i == groupColumn)
                {
                    groups.Add(fields[i]);
                }
                else
                {
                    values.Add(Bit(fields[i]) ?? throw new NetworkFileException(
                        $"Line {number} has {Quotation.Of(fields[i])} in column "
                            + $"{(names.IsEmpty ? $"{i}" : Quotation.Of(names[i - (groupColumn >= 0 && groupColumn < i ? 1 : 0)]))}, "
                            + "expected 0 or 1."));
                }
            }
        }

        var rows = values.Count / Math.Max(1, columns - (groupColumn < 0 ? 0 : 1));
        return rows > 0
            ? new LabelTable(names, [.. values], groups.ToImmutable(), rows)
            : throw new NetworkFileException("The table has no line of zeros and ones, expected one for each input.");
    }

    /// <inheritdoc/>
    public Tensor Read(string name) => name == ActivationLabels.LabelsKey
        ? tensor(values, uint8).reshape(Arrays[name].Shape.AsSpan().ToArray())
        : throw new NetworkFileException($"There is no array of numbers {Quotation.Of(name)}, found {Quotation.List(Arrays.Keys)}.");

    /// <inheritdoc/>
    public ImmutableArray<string> ReadText(string name) => name == ActivationGroups.Key && groups.Length > 0
        ? groups
        : throw new NetworkFileException($"There is no text {Quotation.Of(name)}.");

    private static byte? Bit(string field) => field.ToUpperInvariant() switch
    {
        "0" or "FALSE" or "0.0" => 0,
        "1" or "TRUE" or "1.0" => 1,
        _ => null,
    };
}
