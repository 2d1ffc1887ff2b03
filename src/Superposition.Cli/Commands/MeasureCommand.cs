using System.CommandLine;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition measure</c>.</summary>
internal sealed class MeasureCommand : ExampleCommand
{
    private readonly Screen screen;
    private readonly Argument<string> file = new("FILE") { Description = "A network: safetensors of this project, or foreign (safetensors, .npz, .pt)." };
    private readonly InputOptions options = new();
    private readonly ForeignOptions foreign = new();
    private readonly Option<bool> certify = new("--certify")
    {
        Description = "Prove ε over these inputs as well: of the network as it is, and of the best affine read-off its last layer admits (a linear program an output).",
    };

    public MeasureCommand(Screen screen)
        : base(
            "measure", "Measure the errors of any network file beside the controls: ε, and by how many of the pair are active.",
            "superposition measure subset.safetensors", "superposition measure subset.safetensors --active 3 --at-most --inputs all --certify")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in options.All.Concat(foreign.All))
        {
            Add(option);
        }

        Add(certify);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        using var loaded = LoadedNetwork.Load(parsed.GetRequiredValue(file), foreign.Reading(parsed));
        LoadedNetwork.Say(screen, json, loaded.Path, loaded.Notes);
        var (sample, seed) = (options.Sample(parsed, loaded, cancellation), options.Seed(parsed));
        var networks = screen.Working($"measuring {sample}", json, () => (MeasuredNetwork[])
        [
            new("as it is", OutputErrors.Measure(loaded.Network, loaded.Pairs, sample)),
            .. Controls.WithLayer(loaded.Network, loaded.Pairs, sample, seed),
            .. Controls.WithoutLayer(loaded.Pairs, sample, seed),
        ]);
        var proved = parsed.GetValue(certify) ? screen.Working($"proving ε over {sample}", json, () => Proved.Of(loaded.Network, loaded.Pairs, sample, cancellation)) : null;
        if (json)
        {
            screen.Json(new Measured(loaded.Path, loaded.Origin, loaded.Network.Features, loaded.Network.Neurons, loaded.Network.Outputs, loaded.Notes, networks, proved));
            return ExitCode.Done;
        }

        screen.Line(loaded.Describe());
        screen.Line($"{sample}");
        screen.Draw(ErrorTables.Overview(networks));
        screen.Line(ErrorTables.OverviewNote(networks[0].Errors, ErrorTables.PairClasses));
        screen.Line(ErrorTables.ByClassTitle("As it is", ErrorTables.PairClasses));
        screen.Draw(ErrorTables.ByClass(networks[0].Errors));
        if (proved is not null)
        {
            screen.Line($"Proved over these inputs: ε of the network as it is lies in {Wording.Bracket(proved.AsItIs)}; the smallest that any affine read-off of its last layer has, in {Wording.Bracket(proved.BestReadOff)}.");
        }

        if (networks.Length == 1)
        {
            screen.Line("The controls are left out: their rows would take more than a gigabyte.");
        }

        return ExitCode.Done;
    }

    private sealed record Measured(string File, NetworkOrigin Origin, int Features, int Neurons, int Outputs, IReadOnlyList<string> Notes, IReadOnlyList<MeasuredNetwork> Networks, Proved? Proved);

    /// <summary>Brackets that hold in exact arithmetic on the activations.</summary>
    private sealed record Proved(ProvedEpsilon AsItIs, ProvedEpsilon BestReadOff)
    {
        public static Proved Of(ReluNetwork network, PairAnds pairs, InputSample sample, CancellationToken cancellation)
        {
            var targets = BooleanTarget.Of(pairs, sample);
            var layer = LayerRepresentation.Decide(InputActivations.Of(network, sample), targets, ReadOffForm.Affine, Environment.ProcessorCount, cancellation);
            return new Proved(ProvedEpsilon.OfReadOff(network, layer.Activations, targets), ProvedEpsilon.OfLayer(layer));
        }
    }
}
