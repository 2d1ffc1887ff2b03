namespace Superposition.Cli.Runs;

/// <summary>
/// A file in a run's folder by which another process, on this machine or another, asks the run to stop. It then stops as on Ctrl-C: what is
/// finished is kept, with the state of the training in flight.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private const string FileName = ".stop";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource source;
    private readonly Timer timer;

    /// <summary>Waits for a request from now on; one that was made before is forgotten.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellation">Stops the run as well.</param>
    public StopRequest(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, FileName);
        File.Delete(path);
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer = new Timer(_ => Look(path), null, Pause, Pause);
    }

    /// <summary>Is cancelled when the file appears, or together with the token that was given.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Asks the run in a folder to stop.</summary>
    public static void Make(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), []);

    /// <inheritdoc/>
    public void Dispose()
    {
        using (var over = new ManualResetEvent(false))
        {
            if (timer.Dispose(over))
            {
                over.WaitOne();
            }
        }

        source.Dispose();
    }

    private void Look(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        source.Cancel();
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run stops all the same, and the next one forgets the request.
        }
    }
}
