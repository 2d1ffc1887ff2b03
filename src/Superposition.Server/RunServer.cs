using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Superposition.Server;

/// <summary>
/// Shows runs in a browser on this machine. It listens on the loopback interface alone, loads nothing from elsewhere, and changes nothing
/// unless it may.
/// </summary>
/// <param name="source">The runs.</param>
/// <param name="mayControl">Whether runs may be stopped and resumed.</param>
public sealed class RunServer(IRunSource source, bool mayControl)
{
    private const string OwnPage =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action "
        + "'none'; frame-ancestors 'none'";

    // Files of runs come from wherever the run came from: their scripts may draw, but belong to no site and reach nothing.
    private const string FilesOfRuns =
        "sandbox allow-scripts allow-downloads allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        + "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";

    private static readonly (string Path, string Resource, string ContentType)[] Assets =
    [
        ("/", "index.html", "text/html; charset=utf-8"), ("/app.css", "app.css", "text/css; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
        .. new[] { "app.js", "pages.js", "curves.js", "grid.js", "difference.js", "elements.js" }.Select(name =>
            ($"/{name}", name, "text/javascript; charset=utf-8")),
    ];

    /// <summary>How views are written.</summary>
    internal static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Listens until it is cancelled.</summary>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="ready">Is told the address.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task Run(int port, Action<Uri> ready, CancellationToken cancellation)
    {
        // The port is known before the first request comes, for the guard names it.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException e)
        {
            throw new IOException(
                $"Port {port} cannot be listened on ({e.Message}), expected a free one: give --port another number, or 0 for any.", e);
        }

        listener.Listen();
        var bound = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 0;
            options.ListenHandle((ulong)listener.Handle);
        });
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        var guard = new RequestGuard(bound);
        app.Use((context, next) => Guarded(guard, context, next));
        app.UseRouting();
        Map(app, new EventStream(source, cancellation));
        await app.StartAsync(cancellation);
        ready(new Uri($"http://localhost:{bound}/"));
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        finally
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await app.StopAsync(patience.Token);
        }
    }

    private static async Task Guarded(RequestGuard guard, HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = OwnPage;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (guard.Refusal(context) is var (status, reason))
        {
            await Refuse(context, status, reason);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && !context.Response.HasStarted)
        {
            // It was there when it was found, and is gone.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
        {
            await Refuse(context, StatusCodes.Status404NotFound, "there is nothing of that name");
        }
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = reason }, Json);
    }

    private void Map(IEndpointRouteBuilder app, EventStream events)
    {
        foreach (var (path, resource, contentType) in Assets)
        {
            app.MapGet(path, context =>
                Send(context, new ServedFile(() => typeof(RunServer).Assembly.GetManifestResourceStream(resource)!, contentType)));
        }

        app.MapGet("/api/runs", context => Answer(context, new { mayControl, runs = source.Runs() }));
        app.MapGet("/api/runs/{run}", context => Answer(context, source.Run(Value(context, "run"))));
        app.MapGet("/api/runs/{run}/cells/{cell}", context => Answer(context, source.Cell(Value(context, "run"), Value(context, "cell"))));
        app.MapGet("/api/events", context => events.Send(context, context.Request.Query["run"]));
        app.MapGet("/files/{run}/{**file}", context => Foreign(context, source.File(Value(context, "run"), Value(context, "file"))));
        app.MapGet("/explore/{run}/{**file}", context =>
            Explorer(context, source.Explorer(Value(context, "run"), Value(context, "file"))));
        app.MapPost("/api/runs/{run}/stop", context => Control(context, source.Stop));
        app.MapPost("/api/runs/{run}/resume", context => Control(context, source.Resume));
    }

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    private static Task Answer<T>(HttpContext context, T? value)
    {
        if (value is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return context.Response.WriteAsJsonAsync(value, Json, context.RequestAborted);
    }

    private static Task Foreign(HttpContext context, ServedFile? file)
    {
        context.Response.Headers.ContentSecurityPolicy = FilesOfRuns;
        return file is null ? Answer<string>(context, null) : Send(context, file);
    }

    private static Task Explorer(HttpContext context, ExplorerView? view)
    {
        if (view is null)
        {
            return Answer<string>(context, null);
        }

        context.Response.Headers.ContentSecurityPolicy = FilesOfRuns;
        context.Response.StatusCode = view.Html is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        context.Response.ContentType = $"text/{(view.Html is null ? "plain" : "html")}; charset=utf-8";
        return context.Response.WriteAsync(view.Html ?? view.Refusal ?? "", context.RequestAborted);
    }

    private static async Task Send(HttpContext context, ServedFile file)
    {
        // Without a length: a log grows while it is sent.
        await using var stream = file.Open();
        context.Response.ContentType = file.ContentType;
        await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private Task Control(HttpContext context, Func<string, string?> act)
    {
        if (!mayControl)
        {
            return Refuse(
                context, StatusCodes.Status403Forbidden, "this server only shows; start it with --control to stop and resume runs");
        }

        return Answer(context, act(Value(context, "run")) is { } said ? new { said } : null);
    }
}
