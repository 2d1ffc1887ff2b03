using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Superposition.Cli.Serving;
using Superposition.Server;
using Xunit.Abstractions;

namespace Superposition.Tests.Cli;

/// <summary>The page that watches runs, asked as a browser and as an attacker would.</summary>
public sealed class ServeTests(ITestOutputHelper output) : IDisposable
{
    private const string Spec = """
        {
          "question": "Is it small?", "inputs": 200,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "exactly", "features": 6, "active": 2 }, "targets": { "kind": "pairs" } }],
          "networks": [
            { "name": "trained", "kind": "trained", "neurons": { "vary": [6, 9] }, "trains": "whole", "objective": { "kind": "mse" },
              "learningRate": 0.01, "curve": 5,
              "training": { "steps": STEPS, "batch": 16, "optimizer": "adam", "weightDecay": 0, "schedule": "constant", "warmUp": 0 },
                "readOffs": [{ "kind": "own" }] },
            { "name": "zero", "kind": "control", "control": "zero" }],
          "measures": [{ "kind": "errors" }, { "kind": "curve" }],
          "seeds": [0, 1]
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

    [Fact]
    public async Task Other_names_other_sites_and_paths_out_of_the_folder_are_refused()
    {
        folder.Write("runs/a/run.json", "{}");
        folder.Write("secret", "the secret");
        File.CreateSymbolicLink(folder["runs/link"], folder.Path);
        Directory.CreateDirectory(folder["runs/a/figures"]);
        File.CreateSymbolicLink(folder["runs/a/figures/secret.svg"], folder["secret"]);
        var address = await Serve(mayControl: false);
        var own = $"localhost:{address.Port}";
        Assert.Equal(200, (await Raw(address, $"GET / HTTP/1.1\r\nHost: {own}")).Status);
        foreach (var host in (string[])["evil.example", "localhost", $"localhost:{address.Port + 1}", $"evil.example:{address.Port}", ""])
        {
            Assert.InRange((await Raw(address, $"GET /api/runs HTTP/1.1\r\nHost: {host}")).Status, 400, 421);
        }

        Assert.Equal(403, (await Raw(address, $"GET /api/runs HTTP/1.1\r\nHost: {own}\r\nOrigin: http://evil.example")).Status);
        Assert.Equal(403, (await Raw(address, $"GET /api/runs HTTP/1.1\r\nHost: {own}\r\nOrigin: null")).Status);
        Assert.Equal(
            403, (await Raw(
            address, $"GET /api/runs HTTP/1.1\r\nHost: {own}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors")).Status);
        Assert.Equal(405, (await Raw(address, $"POST /api/runs/a/stop HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0")).Status);
        Assert.Equal(
            403, (await Raw(
            address, $"POST /api/runs/a/stop HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nContent-Length: 0")).Status);
        Assert.Equal(405, (await Raw(address, $"DELETE /api/runs/a HTTP/1.1\r\nHost: {own}")).Status);
        foreach (var path in (string[])["/files/a/../../secret", "/files/a/%2e%2e/%2e%2e/secret", "/files/a/..%2f..%2fsecret", "/files/..",
            "/files/a//secret", "/files/a/figures\\..\\secret", "/files/a/run.json%00", "http://evil.example/api/runs"])
        {
            Assert.Equal(400, (await Raw(address, $"GET {path} HTTP/1.1\r\nHost: {own}")).Status);
        }

        foreach (var path in (string[])["/files/link/secret", "/files/a/figures/secret.svg", "/files/a/secret", "/secret", "/files/a/.lock",
            "/api/runs/b", "/files/a/%252e%252e/secret"])
        {
            Assert.Equal(404, (await Raw(address, $"GET {path} HTTP/1.1\r\nHost: {own}")).Status);
        }

        Assert.Equal(200, (await Raw(address, $"GET /files/a/run.json HTTP/1.1\r\nHost: {own}")).Status);
        Assert.Contains(
            "Content-Security-Policy: default-src 'none'", (await Raw(address, $"GET / HTTP/1.1\r\nHost: {own}")).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_garbled_paths_give_nothing_away_and_leave_the_server_well()
    {
        folder.Write("runs/a/run.json", "{}");
        folder.Write("secret", "the secret");
        var address = await Serve(mayControl: true);
        string[] parts = ["..", "%2e%2e", "%2E.", "a", "files", "api", "runs", "secret", "/", "\\", "%5c", "%2f", "%00", ";", "?", "#", "%",
            "%zz", "~", "figures", "\u00e9", "%c0%ae", ".", "//", "etc", "passwd", "cells", "events"];
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            var path = "/" + string.Concat(
                Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)] + (random.Next(2) == 0 ? "/" : "")));
            if (path.Contains("events", StringComparison.Ordinal))
            {
                path += "/";
            }

            var (status, text) = await Raw(address, $"GET {path} HTTP/1.1\r\nHost: localhost:{address.Port}");
            Assert.True(status is 400 or 404 or 405 or 200, $"{path}: {status}");
            Assert.DoesNotContain("the secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }

        Assert.Equal(200, (await Raw(address, $"GET /api/runs HTTP/1.1\r\nHost: localhost:{address.Port}")).Status);
    }

    [Fact]
    public async Task A_thousand_finished_cells_are_listed()
    {
        var spec = Spec.Replace("STEPS", "10", StringComparison.Ordinal).Replace(
            "\"seeds\": [0, 1]", $"\"seeds\": [{string.Join(',', Enumerable.Range(0, 334))}]", StringComparison.Ordinal);
        (await CommandLine.Run("run", folder.Write("spec.json", spec), "--smoke", "--out", folder["runs/smoke"])).IsDone();
        using var head = JsonDocument.Parse(File.ReadAllText(folder["runs/smoke/run.json"]));
        var row = File.ReadLines(folder["runs/smoke/results.jsonl"]).First(line => line.Contains("\"trained", StringComparison.Ordinal));
        var name = JsonDocument.Parse(row).RootElement.GetProperty("cell").GetString()!;
        string[] cells = [.. from network in (string[])["trained-neurons6", "trained-neurons9", "zero"]
            from seed in Enumerable.Range(0, 334) select $"{network}-seed{seed}"];
        folder.Write(
            "runs/large/run.json",
            head.RootElement.GetRawText().Replace("\"cells\": 2", "\"cells\": 1002", StringComparison.Ordinal).Replace(
            Compact(head, "spec"), JsonDocument.Parse(spec).RootElement.GetRawText(), StringComparison.Ordinal));
        folder.Write(
            "runs/large/results.jsonl",
            string.Concat(cells.Select(cell => row.Replace($"\"{name}\"", $"\"{cell}\"", StringComparison.Ordinal) + "\n")));
        folder.Write(
            "runs/large/metrics/timings.jsonl",
            string.Concat(cells.Select(cell => $"{{\"cell\":\"{cell}\",\"seconds\":1.5,\"rows\":1}}\n")));
        var address = await Serve(mayControl: false);
        using var client = new HttpClient { BaseAddress = address };
        for (var time = 0; time < 2; time++)
        {
            var clock = Stopwatch.StartNew();
            using var run = JsonDocument.Parse(await client.GetStringAsync("/api/runs/large"));
            output.WriteLine($"{run.RootElement.GetProperty("cells").GetArrayLength()} cells, {(time == 0 ? "first" : "second")} time: "
                + $"{clock.Elapsed.TotalSeconds:F3} s");
            Assert.Equal(1002, run.RootElement.GetProperty("cells").GetArrayLength());
            Assert.All(run.RootElement.GetProperty("cells").EnumerateArray(), cell =>
                Assert.Equal("done", cell.GetProperty("state").GetString()));
            Assert.Equal(1002, run.RootElement.GetProperty("table").GetProperty("rows").GetArrayLength());
        }
    }

    [Fact, Trait("Category", "Slow")]
    public async Task A_sweep_is_watched_to_its_end_killed_and_resumed_on_the_way()
    {
        var spec = folder.Write("spec.json", Spec.Replace("STEPS", "6000", StringComparison.Ordinal));
        Directory.CreateDirectory(folder["runs"]);
        using var sweep = CommandLine.Start(folder.Path, "sweep", spec, "--workers", "1", "--out", folder["runs/a"], "--save-every", "0");
        var isEnded = sweep.WaitForExitAsync();
        var address = await Serve(mayControl: true);
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Add("Origin", address.ToString().TrimEnd('/'));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder["runs/a/run.json"]), TimeSpan.FromMinutes(2)));

        // A point of a live curve comes before the run is killed.
        await Follow(client, (name, data) =>
            name == "live" && data.RootElement.EnumerateArray().Any(point => point.GetProperty("loss").ValueKind == JsonValueKind.Number));
        sweep.Kill(entireProcessTree: true);
        await isEnded;
        await Follow(
            client, (name, data) => name == "run" && data.RootElement.GetProperty("summary").GetProperty("canResume").GetBoolean());
        Assert.Contains("The run resumes.", await Post(client, "resume"), StringComparison.Ordinal);
        var states = new List<string>();
        await Follow(client, (name, data) =>
        {
            if (name == "run")
            {
                states.Add(string.Join(
                    ' ', data.RootElement.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("state").GetString())));
            }

            return name == "run" && data.RootElement.GetProperty("summary").GetProperty("state").GetString() == "finished";
        });
        Assert.Equal("done done done done done done", states[^1]);
        Assert.Contains(states, state => state.Contains("running", StringComparison.Ordinal));
        Assert.Contains("finished", await Post(client, "resume"), StringComparison.Ordinal);
        using var cell = JsonDocument.Parse(await client.GetStringAsync("/api/runs/a/cells/trained-neurons6-seed0"));
        Assert.Equal(
            5, cell.RootElement.GetProperty("curve").EnumerateArray().Count(point =>
            point.GetProperty("epsilon").ValueKind == JsonValueKind.Number));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder["runs/a/report.html"]), TimeSpan.FromMinutes(1)));
        Assert.Contains("<html", await client.GetStringAsync("/files/a/report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_asked_to_stop_saves_what_it_has_and_goes_on_later()
    {
        var spec = folder.Write("spec.json", Spec.Replace("STEPS", "2000000", StringComparison.Ordinal));
        Directory.CreateDirectory(folder["runs"]);
        var run = Task.Run(() => CommandLine.Run("run", spec, "--workers", "1", "--out", folder["runs/a"]));
        Assert.True(
            SpinWait.SpinUntil(() => File.Exists(folder["runs/a/checkpoints/trained-neurons6-seed0/live.jsonl"]), TimeSpan.FromMinutes(1)));
        var address = await Serve(mayControl: true);
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Origin", address.ToString().TrimEnd('/'));
        Assert.Contains("asked to stop", await Post(client, "stop"), StringComparison.Ordinal);
        var outcome = await run;
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("--resume", outcome.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["runs/a/checkpoints/trained-neurons6-seed0/training.state"]));
        Assert.Contains("No process", await Post(client, "stop"), StringComparison.Ordinal);
    }

    private static string Compact(JsonDocument head, string key) => head.RootElement.GetProperty(key).GetRawText();

    private async Task<Uri> Serve(bool mayControl)
    {
        var ready = new TaskCompletionSource<Uri>();
        serving = Task.Run(() => new RunServer(new RunFolderSource(folder["runs"]), mayControl).Run(0, ready.SetResult, end.Token));
        await Task.WhenAny(serving, ready.Task);
        return await ready.Task;
    }

    private static async Task<string> Post(HttpClient client, string act)
    {
        using var response = await client.PostAsync($"/api/runs/a/{act}", null);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Reads events until one satisfies.</summary>
    private static async Task Follow(HttpClient client, Func<string, JsonDocument, bool> isLast)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var lines = new StreamReader(await client.GetStreamAsync("/api/events?run=a", limit.Token));
        var name = "";
        while (await lines.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var data = JsonDocument.Parse(line[6..]);
                if (data.RootElement.ValueKind != JsonValueKind.Null && isLast(name, data))
                {
                    return;
                }
            }
        }

        Assert.Fail("The events ended.");
    }

    /// <summary>Sends a request as it is written, which no client of HTTP would do.</summary>
    private static async Task<(int Status, string Text)> Raw(Uri address, string head)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        return (int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), text);
    }
}
