using System.CommandLine;
using System.Text.Json;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Cli.Errors;
using Superposition.Experiments;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;

namespace Superposition.Cli.Commands;

/// <summary><c>superposition construct</c>.</summary>
internal sealed class ConstructCommand : ExampleCommand
{
    private const int UsualInputs = 1000;

    private readonly Screen screen;
    private readonly Argument<string> kind = new("KIND") { Description = string.Join(Environment.NewLine, UniversalAndConstructions.All.Select(construction => $"{construction.Kind}: {construction.Summary}")) };
    private readonly Option<int?> features = NumberOption.Whole("--features", "m", "Number of features.", 2, 4096);
    private readonly Option<int?> active = NumberOption.Whole("--active", "s", "Number of active features.", 1, 4096);
    private readonly Option<int?> neurons = NumberOption.Whole("--neurons", "d", "Number of ReLUs; naive takes one a pair.", 1, 10_000_000);
    private readonly Option<Sparsity?> sparsity = InputOptions.Sparsity();
    private readonly Option<double?> density = NumberOption.Probability("--density", "p", "Share of non-zero weights, for the subset kinds (default: 0.75/s).");
    private readonly Option<ulong?> seed = NumberOption.Seed("Seed of weights and drawn inputs (default: 0).");
    private readonly Option<string?> file = new("--out") { Description = "Save the network as safetensors.", HelpName = "FILE" };
    private readonly Option<bool> dense = new("--dense") { Description = "Save every row of the read-off, for programs that know nothing of factors." };
    private readonly Option<bool> force = new("--force") { Description = "Replace FILE if it exists." };
    private readonly Option<int?> inputs = NumberOption.Inputs(UsualInputs);

    public ConstructCommand(Screen screen)
        : base(
            "construct", "Build one analytic network for the ANDs of all pairs of features, and hold its errors against its own prediction.",
            "superposition construct sign --features 64 --active 3 --neurons 1024",
            "superposition construct subset --features 32 --active 2 --neurons 512 --out subset.safetensors")
    {
        this.screen = screen;
        features.Required = active.Required = true;
        Add(kind);
        foreach (var option in (Option[])[features, active, neurons, sparsity, density, seed, file, dense, force, inputs])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, bool json, CancellationToken cancellation)
    {
        var construction = Construction(parsed.GetRequiredValue(kind));
        var size = Size(construction, parsed);
        var target = parsed.GetValue(file);
        OutputFile.RequireFree(target, parsed.GetValue(force));
        var start = new Seed(parsed.GetValue(seed) ?? 0);

        using var generator = start.Generator("construction");
        using var network = screen.Working("building", json, () => construction.Build(size, generator));
        var pairs = PairAnds.All(size.Features);
        var sample = InputSample.AllUpTo(size.Inputs, parsed.GetValue(inputs) ?? UsualInputs, start.For("measurement")).StoppedBy(cancellation);
        InputOptions.RequireWalkable(sample);
        var predicted = construction.Predict(size);
        var measured = screen.Working($"measuring {sample}", json, () => (MeasuredNetwork[])
        [
            new(construction.Kind, OutputErrors.Measure(network, pairs, sample), predicted.ExpectedMaximum(sample.Count)),
            .. Controls.WithoutLayer(pairs, sample, start),
        ]);
        if (target is not null)
        {
            var manifest = new NetworkManifest { Task = "universal-and", Origin = NetworkOrigin.Constructed, Inputs = size.Inputs, Outputs = pairs, Spec = JsonSerializer.Serialize(new Recipe(construction.Kind, size.Features, size.Inputs.Active, size.Inputs.Sparsity, size.Neurons, size.Density), ExperimentJson.Line), Seed = start };
            NetworkFile.Save(target, network, manifest, parsed.GetValue(dense));
        }

        Show(new Constructed(construction.Kind, size.Features, size.Inputs.Active, size.Inputs.Sparsity, size.Neurons, construction.UsesDensity ? size.DensityOrDefault : null, start.Value, predicted, measured, target), construction, json);
        return ExitCode.Done;
    }

    private static IUniversalAndConstruction Construction(string kind)
    {
        string[] kinds = [.. UniversalAndConstructions.All.Select(construction => construction.Kind)];
        return UniversalAndConstructions.Find(kind)
            ?? throw new CallerException($"superposition construct: there is no construction \"{kind}\", expected one of {string.Join(", ", kinds)}{Spelling.Hint(kind, kinds)}");
    }

    private UniversalAndSize Size(IUniversalAndConstruction construction, ParseResult parsed)
    {
        var (m, s) = (parsed.GetValue(features)!.Value, parsed.GetValue(active)!.Value);
        if (s > m)
        {
            throw new CallerException($"--active is {s}, expected at most the number of features, {m}.");
        }

        if (parsed.GetValue(density) is { } p && !construction.UsesDensity)
        {
            throw new CallerException($"--density is {p}, but \"{construction.Kind}\" has no density to choose: expected none.");
        }

        var d = parsed.GetValue(neurons) ?? construction.RequiredNeurons(m)
            ?? throw new CallerException($"superposition construct {construction.Kind}: --neurons is missing, expected the number of ReLUs.");
        Memory.Require(6.0 * sizeof(float) * d * m, $"{d:N0} neurons with {m:N0} inputs each");
        return new UniversalAndSize(new SparseInputs(m, s, parsed.GetValue(sparsity) ?? Sparsity.Exactly), d, parsed.GetValue(density));
    }

    private void Show(Constructed result, IUniversalAndConstruction construction, bool json)
    {
        if (json)
        {
            screen.Json(result);
            return;
        }

        var errors = result.Networks[0].Errors;
        screen.Line($"{construction.Kind}: {construction.Summary}");
        screen.Line($"{result.Features} features, {result.Neurons:N0} neurons{(result.Density is { } p ? $", density {p:G4}" : "")}, seed {result.Seed}");
        screen.Line($"{(errors.AllInputs ? "all" : "drawn")} {errors.Inputs:N0} inputs with {errors.InputSet}");
        screen.Draw(ErrorTables.Overview(result.Networks));
        screen.Line(ErrorTables.OverviewNote);
        screen.Line(ErrorTables.ByClassTitle(construction.Kind));
        screen.Draw(ErrorTables.ByClass(errors, result.Predicted));
        if (result.Features > Controls.MostFeatures)
        {
            screen.Line($"The controls zero and linear are left out above {Controls.MostFeatures} features.");
        }

        if (result.File is { } saved)
        {
            screen.Line($"Saved as {saved}");
        }
    }

    /// <summary>What the file says of how the network was made.</summary>
    private sealed record Recipe(string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, double? Density);

    private sealed record Constructed(
        string Construction, int Features, int Active, Sparsity Sparsity, int Neurons, double? Density, ulong Seed, PredictedErrors Predicted, IReadOnlyList<MeasuredNetwork> Networks, string? File);
}
