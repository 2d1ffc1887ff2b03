using Microsoft.Playwright;

namespace Superposition.Tests.Explorer;

/// <summary>
/// What a person does on the page of <c>explore</c>: with keys alone, through the address, in the dark and on a small screen.
/// </summary>
[Collection(Browser.Name)]
public sealed class ExplorerPageTests(Chromium chromium)
{
    [SkippableFact]
    public async Task Keys_alone_do_everything()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = await ExploredFiles.Make("sign", folder);
        await using var seen = await chromium.Open(await ExploredFiles.Page(folder, [file]));
        var (page, keys) = (seen.Page, seen.Page.Keyboard);

        // Features: one stop of the Tab key, then arrows and space.
        await keys.PressAsync("c");
        Assert.Empty(await seen.On());
        await keys.PressAsync("Tab");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Space");
        await keys.PressAsync("End");
        await keys.PressAsync("Enter");
        Assert.Equal(new[] { 2, 15 }, await seen.On());
        await keys.PressAsync("Space");
        Assert.Equal(new[] { 2 }, await seen.On());

        // Every button, field, slider and picture is reached by Tab, once.
        var stops = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            await keys.PressAsync("Tab");
            stops.Add(await page.EvaluateAsync<string>(
                "() => document.activeElement.id || document.activeElement.getAttribute('aria-label') || document.activeElement.tagName"));
            if (stops[^1] == "copy")
            {
                break;
            }
        }

        Assert.Equal(
            ["random", "active", "errs", "clear", "first", "second", "previous", "next", "follow", "sense"], stops.Take(10));
        Assert.Contains(stops, stop => stop.StartsWith("Neurons of layer 1", StringComparison.Ordinal));
        Assert.Contains(stops, stop => stop.StartsWith("Map of all pairs", StringComparison.Ordinal));
        Assert.Empty(new[] { "noise", "bits", "deleted", "pruned", "wrong", "again", "still", "keys", "copy" }.Except(stops));

        // Buttons, and letters for them.
        await page.FocusAsync("#random");
        await keys.PressAsync("Enter");
        Assert.Equal(3, (await seen.On()).Length);
        await page.FocusAsync("#first");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("4");
        await keys.PressAsync("Tab");
        await page.FocusAsync("#second");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("7");
        await keys.PressAsync("Tab");
        Assert.Equal(new[] { 4, 7 }, await seen.On());
        await keys.PressAsync("n");
        Assert.Equal(new[] { 4, 8 }, await seen.On());
        await keys.PressAsync("p");
        await keys.PressAsync("p");
        Assert.Equal(new[] { 4, 6 }, await seen.On());
        await keys.PressAsync("e");
        Assert.Matches("is off by|has a wrong output", await page.TextContentAsync("#said"));

        // Neurons and outputs by arrows.
        await page.FocusAsync("canvas[aria-label^=Neurons]");
        await keys.PressAsync("ArrowRight");
        Assert.Matches(@"Neuron \d+ gives .* It listens to .* outputs? of 120 weigh", await page.TextContentAsync(".layer .detail"));
        await page.EvaluateAsync("() => now.choosePair(4, 7)");
        await page.FocusAsync("canvas[aria-label^=Map]");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowDown");
        Assert.Contains("x5\u2227x8 reads", await page.TextContentAsync(".map .detail"), StringComparison.Ordinal);

        // A slider: errors by class follow.
        await page.FocusAsync("#bits");
        await keys.PressAsync("ArrowRight");
        await page.WaitForSelectorAsync("#tables[data-done=true]");
        Assert.Contains("\u2192", await page.TextContentAsync("#tables"), StringComparison.Ordinal);
        seen.Check();
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task The_address_holds_the_view_and_nonsense_in_it_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = await ExploredFiles.Make("sign", folder);
        var html = await ExploredFiles.Page(folder, [file]);
        await using var first = await chromium.Open(html);
        await first.Page.EvaluateAsync("() => { now.choosePair(3, 9); now.toggle(12); now.set({ noise: 0.2, bits: 4, draw: 7 }); }");
        await first.Page.WaitForFunctionAsync("() => location.hash.includes('noise=0.2')");
        var address = (await first.Page.EvaluateAsync<string>("() => location.hash"))[1..];
        await using var second = await chromium.Open(html, address);
        Assert.Equal(new[] { 3, 9, 12 }, await second.On());
        Assert.Equal(await first.Outputs(), await second.Outputs());

        await using var third = await chromium.Open(html, "on=1,99,x,-3&output=1e9&pair=4&bits=hello&noise=-5&active=9e99&networks=8");
        Assert.Equal(new[] { 1 }, await third.On());
        Assert.Equal(120, (await third.Outputs()).Length);
        third.Check();
    }

    [SkippableFact, Trait("Category", "Slow")]
    public async Task Axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen()
    {
        using var folder = new TemporaryFolder();
        var (sign, _) = await ExploredFiles.Make("sign", folder);
        var (deep, _) = await ExploredFiles.Make("deep-fused", folder);
        var pages = new[] { await ExploredFiles.Page(folder, [sign]), folder["deep.html"] };
        (await CommandLine.Run("explore", deep, "--out", pages[1])).IsDone();
        foreach (var (html, width, scheme) in new[] { (pages[0], 1400, ColorScheme.Light), (pages[1], 390, ColorScheme.Dark) })
        {
            await using var seen = await chromium.Open(html, "bits=3&noise=0.1", width, scheme);
            await seen.Page.WaitForSelectorAsync("#tables[data-done=true]");
            await seen.RequireFit();
        }
    }

    [SkippableFact]
    public async Task Two_networks_stand_side_by_side_on_the_same_input_and_verdicts_lie_over_the_map()
    {
        using var folder = new TemporaryFolder();
        var files = new[] { "trained-l8-m32-d128", "constructed-sign-m32-d128" }.Select(name =>
            Path.Combine(Places.Repository, "checkpoints", $"{name}.safetensors")).ToArray();
        var probed = folder.Write(
            "probed.json",
            """{ "pairs": [ { "first": 3, "second": 9, "verdict": "readable-but-unused", "probe": """
                + """{ "auc": 0.987 }, "effect": 0.01 } ] }""");
        await using var seen = await chromium.Open(await ExploredFiles.Page(folder, files, "--verdicts", probed), "on=3,9&pair=3,9");
        Assert.Equal(2, await seen.Page.Locator("article.network").CountAsync());
        Assert.NotEqual(await seen.Outputs(0), await seen.Outputs(1));
        Assert.Contains(
            "Probe: readable but unused, AUC 0.987", await seen.Page.Locator(".map .detail").First.TextContentAsync(),
            StringComparison.Ordinal);
        await seen.Page.SelectOptionAsync("#right", "");
        Assert.Equal(1, await seen.Page.Locator("article.network").CountAsync());
        seen.Check();
    }
}
