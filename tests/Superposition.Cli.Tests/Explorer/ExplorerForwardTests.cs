using System.Globalization;
using System.Runtime.InteropServices;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.Relaxations;
using Superposition.Tasks;
using TorchSharp;
using Xunit.Abstractions;

namespace Superposition.Tests.Explorer;

/// <summary>
/// The page of <c>explore</c> computes what the program computes: outputs, truth, and networks with fewer bits or weights.
/// </summary>
[Collection(Browser.Name)]
public sealed class ExplorerForwardTests(Chromium chromium, ITestOutputHelper output)
{
    private const double Allowed = 1e-3;

    public static TheoryData<string> SomeNetworks => [.. ExploredFiles.Fast];

    public static TheoryData<string> OtherNetworks => [.. ExploredFiles.Slow];

    [SkippableTheory]
    [MemberData(nameof(SomeNetworks))]
    public Task Toggling_features_gives_our_outputs_and_the_truth(string name) => TogglesAsWeDo(name);

    [SkippableTheory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(OtherNetworks))]
    public Task Toggling_features_gives_our_outputs_and_the_truth_of_other_networks(string name) => TogglesAsWeDo(name);

    /// <summary>A benchmark: nothing about time is asserted.</summary>
    [SkippableFact]
    [Trait("Category", "Slow")]
    public async Task Redraws_of_a_hundred_toggles_are_timed()
    {
        using var folder = new TemporaryFolder();
        var file = folder["large.safetensors"];
        (await CommandLine.Run(
            "construct", "subset", "--features", "128", "--active", "3", "--neurons", "1024", "--inputs", "10", "--out", file)).IsDone();
        await using var seen = await chromium.Open(await ExploredFiles.Page(folder, [file]));
        await seen.Page.WaitForSelectorAsync("#tables[data-done=true]");
        var times = await seen.Page.EvaluateAsync<double[]>("""
            async () => {
              const buttons = document.querySelectorAll('#features button'), draws = new Draws(5), work = [], frames = [];
              for (let i = 0; i < 100; i++) {
                const button = buttons[draws.below(128)], start = performance.now();
                button.click();
                work.push(performance.now() - start);
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                frames.push(performance.now() - start);
                if (now.state.on.size > 4) now.set({ on: new Map() });
              }
              const median = times => times.sort((a, b) => a - b)[50];
              return [median(work), median(frames)];
            }
            """);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"128 features, 1,024 neurons: median of 100 toggles {times[0]:F1} ms to draw, "
            + $"{times[1]:F1} ms to the frame after (target 50 ms)"));
        seen.Check();
    }

    private async Task TogglesAsWeDo(string name)
    {
        using var folder = new TemporaryFolder();
        var (file, options) = await ExploredFiles.Make(name, folder);
        await using var seen = await chromium.Open(await ExploredFiles.Page(folder, [file], options));
        var stored = NetworkFile.Load(file);
        using var network = stored.Network;
        var random = new Seed(8).Stream("toggles");
        await seen.Page.ClickAsync("#clear");
        for (var round = 0; round < 4; round++)
        {
            await seen.Click(new SparseInputs(network.Features, 2, Sparsity.Exactly).Draw(random, 1)[0].ToArray());
            var on = await seen.On();
            IsNear(Outputs(network, on), await seen.Outputs(), Allowed);
            IsNear(TruthOf(stored.Manifest, options, network, on, folder), await seen.Truth(), 1e-5);
        }

        Assert.InRange(await seen.Page.EvaluateAsync<double>("() => selfCheck(now.networks[0])"), 0, Allowed);
        seen.Check();
    }

    [SkippableFact]
    public async Task Rounded_weights_are_those_of_the_program()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = await ExploredFiles.Make("trained", folder);
        await using var seen = await chromium.Open(await ExploredFiles.Page(folder, [file]), "on=3,9&bits=3");
        using var network = NetworkFile.Load(file).Network;
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var readOff = (DenseReadOff)network.ReadOff;
        using var rounded = new ReluNetwork(
            [network.Layers[0].WithMatrices(matrix => WeightQuantisation.Round(matrix, 3))], new DenseReadOff(
            WeightQuantisation.Round(readOff.Weight, 3), readOff.Bias));

        // The weights of the page are in half precision, and one that lies between two levels may fall to the other one.
        var (ours, theirs) = (Outputs(rounded, [3, 9]), await seen.Outputs());
        Assert.InRange(ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Average(), 0, 0.01);
        Assert.InRange(Outputs(network, [3, 9]).Zip(theirs, (a, b) => Math.Abs(a - b)).Average(), 0.03, 1);
    }

    [SkippableFact]
    public async Task Deleted_neurons_give_nothing_and_pruning_takes_the_smallest_weights()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = await ExploredFiles.Make("trained", folder);
        await using var seen = await chromium.Open(await ExploredFiles.Page(folder, [file]), "on=3,9&deleted=0.25&draw=3");
        var deleted =
            await seen.Page.EvaluateAsync<int[]>("() => Array.from(now.views[0].deleted[0]).flatMap((gone, i) => gone ? [i] : [])");
        Assert.Equal(32, deleted.Length);
        using var network = NetworkFile.Load(file).Network;
        using var noGradient = torch.no_grad();
        var gone =
            torch.tensor(Enumerable.Range(0, network.Layers[0].Neurons).Select(i => deleted.Contains(i) ? 0f : 1f).ToArray()).unsqueeze(1);
        using var without = new ReluNetwork(
            [new ReluLayer(network.Layers[0].Weight * gone, network.Layers[0].Bias * gone.squeeze(1))], new DenseReadOff(
            ((DenseReadOff)network.ReadOff).Weight, ((DenseReadOff)network.ReadOff).Bias));
        IsNear(Outputs(without, [3, 9]), await seen.Outputs(), Allowed);

        await seen.Page.EvaluateAsync("() => now.set({ deleted: 0, pruned: 0.5 })");
        var kept =
            await seen.Page.EvaluateAsync<double[]>("() => { const [was, is] = [now.networks[0].layers[0].weight, "
            + "now.views[0].seen.layers[0].weight]; let zeros = 0, largest = 0, smallest = Infinity; is.forEach((w, i) => { if (w === "
            + "0) { zeros++; largest = Math.max(largest, Math.abs(was[i])); } else smallest = Math.min(smallest, Math.abs(w)); }); "
            + "return [zeros, is.length, largest, smallest]; }");
        Assert.Equal(kept[1] / 2, kept[0]);
        Assert.True(kept[2] <= kept[3]);
    }

    private static float[] Outputs(ReluNetwork network, int[] on)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        return MemoryMarshal.Cast<byte, float>(network.Run(ActiveSets.Of(on)).contiguous().bytes).ToArray();
    }

    private static float[] TruthOf(NetworkManifest manifest, string[] options, ReluNetwork network, int[] on, TemporaryFolder folder)
    {
        TargetsSpec functions = manifest.Targets ?? new PairsSpec();
        InputsSpec inputs = new AtMostActiveSpec { Features = network.Features, Active = 2 };
        if (options is [_, var given, ..])
        {
            if (given.EndsWith(".txt", StringComparison.Ordinal))
            {
                functions = new CircuitSpec { Text = File.ReadAllText(given) };
            }
            else
            {
                var task = TaskSpec.Parse(given.StartsWith('{') ? given : File.ReadAllText(given), "task", file =>
                    File.ReadAllBytes(folder[file]));
                (functions, inputs) = (task.Targets, task.Inputs);
            }
        }

        var targets = functions.Draw(inputs, new Seed(0));
        var values = new float[targets.Count];
        if (targets.Boolean is { } boolean)
        {
            var active = new List<int>();
            boolean.AppendOn(on, active);
            active.ForEach(output => values[output] = 1);
            return values;
        }

        using var scope = torch.NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(
            targets.Real!.Of(ActiveSets.Of(on)).SumRows(torch.eye(targets.Count)).contiguous().bytes).ToArray();
    }

    private static void IsNear(float[] expected, float[] found, double allowed)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - found[i]) <= allowed,
                FormattableString.Invariant($"Output {i} is {found[i]}, expected {expected[i]} to {allowed}."));
        }
    }
}
