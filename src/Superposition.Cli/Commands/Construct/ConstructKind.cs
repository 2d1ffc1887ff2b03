using System.CommandLine;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Cli.Runs;
using Superposition.Exploring;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Specs;

namespace Superposition.Cli.Commands.Construct;

/// <summary>
/// <c>superposition construct KIND</c>: what all kinds have in common. A kind says what is to be built; here it is built, measured, saved
/// and shown.
/// </summary>
internal abstract class ConstructKind : ExampleCommand
{
    private const int UsualInputs = 1000;

    private readonly Screen screen;
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of weights and drawn inputs (default: 0).");
    private readonly Option<string?> file = new("--out") { Description = "Save the network as safetensors.", HelpName = "FILE" };
    private readonly Option<string?> page = new("--page")
    {
        Description = "Write the page of explore for the network: switch features on and off and see it compute.",
        HelpName = "FILE",
    };

    private readonly Option<bool> dense =
        new("--dense") { Description = "Save every row of the read-off, for programs that know nothing of factors." };
    private readonly Option<bool> force = new("--force") { Description = "Replace the files of --out and --page if they exist." };
    private readonly Option<int?> inputs = NumberOption.Inputs(UsualInputs);

    protected ConstructKind(Screen screen, string kind, string summary, params string[] examples)
        : base(kind, summary, examples)
    {
        this.screen = screen;
        Active.Required = true;
        foreach (var option in (Option[])[Active, Neurons, .. Sparsities.All, seed, file, page, dense, force, inputs])
        {
            Add(option);
        }
    }

    /// <summary>The number of active features; required unless a kind says otherwise.</summary>
    protected Option<int?> Active { get; } = NumberOption.Active("Number of active features.", 4096);

    /// <summary>Exactly or at most so many.</summary>
    protected SparsityOption Sparsities { get; } = new("exactly");

    /// <summary>The option for d, the number of ReLUs, at most 10,000,000.</summary>
    protected Option<int?> Neurons { get; } = NumberOption.Neurons("Number of ReLUs.", 10_000_000);

    /// <summary>What the arguments ask for.</summary>
    /// <exception cref="CallerException">It cannot be.</exception>
    protected abstract Construction Plan(ParseResult parsed, CancellationToken cancellation);

    /// <summary>s-sparse inputs of m features.</summary>
    /// <exception cref="CallerException">There are not so many features.</exception>
    protected SparseInputs Inputs(ParseResult parsed, int features) => parsed.GetValue(Active)!.Value is var s && s <= features
        ? new SparseInputs(features, s, Sparsities.Value(parsed) ?? Sparsity.Exactly)
        : throw new CallerException($"--active is {s}, expected at most the number of features, {features}.");

    /// <summary>d, if there is room for as many neurons.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="inputs">How many numbers a neuron reads.</param>
    /// <param name="required">The one width that the kind can have, or null.</param>
    protected int Width(ParseResult parsed, int inputs, int? required = null)
    {
        var d = parsed.GetValue(Neurons) ?? required ?? throw new CallerException(
            $"superposition construct {Name}: --neurons is missing, expected the number of ReLUs.");
        Memory.Require(6.0 * sizeof(float) * d * inputs, $"{d:N0} neurons with {inputs:N0} inputs each");
        return d;
    }

    /// <summary>The number of inputs to measure on.</summary>
    protected int InputsAsked(ParseResult parsed) => parsed.GetValue(inputs) ?? UsualInputs;

    /// <summary>Refuses the options that only a network that can be saved has.</summary>
    /// <exception cref="CallerException">One of them is given.</exception>
    protected void RequireMeasuredOnly(ParseResult parsed, string why)
    {
        var given = parsed.GetValue(file) is not null ? "--out"
            : parsed.GetValue(page) is not null ? "--page"
            : parsed.GetValue(dense) ? "--dense"
            : parsed.GetValue(force) ? "--force"
            : null;
        if (given is not null)
        {
            throw new CallerException($"{given} is given, expected no file: {why}.");
        }
    }

