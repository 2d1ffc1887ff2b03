using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Superposition.Exploring;
using Superposition.Specs;

namespace Superposition.Reporting.Explorer;

/// <summary>
/// Sets networks as one HTML page in which a person switches features on and off and sees them compute. It holds the weights and a forward
/// pass of its own, needs no server and loads nothing.
/// </summary>
public static class ExplorerPage
{
    /// <summary>What the page is called in the folder of another one, which links to it.</summary>
    public const string BesideName = "explore.html";

    private static readonly string[] Scripts = ["numbers.js", "network.js", "truth.js", "disturbance.js", "drawing.js", "explanation.js",
        "view.js", "words.js", "address.js", "listening.js", "controls.js"];
    private static readonly string Script = string.Join('\n', Scripts.Select(name => Resource($"explorer.{name}")));
    private static readonly string ScriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    /// <summary>The page. The same data gives bit-identical files.</summary>
    public static string Of(ExplorerData data) => new StringBuilder(Resource("explorer.html"))
        .Replace("{{policy}}", $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{ScriptHash}'")
        .Replace("{{title}}", HtmlEncoder.Default.Encode(data.Title))
        .Replace("{{style}}", Resource("explorer.css"))
        .Replace("{{script}}", Script)
        .Replace("{{data}}", JsonSerializer.Serialize(data, SpecJson.Line).Replace("<", "\\u003c", StringComparison.Ordinal))
        .ToString();

    private static string Resource(string name)
    {
        using var stream = typeof(ExplorerPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
