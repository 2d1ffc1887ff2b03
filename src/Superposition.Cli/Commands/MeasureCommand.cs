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
    private readonly Argument<string> file = new("FILE") { Description = "A network: safetensors of this project, or foreign with W_in and W_out." };
    private readonly InputOptions options = new();
    private readonly Option<bool> certify = new("--certify")
    {
        Description = "Prove ε over these inputs as well: of the network as it is, and of the best affine read-off its last layer admits (a linear program an output).",
    };

    public MeasureCommand(Screen screen)
        : base(
            "measure", "Measure the errors of any network file beside the controls, on its own task or one that is given: ε, outputs on the wrong side of ½, and by class of input.",
            "superposition measure subset.safetensors", "superposition measure subset.safetensors --active 3 --at-most --inputs all --certify")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in options.All)
        {
            Add(option);
        }

        Add(certify);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        using var loaded = LoadedNetwork.Load(parsed.GetRequiredValue(file), parsed, options, cancellation);
        var seed = options.Seed(parsed);
        if (loaded.Task.Boolean is not { } functions)
        {
            return Real(parsed, loaded, seed, json, cancellation);
        }

        var sample = options.Sample(parsed, loaded, cancellation);
        var networks = screen.Working($"measuring {sample}", json, () => (MeasuredNetwork[])
        [
            new("as it is", OutputErrors.Measure(loaded.Network, functions, sample)),
            .. Controls.WithLayer(loaded.Network, functions, sample, seed),
            .. Controls.WithoutLayer(functions, sample, seed, loaded.Network),
        ]);
        var proved = parsed.GetValue(certify) ? screen.Working($"proving ε over {sample}", json, () => Proved.Of(loaded.Network, functions, sample, cancellation)) : null;
        if (json)
        {
            screen.Json(new Measured(loaded.Path, loaded.Origin, loaded.Network.Features, loaded.Network.Neurons, loaded.Network.Outputs, loaded.Notes, networks, proved));
            return ExitCode.Done;
        }

        Show(loaded, $"{sample}", networks);
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

    /// <summary>Real functions: drawn inputs, no threshold, controls of their own.</summary>
    private int Real(ParseResult parsed, LoadedNetwork loaded, Seed seed, bool json, CancellationToken cancellation)
    {
        if (parsed.GetValue(certify))
        {
            throw new CallerException($"--certify proves ε over boolean inputs, and the task of {loaded.Path} has {loaded.Task.Inputs.Description}: expected boolean inputs and outputs.");
        }

        var sample = options.RealSample(parsed, loaded, cancellation);
        var networks = screen.Working($"measuring {sample}", json, () => (MeasuredNetwork[])
        [
            new("as it is", RealErrors.Measure(loaded.Network, loaded.Task.Targets.Real!, sample)),
            .. Controls.OfReal(loaded.Network, loaded.Task.Targets.Real!, sample, seed),
        ]);
        if (json)
        {
            screen.Json(new Measured(loaded.Path, loaded.Origin, loaded.Network.Features, loaded.Network.Neurons, loaded.Network.Outputs, loaded.Notes, networks, Proved: null));
            return ExitCode.Done;
        }

        Show(loaded, $"{sample}", networks);
        return ExitCode.Done;
    }

    private void Show(LoadedNetwork loaded, string sample, MeasuredNetwork[] networks)
    {
        screen.Line(loaded.Describe());
        foreach (var note in loaded.Notes)
        {
            screen.Line(note);
        }

        screen.Line(sample);
        screen.Draw(ErrorTables.Overview(networks));
        screen.Line(ErrorTables.OverviewNote(networks[0].Errors, loaded.Classes));
        screen.Line(ErrorTables.ByClassTitle("As it is", loaded.Classes));
        screen.Draw(ErrorTables.ByClass(networks[0].Errors));
    }

    private sealed record Measured(string File, NetworkOrigin Origin, int Features, int Neurons, int Outputs, IReadOnlyList<string> Notes, IReadOnlyList<MeasuredNetwork> Networks, Proved? Proved);

    /// <summary>Brackets that hold in exact arithmetic on the activations.</summary>
    private sealed record Proved(ProvedEpsilon AsItIs, ProvedEpsilon BestReadOff)
    {
        public static Proved Of(ReluNetwork network, IBooleanTargets pairs, InputSample sample, CancellationToken cancellation)
        {
            var targets = BooleanTarget.Of(pairs, sample);
            var layer = LayerRepresentation.Decide(InputActivations.Of(network, sample), targets, ReadOffForm.Affine, Environment.ProcessorCount, cancellation);
            return new Proved(ProvedEpsilon.OfReadOff(network, layer.Activations, targets), ProvedEpsilon.OfLayer(layer));
        }
    }
}
