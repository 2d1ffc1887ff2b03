using System.Runtime.ExceptionServices;

namespace Superposition.Probing;

/// <summary>
/// A computation on a thread of its own next to the caller's, for halves of a task that do not need each other. Disposing stops it, if
/// the caller no longer wants its result, and waits until it ends, so that no tensor it reads is freed before.
/// </summary>
/// <typeparam name="T">What it gives; no tensors, which belong to the thread that made them.</typeparam>
internal sealed class OnASecondThread<T> : IDisposable
{
    private readonly Thread thread;
    private readonly CancellationTokenSource stop = new();
    private T? result;
    private ExceptionDispatchInfo? failure;

    /// <summary>Starts the computation at once, on a thread of its own.</summary>
    /// <param name="compute">What is computed, until it is told to stop.</param>
    public OnASecondThread(Func<CancellationToken, T> compute)
    {
        thread = new Thread(() =>
        {
            try
            {
                result = compute(stop.Token);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
    }

    /// <summary>What it gave, or the exception that ended it.</summary>
    public T Result
    {
        get
        {
            thread.Join();
            failure?.Throw();
            return result!;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        stop.Dispose();
    }
}
