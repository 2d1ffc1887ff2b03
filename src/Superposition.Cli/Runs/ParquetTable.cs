using System.Collections.Immutable;
using Parquet;
using Parquet.Schema;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// A study's table as Apache Parquet: numbers as float64 (coordinates that are all whole as int64), flags as booleans, curves as lists of
/// float64, and texts, maps and columns of mixed kinds as strings, as in CSV. A value that a row does not have is null, a curve empty.
/// </summary>
internal static class ParquetTable
{
    /// <summary>The bytes of the file.</summary>
    public static byte[] Of(StudyTable table)
    {
        using var stream = new MemoryStream();
#pragma warning disable VSTHRD002, MA0045 // The stream is memory and the command has nothing else to do.
        WriteAsync(stream, table).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, MA0045
        return stream.ToArray();
    }

    private static async Task WriteAsync(Stream stream, StudyTable table)
    {
        var rows = table.Rows;
        var columns = StudyTableCsv.Columns(table).Select(name =>
            Column.Of(name, [.. rows.Select(row => Value(row, name))], table.CoordinateNames.Contains(name))).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream);
        using var group = writer.CreateRowGroup();
        foreach (var column in columns)
        {
            await column.Write(group);
        }

        group.CompleteValidate();
    }

    private static StudyValue? Value(StudyRow row, string name) => name switch
    {
        "cell" => row.Cell,
        "refusal" => row.Refusal is { } refusal ? (StudyValue)refusal : null,
        "failure" => row.Failure is { } failure ? (StudyValue)failure : null,
        _ => row[name],
    };

    private sealed record Column(DataField Field, Func<ParquetRowGroupWriter, Task> Write)
    {
        public static Column Of(string name, ImmutableArray<StudyValue?> values, bool isCoordinate)
        {
            var known = values.OfType<StudyValue>().ToArray();
            if (known.Length > 0 && known.All(value => value is StudyValue.Number))
            {
                return isCoordinate && known.All(value =>
                    Math.Abs(value.AsNumber!.Value) < 1L << 53 && double.IsInteger(value.AsNumber.Value))
                    ? Scalars<long>(name, [.. values.Select(value => (long?)value?.AsNumber)])
                    : Scalars<double>(name, [.. values.Select(value => value?.AsNumber)]);
            }

            if (known.Length > 0 && known.All(value => value is StudyValue.Flag))
            {
                return Scalars<bool>(name, [.. values.Select(value => (value as StudyValue.Flag)?.Value)]);
            }

            if (known.Length > 0 && known.All(value => value is StudyValue.Series))
            {
                return Lists(name, [.. values.Select(value => (value as StudyValue.Series)?.Values ?? [])]);
            }

            var texts = new DataField(name, typeof(string), isNullable: true);
            return new Column(texts, group => group.WriteAsync(texts, (string[])[.. values.Select(value => value?.ToString()!)]));
        }

        private static Column Scalars<T>(string name, T?[] values)
            where T : struct
        {
            var field = new DataField(name, typeof(T), isNullable: true);
            return new Column(field, group => group.WriteAsync<T>(field, values));
        }

        private static Column Lists(string name, ImmutableArray<double>[] rows)
        {
            // Repetition level 1 goes on in the row's list; definition level 0 is an empty one.
            var field = new DataField(name, typeof(double), isNullable: false, isArray: true);
            int[] repetition = [.. rows.SelectMany(row => row.IsEmpty ? [0] : row.Select((_, i) => i == 0 ? 0 : 1))];
            int[] definition = [.. rows.SelectMany(row => row.IsEmpty ? [0] : row.Select(_ => 1))];
            double[] values = [.. rows.SelectMany(row => row)];
            return new Column(
                field, group => group.WriteAllPartsAsync<double>(field, values, definition, repetition, CancellationToken.None));
        }
    }
}
