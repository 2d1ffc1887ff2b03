using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using Superposition.Booleans;
using Superposition.Specs;

namespace Superposition.Tasks;

/// <summary>A truth table from a file.</summary>
[Description("Functions given by a table: CSV with a line of names and then one line of 0 and 1 an input. Columns that are not outputs "
    + "are the first features, in order.")]
public sealed record TableSpec : BooleanTargetsSpec
{
    /// <summary>The path of the CSV file, relative to the folder of the task's own file; null where the text is given.</summary>
    [Description("The CSV file, from where the task's own file lies.")]
    public string? File { get; init; }

    /// <summary>The CSV itself, a line of names and then one of 0 and 1 for each input; null until a file has been read.</summary>
    [Description("The CSV itself, in place of a file or as it was read from it.")]
    public string? Text { get; init; }

    /// <summary>The names of the columns that are outputs.</summary>
    [Description("The names of the columns that are outputs; the last column alone when left out.")]
    public ImmutableArray<string>? Outputs { get; init; }

    /// <summary>The value on inputs that are not in the table.</summary>
    [Description("The value, 0 or 1, of every output on inputs that are not in the table; left out, the table has to have every input.")]
    public int? Otherwise { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path, InputsSpec inputs) =>
    [
        .. base.Problems(path, inputs),
        .. File is null && Text is null
            ? [new SpecProblem(path, "a table without lines", "a file or a text with them")]
            : (SpecProblem[])[],
        .. SpecRules.Between($"{path}.otherwise", Otherwise ?? 0, 0, 1),
        .. Outputs is { IsEmpty: true }
            ? [new SpecProblem($"{path}.outputs", "an empty list", "the name of at least one column")]
            : (SpecProblem[])[],
    ];

    /// <inheritdoc/>
    public override TargetsSpec WithFiles(Func<string, byte[]> read) =>
        File is { } file && Text is null ? this with { Text = Encoding.UTF8.GetString(read(file)).TrimStart('\uFEFF') } : this;

    /// <inheritdoc/>
    public override TaskTargets Draw(InputsSpec inputs, Seed seed)
    {
        var name = File ?? "table";
        string[] lines = [.. (Text ?? throw new SpecException($"{name}: the file has not been read, expected its text."))
            .ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
        var header = Words(lines[0]);
        var columns = Columns(name, header);
        int[] read = [.. Enumerable.Range(0, header.Length).Except(columns)];
        if (read.Length == 0 || read.Length > inputs.Features)
        {
            throw new SpecException(FormattableString.Invariant(
                $"{name}, line 1: found {read.Length} columns of features, expected 1 to the {inputs.Features} features of the inputs."));
        }

        var rows = new Dictionary<string, bool[]>(StringComparer.Ordinal);
        for (var line = 1; line < lines.Length; line++)
        {
            var words = Words(lines[line]);
            if (words.Length != header.Length || words.Any(word => word is not ("0" or "1")))
            {
                throw new SpecException(FormattableString.Invariant(
                    $"{name}, line {line + 1}: found {Quotation.Of(lines[line])}, expected {header.Length} of 0 and 1."));
            }

            if (!rows.TryAdd(
                TableTargets.Key(read.Index().Where(column => words[column.Item] == "1").Select(column => column.Index)),
                [.. columns.Select(column => words[column] == "1")]))
            {
                throw new SpecException(FormattableString.Invariant(
                    $"{name}, line {line + 1}: the same input stands in an earlier line, expected every input once."));
            }
        }

        if (Otherwise is null && (read.Length > 30 || rows.Count < 1 << read.Length))
        {
            throw new SpecException(string.Create(CultureInfo.InvariantCulture,
                $"{name}: found {rows.Count:N0} of the 2^{read.Length} inputs, expected all of them, or \"otherwise\": 0 or 1 for the "
                + $"others."));
        }

        string[] names = [.. columns.Select(column => header[column])];
        return new TaskTargets(new TableTargets(inputs.Features, read.Length, names.Length, rows, Otherwise == 1), output => names[output])
        {
            Spec = this,
            FeatureNames = [.. read.Select(column => header[column]),
                .. Enumerable.Range(read.Length, inputs.Features - read.Length).Select(feature => $"idle{feature}")],
        };
    }

    private static string[] Words(string line) =>
        line.Split([',', ';', '\t', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private int[] Columns(string name, string[] header)
    {
        if (header.Length < 2 || header.Distinct(StringComparer.Ordinal).Count() < header.Length)
        {
            throw new SpecException(
                $"{name}, line 1: found {header.Length} names, expected at least two different ones, of features and of outputs.");
        }

        return Outputs is not { } outputs
            ? [header.Length - 1]
            : [.. outputs.Select(output => Array.IndexOf(header, output) is >= 0 and var column
                ? column
                : throw new SpecException($"{name}, line 1: there is no column {Quotation.Of(output)}, expected "
                    + $"{Quotation.List(header)}{Spelling.Hint(output, header)}"))];
    }
}
