using System.CommandLine;
using System.Text;
using Superposition.Checkpoints;
using Superposition.Exploring;
using Superposition.Reporting.Explorer;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition pictures</c>.</summary>
internal sealed class PicturesCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Option<string> output =
        new("--out") { Description = "Folder for the pictures, as SVG.", HelpName = "FOLDER", Required = true };
    private readonly Option<bool> force = new("--force") { Description = "Replace pictures that are there." };
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of the layers and inputs (default: 0).");

    public PicturesCommand(Screen screen)
        : base(
            "pictures",
            "Draw the idea in three pictures: a naive layer and one in superposition; one pair's neurons; read-offs before and "
            + "after error correction.",
            "superposition pictures --out pictures")
    {
        this.screen = screen;
        foreach (var option in (Option[])[output, force, seed])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var folder = parsed.GetRequiredValue(output);
        PageFolder.RequirePossible(folder);
        var figures =
            screen.Working("drawing", json, () => IdeaPictures.Draw(IdeaNumbers.Of(new Booleans.Seed(parsed.GetValue(seed) ?? 0))));
        string[] paths = [.. figures.Select(figure => Path.Combine(folder, $"{figure.Name}.svg"))];
        foreach (var path in paths)
        {
            OutputFile.RequireFree(Directory.Exists(folder) ? path : null, parsed.GetValue(force));
        }

        Directory.CreateDirectory(folder);
        foreach (var (figure, path) in figures.Zip(paths))
        {
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(figure.Svg)));
        }

        if (json)
        {
            screen.Json(figures.Zip(paths, (figure, path) => new Picture(path, figure.Title, figure.Caption)));
            return ExitCode.Done;
        }

        foreach (var (figure, path) in figures.Zip(paths))
        {
            screen.Line($"{path}: {figure.Title}");
        }

        return ExitCode.Done;
    }

    private sealed record Picture(string File, string Title, string Caption);
}
