using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Superposition.Benchmarks;

/// <summary>A running pytorch_peer.py that takes steps when asked to.</summary>
internal sealed class PyTorchPeer : IDisposable
{
    private readonly Process process;
    private readonly int models;

    public PyTorchPeer(string row, int threads)
    {
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "pytorch_peer.py"), row,
            threads.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        // OpenBLAS counts threads for itself.
        start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        process = Process.Start(start)!;
        models = Answer().GetProperty("models").GetInt32();
    }

    /// <summary>Takes some steps.</summary>
    public Burst Take(int steps)
    {
        process.StandardInput.WriteLine(steps);
        process.StandardInput.Flush();
        var answer = Answer();
        return new Burst(answer.GetProperty("wall").GetDouble() / models, answer.GetProperty("cpu").GetDouble() / models);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private JsonElement Answer()
    {
        var line = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException(
                "pytorch_peer.py stopped: it needs Debian's python3-torch and libopenblas0-pthread, and memory for the row.");
        return JsonDocument.Parse(line).RootElement;
    }
}
