using System.CommandLine;
using Superposition.Cli.Runs;
using Superposition.Cli.Serving;
using Superposition.Server;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition serve</c>.</summary>
internal sealed class ServeCommand : ExampleCommand
{
    private const int UsualPort = 8420;

    private readonly Screen screen;
    private readonly Argument<string> root =
        new("DIR") { Description = $"Where the runs lie (default: {RunList.Root}).", DefaultValueFactory = _ => RunList.Root };

    private readonly Option<int?> port =
        NumberOption.Whole("--port", "N", $"The port on the loopback interface; 0 for any that is free (default: {UsualPort}).", 0, 65_535);
    private readonly Option<bool> control =
        new("--control") { Description = "Let the page stop and resume runs; without it the page only shows." };

    public ServeCommand(Screen screen)
        : base("serve", "Watch runs in a browser on this machine: curves as they are trained, grids as they fill, runs side by side.",
            "superposition serve", "superposition serve runs --port 0 --control")
    {
        this.screen = screen;
        Add(root);
        Add(port);
        Add(control);
    }

    /// <inheritdoc/>
    public override bool Computes => false;

    /// <inheritdoc/>
    protected override async Task<int> Start(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var folder = parsed.GetRequiredValue(root);
        if (!Directory.Exists(folder))
        {
            throw new CallerException($"{folder}: there is no such folder, expected one with runs.");
        }

        var server = new RunServer(new RunFolderSource(folder), parsed.GetValue(control));
        try
        {
            await server.Run(parsed.GetValue(port) ?? UsualPort, address => Announce(folder, address, json), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how a server ends.
        }

        return ExitCode.Done;
    }

    private void Announce(string folder, Uri address, bool json)
    {
        if (json)
        {
            screen.Json(new { address, folder });
            return;
        }

        screen.Line($"Runs in {folder}: {address}");
        screen.Line("Only this machine can reach it. Ctrl-C ends it.");
    }
}
