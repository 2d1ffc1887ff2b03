using System.CommandLine;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Measurement;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition measure</c>.</summary>
internal sealed class MeasureCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> file = new("FILE") { Description = "A network: safetensors of this project, or foreign with W_in and W_out." };
    private readonly InputOptions options = new();

    public MeasureCommand(Screen screen)
        : base(
            "measure", "Measure the errors of any network file beside the controls: ε, and by how many of the pair are active.",
            "superposition measure subset.safetensors", "superposition measure subset.safetensors --active 3 --at-most --inputs all")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in options.All)
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        using var loaded = LoadedNetwork.Load(parsed.GetRequiredValue(file));
        var (sample, seed) = (options.Sample(parsed, loaded, cancellation), options.Seed(parsed));
        var networks = screen.Working($"measuring {sample}", json, () => (MeasuredNetwork[])
        [
            new("as it is", OutputErrors.Measure(loaded.Network, loaded.Pairs, sample)),
            .. Controls.WithLayer(loaded.Network, loaded.Pairs, sample, seed),
            .. Controls.WithoutLayer(loaded.Pairs, sample, seed),
        ]);
        if (json)
        {
            screen.Json(new Measured(loaded.Path, loaded.Origin, loaded.Network.Features, loaded.Network.Neurons, loaded.Network.Outputs, loaded.Notes, networks));
            return ExitCode.Done;
        }

        screen.Line(loaded.Describe());
        foreach (var note in loaded.Notes)
        {
            screen.Line(note);
        }

        screen.Line($"{sample}");
        screen.Draw(ErrorTables.Overview(networks));
        screen.Line(ErrorTables.OverviewNote(networks[0].Errors, ErrorTables.PairClasses));
        screen.Line(ErrorTables.ByClassTitle("As it is", ErrorTables.PairClasses));
        screen.Draw(ErrorTables.ByClass(networks[0].Errors));
        if (networks.Length == 1)
        {
            screen.Line("The controls are left out: their rows would take more than a gigabyte.");
        }

        return ExitCode.Done;
    }

    private sealed record Measured(string File, NetworkOrigin Origin, int Features, int Neurons, int Outputs, IReadOnlyList<string> Notes, IReadOnlyList<MeasuredNetwork> Networks);
}
