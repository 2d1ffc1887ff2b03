using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Measurement;
using Superposition.Representation;
using Superposition.Specs;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition measure</c>.</summary>
internal sealed class MeasureCommand : ExampleCommand
{
    // What float32 arithmetic may lose in a sum of some hundred terms of a size of about 1.
    private const double Rounding = 1e-5;

    private readonly Screen screen;
    private readonly Argument<string> file =
        new("FILE") { Description = "A network: safetensors of this project, or foreign (safetensors, .npz, .pt)." };
    private readonly InputOptions options = new();
    private readonly ForeignOptions foreign = new(takesAll: true);
    private readonly Option<bool> certify = new("--certify")
    {
        Description =
            "Prove ε over these inputs as well: of the network as it is, and of the best affine read-off its last layer admits (a "
            + "linear program an output).",
    };

    private readonly Option<int?> limit =
        NumberOption.Whole("--limit", "seconds", "Time that --certify may take for one output (default: 20).", 1, 86_400);
    private readonly Option<string?> certificate = new("--certificate")
    {
        Description =
            "Write bounds and measures to a file that docs/examples/verify_certificate.py checks without this program; includes "
            + "--certify, needs --inputs all.",
        HelpName = "FILE",
    };

    public MeasureCommand(Screen screen)
        : base(
            "measure",
            "Measure the errors of any network file next to the controls, on its own task or one that is given: ε, outputs on the "
            + "wrong side of ½, and by class of input.",
            "superposition measure subset.safetensors",
            "superposition measure checkpoints/trained-l8-m32-d128.safetensors --inputs all --certify")
    {
        this.screen = screen;
        Add(file);
        foreach (var option in options.All.Concat(foreign.All))
        {
            Add(option);
        }

        Add(certify);
        Add(limit);
        Add(certificate);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var target = parsed.GetValue(certificate);
        OutputFile.RequireFree(target, force: false);
        if (foreign.WantsAll(parsed))
        {
            return Instances(parsed, json, cancellation);
        }

        using var loaded = LoadedNetwork.Load(parsed.GetRequiredValue(file), parsed, options, foreign.Reading(parsed), cancellation);
        LoadedNetwork.Say(screen, json, loaded.Path, loaded.Notes);
        var seed = options.Seed(parsed);
        if (loaded.Task.Boolean is not { } functions)
        {
            return Real(parsed, loaded, seed, json, cancellation);
        }

        var sample = options.Sample(parsed, loaded, cancellation);
        if (target is not null && loaded.Pairs is null)
        {
            throw new CallerException(
                $"--certificate is written for ANDs of pairs, and {loaded.Path} computes other functions: expected --certify.");
        }

        if (target is not null && !sample.IsAll)
        {
            throw new CallerException($"--certificate speaks of every input, and {sample.Count:N0} of {sample.Space.Count:N0} were "
                + "drawn: expected --inputs all.");
        }

        var networks = screen.Working($"measuring {sample}", json, () => (MeasuredNetwork[])
        [
            new(MeasuredNetwork.AsItIs, OutputErrors.Measure(loaded.Network, functions, sample)),
            .. Noisy(loaded, sample, seed),
            .. Controls.WithLayer(loaded.Network, functions, sample, seed),
            .. Controls.WithoutLayer(functions, sample, seed, loaded.Network),
        ]);
        var time = parsed.GetValue(limit) is { } seconds ? TimeSpan.FromSeconds(seconds) : EpsilonLinear.UsualLimit;
        var proof = parsed.GetValue(certify) || target is not null ? screen.Working($"proving ε over {sample}", json, () =>
            Proof.Of(loaded, sample, time, cancellation)) : null;
        var proved = (target is null ? proof : proof!.Write(target, loaded, sample))?.Proved;
        if (json)
        {
            screen.Json(new Measured(
                loaded.Path, loaded.Origin, loaded.Network.Features, loaded.Network.Neurons, loaded.Network.Outputs, loaded.Notes,
                networks, proved));
            return ExitCode.Done;
        }

        Show(loaded, $"{sample}", networks);
        if (proved is not null)
        {
            ShowProof(proved, networks[0].Errors.Epsilon, time);
        }

        screen.Line(ErrorVerdict.Of(networks));
        if (!Controls.Fit(functions))
        {
            screen.Line("The controls are left out: their rows would take more than a gigabyte.");
        }

        return ExitCode.Done;
    }

