using System.Text;

namespace Superposition.Checkpoints;

/// <summary>Lines of comma-separated values.</summary>
internal static class CsvLine
{
    /// <summary>
    /// The fields as RFC 4180 has them: one that begins with a quotation mark ends at the next single one and may hold separators; two
    /// marks in it stand for one.
    /// </summary>
    public static string[]? Split(string line, char separator)
    {
        var fields = new List<string>();
        for (var place = 0; ;)
        {
            var field = new StringBuilder();
            if (place < line.Length && line[place] == '"')
            {
                for (place++; ; place++)
                {
                    if (place >= line.Length)
                    {
                        return null; // The mark is never closed.
                    }

                    if (line[place] == '"' && (place + 1 >= line.Length || line[++place] != '"'))
                    {
                        break;
                    }

                    field.Append(line[place]);
                }

                place += place < line.Length && line[place] == '"' ? 1 : 0;
            }

            while (place < line.Length && line[place] != separator)
            {
                field.Append(line[place++]);
            }

            fields.Add(field.ToString().Trim());
            if (place++ >= line.Length)
            {
                return [.. fields];
            }
        }
    }

    /// <summary>The fields of a line in which separators between any two quotation marks do not count; the marks stay.</summary>
    public static string[] SplitOutsideQuotes(string line, char separator)
    {
        var fields = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var place = 0; place < line.Length; place++)
        {
            isQuoted ^= line[place] == '"';
            if (line[place] == separator && !isQuoted)
            {
                fields.Add(line[start..place].Trim());
                start = place + 1;
            }
        }

        return [.. fields, line[start..].Trim()];
    }
}
