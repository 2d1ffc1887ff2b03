using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Superposition.Tests.Explorer;

/// <summary>The tests that share one browser, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Browser : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}

/// <summary>A browser for tests: the machine's own Chromium, where it has one.</summary>
public sealed class Chromium : IAsyncLifetime, IDisposable
{
    private static readonly string? Program =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    // Machines that test may be busy; nothing here is timed.
    private const int Patience = 180_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (Program is not null)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox"], Timeout = Patience });
        }
    }

    /// <summary>
    /// Opens a page from a file and waits until its network runs. Whatever it asks for besides itself, and whatever goes wrong in it, fails
    /// the test at <see cref="Seen.Check"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="address">What stands in the address after #.</param>
    /// <param name="width">The window's width.</param>
    /// <param name="scheme">Light or dark.</param>
    internal async Task<Seen> Open(string path, string address = "", int width = 1400, ColorScheme scheme = ColorScheme.Light)
    {
        var seen = await Visit("file://", $"{path}{(address.Length == 0 ? "" : $"#{address}")}", width, scheme);
        await seen.Page.WaitForSelectorAsync("html[data-ready=yes]");
        await seen.Page.EvaluateAsync("async () => { window.now = await window.explorer; }");
        return seen;
    }

    /// <summary>Opens a page that may ask for more from where it comes from.</summary>
    /// <param name="site">Where it comes from.</param>
    /// <param name="path">The rest of its address.</param>
    /// <param name="width">The window's width.</param>
    /// <param name="scheme">Light or dark.</param>
    internal async Task<Seen> Visit(string site, string path, int width = 1400, ColorScheme scheme = ColorScheme.Light)
    {
        Skip.If(browser is null, "There is no Chromium on this machine (apt-get install chromium).");
        var context = await browser!.NewContextAsync(
            new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var seen = new Seen(context, page);
        page.PageError += (_, error) => seen.Complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                seen.Complaints.Add(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                seen.Complaints.Add($"The page asks for {request.Url}.");
            }
        };
        await page.GotoAsync($"{site}{path}");
        return seen;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
    }

    public void Dispose() => playwright?.Dispose();
}

/// <summary>An open page.</summary>
internal sealed class Seen(IBrowserContext context, IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    public List<string> Complaints { get; } = [];

    /// <summary>The outputs that the page shows for the networks on it.</summary>
    public Task<float[]> Outputs(int view = 0) => page.EvaluateAsync<float[]>($"() => Array.from(now.views[{view}].trace.outputs)");

    /// <summary>What the page says the outputs are to be.</summary>
    public Task<float[]> Truth() => page.EvaluateAsync<float[]>("() => Array.from(now.targets)");

    /// <summary>The features that are switched on.</summary>
    public Task<int[]> On() => page.EvaluateAsync<int[]>("() => now.input().on");

    /// <summary>Switches features on or off as a person does, by their buttons.</summary>
    public async Task Click(params IEnumerable<int> features)
    {
        foreach (var feature in features)
        {
            await page.Locator("#features button").Nth(feature).ClickAsync();
        }
    }

    /// <summary>Nobody is kept out: axe finds nothing serious, and nothing is wider than the window.</summary>
    public async Task RequireFit()
    {
        var found = await page.RunAxe();
        Assert.Equal("", string.Join('\n', found.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(
            violation => $"{violation.Id}: {violation.Help} ({violation.Nodes[0].Html})")));
        Assert.NotEmpty(found.Passes);
        Assert.InRange(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, page.ViewportSize!.Width);
    }

    /// <summary>Nothing went wrong in the page, and it asked for nothing from elsewhere.</summary>
    public void Check() => Assert.Empty(Complaints);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
