using System.CommandLine;
using System.Text;
using Superposition.Checkpoints;
using Superposition.Cli.Runs;
using Superposition.Reporting;

namespace Superposition.Cli;

/// <summary>The folder that a command's files go to: a page and its figures, or the networks of the zoo.</summary>
internal static class PageFolder
{
    /// <summary>Complains before any work is done about a folder that cannot be made.</summary>
    /// <exception cref="CallerException">
    /// There is a file of that name, or no folder to make it in, or nothing can be written there.
    /// </exception>
    public static void RequirePossible(string? folder)
    {
        if (folder is null)
        {
            return;
        }

        if (folder.Length == 0 || File.Exists(folder))
        {
            throw new CallerException(
                $"{(folder.Length == 0 ? "--out" : folder)}: this is a file or nothing, expected the name of a folder.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(folder))))
        {
            throw new CallerException($"{folder}: there is no folder {Path.GetDirectoryName(folder)}, expected one that exists.");
        }

        var isNew = !Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
            OutputFile.TryFolder(folder);
            if (isNew)
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallerException(
                $"{folder}: nothing can be written there ({e.Message}), expected a folder that can be made and written to.");
        }
    }

    /// <summary>Writes the page and, next to it, its figures as SVG and PNG.</summary>
    /// <returns>The page's path; null when there is no folder to write to.</returns>
    public static string? Write(string? folder, string name, string title, ParseResult parsed, Findings findings, string? explorer = null)
    {
        if (folder is null)
        {
            return null;
        }

        var report =
            Report.Create(title, ShellLine.Of(parsed), findings, explorer);
        Directory.CreateDirectory(Path.Combine(folder, "figures"));
        foreach (var figure in report.Figures)
        {
            AtomicFile.Write(Path.Combine(folder, "figures", $"{figure.Name}.svg"), stream =>
                stream.Write(Encoding.UTF8.GetBytes(figure.Svg)));
            AtomicFile.Write(Path.Combine(folder, "figures", $"{figure.Name}.png"), stream => stream.Write(figure.Png));
        }

        var page = Path.Combine(folder, name);
        AtomicFile.Write(page, stream => stream.Write(Encoding.UTF8.GetBytes(report.Html)));
        return page;
    }
}
