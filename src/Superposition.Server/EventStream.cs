using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Superposition.Server;

/// <summary>
/// Server-sent events, each when it has changed: <c>runs</c> (the list), or of the run that is watched <c>run</c> (all of it),
/// <c>summary</c> (how far it is) and <c>live</c> (new points of its curves).
/// </summary>
/// <param name="source">The runs.</param>
/// <param name="stopping">The server ends.</param>
internal sealed class EventStream(IRunSource source, CancellationToken stopping)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>Sends events until the browser goes away or the server ends.</summary>
    /// <param name="context">The request.</param>
    /// <param name="run">The run that is watched; none when null.</param>
    public async Task Send(HttpContext context, string? run)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        var live = run is null ? null : source.Follow(run);
        var quiet = 0;
        try
        {
            while (true)
            {
                var said = false;
                try
                {
                    said = await Look(context, run, live, last, end.Token);
                }
                catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
                {
                    // Part of a run was taken away while it was read: the next look finds what is there.
                }

                quiet = said ? 0 : quiet + 1;
                if (quiet * Pause > Silence)
                {
                    quiet = 0;
                    await context.Response.WriteAsync(":\n\n", end.Token);
                }

                await context.Response.Body.FlushAsync(end.Token);
                await Task.Delay(Pause, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the server is.
        }
    }

    /// <summary>Sends the events that have changed since the last time.</summary>
    /// <returns>Whether anything is.</returns>
    private async Task<bool> Look(
        HttpContext context, string? run, ILiveCurves? live, Dictionary<string, string> last, CancellationToken cancellation)
    {
        // Points first: a cell that ends in between shows its last point, then its rows.
        var said = live?.Read() is { Count: > 0 } points && await Tell(context, "live", points, cancellation);
        if (run is null)
        {
            return said | await TellIfNew(context, last, "runs", source.Runs(), cancellation);
        }

        // The clock always changes; the whole run is sent only when something else has.
        var detail = source.Run(run);
        var lasting = detail is null ? null : detail with { Summary = detail.Summary with { Seconds = 0, Left = null } };
        said |= await TellIfNew(context, last, "run", lasting, cancellation);
        return said | await TellIfNew(context, last, "summary", detail?.Summary, cancellation);
    }

    private static Task<bool> TellIfNew<T>(
        HttpContext context, Dictionary<string, string> last, string name, T value, CancellationToken cancellation)
    {
        var text = JsonSerializer.Serialize(value, RunServer.Json);
        if (last.GetValueOrDefault(name) == text)
        {
            return Task.FromResult(false);
        }

        last[name] = text;
        return Write(context, name, text, cancellation);
    }

    private static Task<bool> Tell<T>(HttpContext context, string name, T value, CancellationToken cancellation) =>
        Write(context, name, JsonSerializer.Serialize(value, RunServer.Json), cancellation);

    private static async Task<bool> Write(HttpContext context, string name, string text, CancellationToken cancellation)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {text}\n\n"), cancellation);
        return true;
    }
}
