using System.Text;

namespace Superposition.Cli;

/// <summary>Text in lines that a terminal does not break in the middle of a word.</summary>
internal static class Paragraph
{
    /// <summary>
    /// The text in lines of at most some width, broken at spaces. Lines of a paragraph are indented as its first; a longer word has a line
    /// of its own.
    /// </summary>
    public static string Wrap(string text, int width) =>
        string.Join('\n', text.Split('\n').Select(line => Break(line, width, "", Indent(line))));

    /// <summary>A command as a shell takes it in several lines, each but the last ending with a backslash.</summary>
    public static string ShellLine(string command, int width) => Break(command, width, " \\", Indent(command) + "    ");

    private static string Indent(string line) => new(' ', line.Length - line.TrimStart(' ').Length);

    private static string Break(string line, int width, string end, string indent)
    {
        if (line.Length <= width)
        {
            return line;
        }

        var lines = new StringBuilder();
        var length = 0;
        foreach (var word in line.TrimStart(' ').Split(' '))
        {
            if (length == 0)
            {
                lines.Append(Indent(line)).Append(word);
                length = Indent(line).Length + word.Length;
            }
            else if (length + 1 + word.Length + end.Length <= width)
            {
                lines.Append(' ').Append(word);
                length += 1 + word.Length;
            }
            else
            {
                lines.Append(end).Append('\n').Append(indent).Append(word);
                length = indent.Length + word.Length;
            }
        }

        return lines.ToString();
    }
}