    /// <summary>Real functions: drawn inputs, no threshold, controls of their own.</summary>
    private int Real(ParseResult parsed, LoadedNetwork loaded, Seed seed, bool json, CancellationToken cancellation)
    {
        if (parsed.GetValue(certify) || parsed.GetValue(certificate) is not null)
        {
            throw new CallerException($"--certify proves ε over boolean inputs, and the task of {loaded.Path} has "
                + $"{loaded.Task.Inputs.Description}: expected boolean inputs and outputs.");
        }

        var sample = options.RealSample(parsed, loaded, cancellation);
        var networks = screen.Working($"measuring {sample}", json, () => (MeasuredNetwork[])
        [
            new(MeasuredNetwork.AsItIs, RealErrors.Measure(loaded.Network, loaded.Task.Targets.Real!, sample)),
            .. Controls.OfReal(loaded.Network, loaded.Task.Targets.Real!, sample, seed),
        ]);
        if (json)
        {
            screen.Json(new Measured(
                loaded.Path, loaded.Origin, loaded.Network.Features, loaded.Network.Neurons, loaded.Network.Outputs, loaded.Notes, networks,
                Proved: null));
            return ExitCode.Done;
        }

        Show(loaded, $"{sample}", networks);
        screen.Line(ErrorVerdict.Of(networks));
        return ExitCode.Done;
    }

    /// <summary>
    /// Every network of a stack: a row as it is and one with its layer refitted, on the same inputs, next to the controls without a layer.
    /// </summary>
    private int Instances(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        if (parsed.GetValue(certify) || parsed.GetValue(certificate) is not null)
        {
            throw new CallerException("--certify proves ε of one network, expected --instance k with a number.");
        }

        var path = parsed.GetRequiredValue(file);
        var rows = new List<MeasuredNetwork>();
        var readings = foreign.Readings(parsed, path);
        foreach (var (i, reading) in readings.Index())
        {
            using var loaded = LoadedNetwork.Load(path, parsed, options, reading, cancellation);
            var boolean = loaded.Task.Boolean is null ? null : options.Sample(parsed, loaded, cancellation);
            var real = boolean is null ? options.RealSample(parsed, loaded, cancellation) : null;
            var measured = screen.Working($"measuring instance {i} of {readings.Length}", json, () => ((MeasuredNetwork[])
            [
                new(MeasuredNetwork.AsItIs, loaded.Measure(loaded.Network, boolean, real)),
                .. boolean is not null ? Noisy(loaded, boolean, options.Seed(parsed)) : [],
                .. boolean is not null
                    ? Controls.WithLayer(loaded.Network, loaded.Task.Boolean!, boolean, options.Seed(parsed)).Concat(
                        Controls.WithoutLayer(loaded.Task.Boolean!, boolean, options.Seed(parsed), loaded.Network))
                    : Controls.OfReal(loaded.Network, loaded.Task.Targets.Real!, real!, options.Seed(parsed)),
            ]).ToDictionary(row => row.Name));
            if (i == 0)
            {
                LoadedNetwork.Say(screen, json, path, loaded.Notes);
            }

            rows.AddRange(
                from own in ((string Name, string Suffix)[])[(MeasuredNetwork.AsItIs, ""),
                    (MeasuredNetwork.WithNoise, $", {MeasuredNetwork.WithNoise}"), (MeasuredNetwork.Refitted, ", least squares")]
                where measured.ContainsKey(own.Name)
                select measured[own.Name] with { Name = $"instance {i}{own.Suffix}" });
            if (i < readings.Length - 1)
            {
                continue;
            }

            rows.AddRange(
                from control in (string[])[MeasuredNetwork.Zero, MeasuredNetwork.Linear, MeasuredNetwork.LinearMinimax]
                where measured.ContainsKey(control)
                select measured[control]);
            if (json)
            {
                screen.Json(new Measured(
                    path, loaded.Origin, loaded.Network.Features, loaded.Network.Neurons, loaded.Network.Outputs, loaded.Notes, rows,
                    Proved: null));
                continue;
            }

            screen.Line($"{readings.Length} networks: {loaded.Describe()}");
            screen.Line(boolean is not null ? $"{boolean}" : $"{real}");
            screen.Draw(ErrorTables.Overview(rows));
            screen.Line(ErrorTables.OverviewNote(rows[0].Errors, loaded.Classes));
        }

        return ExitCode.Done;
    }

    /// <summary>The network with the noise of its task on the encoded input; nothing where there is none.</summary>
    private static MeasuredNetwork[] Noisy(LoadedNetwork loaded, InputSample sample, Seed seed) =>
        loaded.Task.NoiseFor(loaded.Network).IsNone
            ? []
            : [new MeasuredNetwork(MeasuredNetwork.WithNoise, loaded.Task.Errors(loaded.Network, sample, seed))];

