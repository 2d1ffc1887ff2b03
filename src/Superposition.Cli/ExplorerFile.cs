using System.Collections.Immutable;
using System.Text;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Commands;
using Superposition.Cli.Runs;
using Superposition.Exploring;
using Superposition.Reporting.Explorer;

namespace Superposition.Cli;

/// <summary>The page on which networks compute: by itself, and next to the page of a command that measured them.</summary>
internal static class ExplorerFile
{
    /// <summary>Puts networks for one task in a page's data.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="command">The command that makes it, which the page names.</param>
    /// <param name="seed">Draws the inputs that the page holds.</param>
    /// <param name="verdicts">What probing found; empty where it is not known.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="PageTooLargeException">One is larger than a page can hold.</exception>
    public static ExplorerData DataOf(
        IReadOnlyList<LoadedNetwork> networks, string command, Seed seed, ImmutableArray<ExploredVerdict> verdicts,
        CancellationToken cancellation)
    {
        string[] paths = [.. networks.Select(network => network.Path)], names = [.. paths.Select(path => DistinctName(path, paths))];
        var own = seed.For("explorer");
        return ExplorerData.Of(string.Join(" and ", names), command, networks[0].Task, own) with
        {
            Verdicts = verdicts,
            Networks = [.. networks.Zip(names, (network, name) =>
                ExploredNetwork.Of(name, network.Origin.ToString(), network.Network, network.Task, own, cancellation))],
        };
    }

    /// <summary>The data of a page of networks for one task, which their files name.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="NetworkFileException">A file is no network, or does not say what its task is.</exception>
    /// <exception cref="PageTooLargeException">One is larger than a page can hold.</exception>
    public static ExplorerData DataOf(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var networks = new List<LoadedNetwork>();
        try
        {
            networks.AddRange(paths.Select(path => LoadedNetwork.AsStored(path, new Seed(0))));
            return DataOf(networks, ShellLine.Of(["superposition", "explore", .. paths]), new Seed(0), [], cancellation);
        }
        finally
        {
            networks.ForEach(network => network.Dispose());
        }
    }

    /// <summary>Writes the page of networks that compute to a file, whole or not at all.</summary>
    /// <returns>Its size in bytes.</returns>
    public static int Write(string path, ExplorerData data)
    {
        var html = Encoding.UTF8.GetBytes(ExplorerPage.Of(data));
        AtomicFile.Write(path, stream => stream.Write(html));
        return html.Length;
    }

    /// <summary>Writes the page into the folder of another one.</summary>
    /// <param name="folder">The folder; null where no page is asked for.</param>
    /// <param name="data">Makes the data; only called where there is a folder.</param>
    /// <returns>Its name there; null where there is no folder, or a network is too large for a page.</returns>
    public static string? WriteBeside(string? folder, Func<ExplorerData> data)
    {
        if (folder is null)
        {
            return null;
        }

        try
        {
            var made = data();
            Directory.CreateDirectory(folder);
            Write(Path.Combine(folder, ExplorerPage.BesideName), made);
            return ExplorerPage.BesideName;
        }
        catch (PageTooLargeException)
        {
            return null;
        }
    }

    /// <summary>The file's name; that of its folder where the file is called network, as in the zoo.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name == "network"
            && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { Length: > 0 } folder ? folder : name;
    }

    private static string DistinctName(string path, string[] paths) =>
        paths.Count(other => NameOf(other) == NameOf(path)) > 1 ? path : NameOf(path);
}
