using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Superposition.Server;

/// <summary>
/// Refuses what a browser would send on behalf of another site, and paths that try to leave the folder. A page elsewhere cannot read what
/// is served here: its requests carry its own Origin, and a name of its own that it makes point to this machine (DNS rebinding) is not a
/// name of the server.
/// </summary>
/// <param name="port">The port listened on.</param>
internal sealed class RequestGuard(int port)
{
    // Kestrel resolves dots and escapes before anyone sees the path, so the text as it came is judged.
    private static readonly string[] Forbidden = ["..", "%2e", "%2f", "%5c", "%00", "\\", "//"];

    private readonly string[] hosts = [$"localhost:{port}", $"127.0.0.1:{port}", $"[::1]:{port}"];

    /// <summary>Why a request is refused; null when it is not.</summary>
    public (int Status, string Reason)? Refusal(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (request.Headers.Host is not [{ } host] || !hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status421MisdirectedRequest, "this server is not known by that name");
        }

        if (request.Headers.Origin is [_, ..] && request.Headers.Origin != $"http://{host}")
        {
            return (StatusCodes.Status403Forbidden, "requests of other sites are refused");
        }

        if (request.Headers["Sec-Fetch-Site"] is [not ("same-origin" or "none"), ..] && request.Headers["Sec-Fetch-Mode"] != "navigate")
        {
            return (StatusCodes.Status403Forbidden, "requests of other sites are refused");
        }

        var path = target.Split('?')[0];
        if (!path.StartsWith('/') || Forbidden.Any(part => path.Contains(part, StringComparison.OrdinalIgnoreCase))
            || request.Path.Value!.Any(char.IsControl))
        {
            return (StatusCodes.Status400BadRequest, "that is no path here");
        }

        return request.Method == "GET" || (request.Method == "POST" && request.Headers.Origin is [_])
            ? null
            : (StatusCodes.Status405MethodNotAllowed, "only GET is understood here, and POST from this server's own page");
    }
}