    private void Show(LoadedNetwork loaded, string sample, MeasuredNetwork[] networks)
    {
        screen.Line(loaded.Describe());
        screen.Line(sample);
        screen.Draw(ErrorTables.Overview(networks));
        screen.Line(ErrorTables.OverviewNote(networks[0].Errors, loaded.Classes));
        screen.Line(ErrorTables.ByClassTitle("As it is", loaded.Classes));
        screen.Draw(ErrorTables.ByClass(networks[0].Errors));
    }

    private void ShowProof(Proved proved, double measured, TimeSpan time)
    {
        var among = proved.LargestTerm is { } term ? $" with terms of at most {term:G3}" : "";
        screen.Line($"Proved over these inputs: ε of the network as it is lies in {Wording.Bracket(proved.AsItIs)}; the smallest that "
            + $"any affine read-off{among} of its last layer has, in {Wording.Bracket(proved.BestReadOff)}.");
        if (measured < proved.AsItIs.Lower - Rounding || measured > proved.AsItIs.Upper + Rounding)
        {
            screen.Line($"The ε measured above, {Wording.Error(measured)}, is that of float32 arithmetic on this machine; what is "
                + "proved is the exact function of the stored weights.");
        }

        if (proved.Undecided is [var (output, bracket), ..])
        {
            screen.Line($"{Wording.Count(proved.Undecided.Count, "output")} could not be decided within {time.TotalSeconds:F0} s each, "
                + $"the others were: of {output}, for one, only [{bracket.Lower:F6}, {bracket.Upper:F6}] is proved.");
        }

        if (proved.Certificate is not null)
        {
            screen.Line($"Certificate: {proved.Certificate}");
        }
    }

    private sealed record Measured(
        string File, NetworkOrigin Origin, int Features, int Neurons, int Outputs, IReadOnlyList<string> Notes,
        IReadOnlyList<MeasuredNetwork> Networks, Proved? Proved);

    /// <summary>Brackets that hold for the exact function of the stored weights.</summary>
    /// <param name="AsItIs">ε of the network.</param>
    /// <param name="BestReadOff">ε of the best affine read-off of its last layer.</param>
    /// <param name="LargestTerm">The largest terms of the read-offs that the second speaks of; null when it speaks of all.</param>
    /// <param name="Undecided">Outputs of which no narrow bracket was found in time.</param>
    /// <param name="Certificate">The file that was written, if any.</param>
    private sealed record Proved(
        ProvedEpsilon AsItIs, ProvedEpsilon BestReadOff, double? LargestTerm,
        IReadOnlyList<UndecidedOutput> Undecided, string? Certificate);

    private sealed record UndecidedOutput(string Output, ProvedEpsilon Bracket);

    private sealed record Proof(Proved Proved, LayerRepresentation Layer, ImmutableArray<BooleanTarget> Targets)
    {
        public static Proof Of(LoadedNetwork loaded, InputSample sample, TimeSpan limit, CancellationToken cancellation)
        {
            if (sample.Count * loaded.Network.ReadOff.Inputs > Array.MaxLength)
            {
                throw new CallerException($"--certify holds the {Wording.Count(loaded.Network.ReadOff.Inputs, "neuron")} of the last "
                    + $"layer on every input, which for {sample.Count:N0} inputs is more than an array can hold: expected fewer --inputs.");
            }

            var targets = BooleanTarget.Of(loaded.Task.Boolean!, sample);
            var layer = LayerRepresentation.Decide(
                InputActivations.Of(loaded.Network, sample), targets, ReadOffForm.Affine, Environment.ProcessorCount, limit, cancellation);
            var terms = layer.Outputs.Select(output =>
                output.EpsilonLinear.LowerBound.LargestTerm).Where(double.IsFinite).DefaultIfEmpty(double.PositiveInfinity).Min();
            var undecided = layer.Outputs.Index().Where(output => !output.Item.IsDecided)
                .Select(output => new UndecidedOutput(
                    loaded.Task.NameOfOutput(output.Index),
                    new ProvedEpsilon(output.Item.EpsilonLinear.Lower, output.Item.EpsilonLinear.Upper)));
            return new Proof(
                new Proved(
                    ProvedEpsilon.OfReadOff(loaded.Network, layer.Activations, targets), ProvedEpsilon.OfLayer(layer),
                    double.IsFinite(terms) ? terms : null, [.. undecided], Certificate: null),
                layer, targets);
        }

        public Proof Write(string path, LoadedNetwork loaded, InputSample sample)
        {
            var written = EpsilonCertificate.Of(
                NetworkFile.HashOf(loaded.Path), loaded.Pairs!, sample.Space, Proved.AsItIs, Layer, Targets);
            AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, written, SpecJson.Line));
            return this with { Proved = Proved with { Certificate = path } };
        }
    }
}