    /// <summary>The seed that weights and inputs are drawn from; 0 unless it is given.</summary>
    protected Seed Start(ParseResult parsed) => new(parsed.GetValue(seed) ?? 0);

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var plan = Plan(parsed, cancellation);
        var target = parsed.GetValue(file);
        var shown = parsed.GetValue(page);
        OutputFile.RequireFree(target, parsed.GetValue(force));
        OutputFile.RequireFree(shown, parsed.GetValue(force));
        var start = Start(parsed);
        var sample = InputSample.AllUpTo(plan.Inputs, InputsAsked(parsed), start.For("measurement")).StoppedBy(cancellation);
        InputOptions.RequireWalkable(sample);

        using var network = screen.Working("building", json, () => plan.Build(start));
        var manifest = new NetworkManifest
        {
            Task = plan.Task,
            Origin = NetworkOrigin.Constructed,
            Inputs = plan.Inputs,
            Outputs = plan.Targets as PairAnds,
            Targets = plan.Functions,
            Spec = JsonSerializer.Serialize(plan.Recipe, SpecJson.Line),
            Seed = start,
        };
        var explored = shown is null ? null : screen.Working("packing weights", json, () =>
            Explored(LoadedNetwork.AsStored(target ?? plan.Kind, network, manifest, start), parsed, start, cancellation));
        var predicted = plan.Predict?.Invoke();
        var measured = screen.Working($"measuring {sample}", json, () => Measure(plan, network, sample, predicted, start));
        if (target is not null)
        {
            NetworkFile.Save(target, network, manifest, parsed.GetValue(dense));
        }

        if (explored is not null)
        {
            ExplorerFile.Write(shown!, explored);
        }

        if (json)
        {
            screen.Json(new Constructed(plan.Recipe, start.Value, network.Neurons, predicted, measured, target, shown));
        }
        else
        {
            Show(plan, network, measured, predicted, start, target);
            if (shown is not null)
            {
                screen.Line($"Page: {shown}");
            }
        }

        return ExitCode.Done;
    }

    private static ExplorerData Explored(LoadedNetwork network, ParseResult parsed, Seed seed, CancellationToken cancellation)
    {
        try
        {
            return ExplorerFile.DataOf([network], ShellLine.Of(parsed), seed, [], cancellation);
        }
        catch (PageTooLargeException e)
        {
            throw new CallerException(e.Message, e);
        }
    }

    private static MeasuredNetwork[] Measure(
        Construction plan, ReluNetwork network, InputSample sample, PredictedErrors? predicted, Seed seed) =>
    [
        new(plan.Kind, OutputErrors.Measure(network, plan.Targets, sample), predicted?.ExpectedMaximum(sample.Count)),
        .. plan.RefitsLayer ? Controls.WithLayer(network, plan.Targets, sample, seed) : [],
        .. Controls.WithoutLayer(plan.Targets, sample, seed, network),
    ];

    private void Show(
        Construction plan, ReluNetwork network, MeasuredNetwork[] measured, PredictedErrors? predicted, Seed start, string? saved)
    {
        var errors = measured[0].Errors;
        foreach (var line in plan.Description)
        {
            screen.Line(line);
        }

        screen.Line(
            $"{network.Features} features, {network.Neurons:N0} neurons, {Wording.Count(network.Outputs, "output")}, seed {start.Value}");
        screen.Line($"{(errors.AllInputs ? "all" : "drawn")} {errors.Inputs:N0} inputs with {errors.InputSet}");
        // What the lines above say of its read-off is not said again in a name that would not fit the table.
        screen.Draw(ErrorTables.Overview([measured[0] with { Name = Name }, .. measured[1..]]));
        screen.Line(ErrorTables.OverviewNote(errors, plan.Classes));
        screen.Line(ErrorTables.ByClassTitle(Name, plan.Classes));
        screen.Draw(ErrorTables.ByClass(errors, predicted));
        if (!Controls.Fit(plan.Targets))
        {
            screen.Line("The controls zero and linear are left out: their rows would take more than a gigabyte.");
        }

        if (saved is not null)
        {
            screen.Line($"Saved as {saved}");
        }

        screen.Line(ErrorVerdict.Of(measured));
    }

    private sealed record Constructed(
        object Recipe, ulong Seed, int Neurons, PredictedErrors? Predicted, IReadOnlyList<MeasuredNetwork> Networks, string? File,
        string? Page);
}
