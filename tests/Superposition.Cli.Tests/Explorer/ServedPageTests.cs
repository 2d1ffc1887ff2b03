using Microsoft.Playwright;
using Superposition.Cli.Serving;
using Superposition.Server;

namespace Superposition.Tests.Explorer;

/// <summary>The pages of <c>serve</c> and the reports of runs in a browser.</summary>
[Collection(Browser.Name)]
public sealed class ServedPageTests(Chromium chromium) : IDisposable
{
    private const string Spec = """
        {
          "question": "How many ReLUs do six features take?", "inputs": 200,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "exactly", "features": 6, "active": 2 }, "targets": { "kind": "pairs" } }],
          "networks": [
            { "name": "trained", "kind": "trained", "neurons": { "vary": [6, 9] }, "trains": "whole", "objective": { "kind": "mse" },
              "learningRate": RATE, "curve": 5,
              "training": { "steps": 300, "batch": 15, "optimizer": "adam", "weightDecay": 0, "schedule": "constant", "warmUp": 0 },
                "readOffs": [{ "kind": "own" }] },
            { "name": "zero", "kind": "control", "control": "zero" }],
          "measures": [{ "kind": "errors" }, { "kind": "curve" }],
          "predictions": [{ "says": "Nine ReLUs do it.", "test": { "measure": "epsilon", "of": { "network": "trained", "neurons": 9 },
            "is": "<", "than": 0.25 } }],
          "seeds": [0, 1, 2]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource end = new();
    private Task serving = Task.CompletedTask;

    public void Dispose()
    {
        end.Cancel();
        SpinWait.SpinUntil(() => serving.IsCompleted, TimeSpan.FromSeconds(20));
        end.Dispose();
        folder.Dispose();
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task Runs_cells_and_networks_are_shown_to_everybody()
    {
        var address = (await Served()).ToString().TrimEnd('/');
        foreach (var (width, scheme) in new[] { (1400, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            await using var seen = await chromium.Visit(address, "/", width, scheme);
            var page = seen.Page;
            await page.WaitForSelectorAsync("article.card >> nth=1");
            await seen.RequireFit();

            // The list, a run, one of its cells.
            await page.GetByLabel("Choose a to compare").FocusAsync();
            await page.Keyboard.PressAsync("Space");
            await page.ClickAsync("article a:has-text('b')");
            await page.WaitForSelectorAsync(".tile.done >> nth=8");
            await page.SelectOptionAsync("#colour-by", "epsilon");
            await page.FocusAsync(".tile >> nth=0");
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForSelectorAsync(".cell canvas");
            Assert.Contains("trained-neurons9-seed0", await page.TextContentAsync(".cell h3"), StringComparison.Ordinal);
            await seen.RequireFit();

            // Two runs: the one line in which they differ is marked.
            await page.GotoAsync($"{address}/#/compare?a=a&b=b");
            Assert.Equal(new[] { "\"learningRate\": 0.01,", "\"learningRate\": 0.003," }, await Marked(page));
            await seen.RequireFit();

            // Two cells of one run: size and seed.
            await page.GotoAsync($"{address}/#/compare?a=a&b=a&cellA=trained-neurons6-seed0&cellB=trained-neurons9-seed1");
            Assert.Equal(new[] { "\"neurons\": 6,", "\"neurons\": 9,", "\"seed\": 0", "\"seed\": 1" }, await Marked(page));
            await seen.RequireFit();
            seen.Check();
        }
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task A_network_of_a_run_computes_where_it_is_served()
    {
        var address = (await Served()).ToString().TrimEnd('/');
        await using var seen = await chromium.Visit(address, "/#/run/a");
        var link = seen.Page.Locator("a:has-text('watch it compute')").First;
        var explorer = await link.GetAttributeAsync("href");
        Assert.Equal("/explore/a/networks/trained-neurons6-seed0.safetensors", explorer);
        await using var opened = await chromium.Visit(address, $"{explorer}#on=1,4");
        await opened.Page.WaitForSelectorAsync("html[data-ready=yes]");
        await opened.Page.EvaluateAsync("async () => { window.now = await window.explorer; }");
        Assert.Equal(new[] { 1, 4 }, await opened.On());
        Assert.InRange(await opened.Page.EvaluateAsync<double>("() => selfCheck(now.networks[0])"), 0, 1e-3);
        await opened.Click(2);
        await opened.Page.WaitForFunctionAsync("() => location.hash.includes('on=1,2,4') || location.hash.includes('on=1%2C2%2C4')");
        opened.Check();

        // What is no network, or cannot be read, is said in a sentence.
        var client = opened.Page.APIRequest;
        File.WriteAllText(folder["runs/a/networks/odd.safetensors"], "no network");
        var refused = await client.GetAsync($"{address}/explore/a/networks/odd.safetensors");
        Assert.Equal((422, true), (refused.Status, (await refused.TextAsync()).Contains("odd.safetensors", StringComparison.Ordinal)));
        foreach (var path in (string[])["/explore/a/run.json", "/explore/a/networks/none.safetensors", "/explore/b/networks/../run.json"])
        {
            Assert.Equal(404, (await client.GetAsync($"{address}{path}")).Status);
        }
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task Reports_are_fit_for_everybody()
    {
        Write("a", "0.01");
        (await CommandLine.Run("run", folder["a.json"], "--out", folder["runs/a"])).IsDone();
        string[] networks =
            [folder["runs/a/networks/trained-neurons9-seed0.safetensors"], folder["runs/a/networks/trained-neurons9-seed1.safetensors"]];
        (await CommandLine.Run("probe", networks[0], "--controls", "19", "--directions", "19", "--out", folder["probed"])).IsDone();
        (await CommandLine.Run(["compare", .. networks, "--out", folder["compared"]])).IsDone();
        foreach (var report in new[] { "runs/a/report.html", "probed/probe.html", "compared/compare.html" })
        {
            foreach (var (width, scheme) in new[] { (1400, ColorScheme.Light), (390, ColorScheme.Dark) })
            {
                await using var seen = await chromium.Visit("file://", folder[report], width, scheme);
                await seen.RequireFit();
                seen.Check();
            }
        }
    }

    private static async Task<string[]> Marked(IPage page)
    {
        await page.WaitForSelectorAsync(".sides .differs");
        return await page.EvaluateAsync<string[]>(
            "() => Array.from(document.querySelector('.sides').querySelectorAll('.differs td'), cell => cell.textContent.trim())");
    }

    private void Write(string name, string rate) =>
        folder.Write($"{name}.json", Spec.Replace("RATE", rate, StringComparison.Ordinal));

    private async Task<Uri> Served()
    {
        foreach (var (name, rate) in new[] { ("a", "0.01"), ("b", "0.003") })
        {
            Write(name, rate);
            (await CommandLine.Run("run", folder[$"{name}.json"], "--out", folder[$"runs/{name}"])).IsDone();
        }

        var ready = new TaskCompletionSource<Uri>();
        serving = Task.Run(() =>
            new RunServer(new RunFolderSource(folder["runs"]), mayControl: true).Run(0, ready.SetResult, end.Token));
        await Task.WhenAny(serving, ready.Task);
        return await ready.Task;
    }
}
