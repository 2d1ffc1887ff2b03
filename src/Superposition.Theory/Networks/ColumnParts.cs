using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>
/// Shares work on the columns of a matrix between as many threads as torch uses. No two threads write the same number, and every number is
/// summed in the same order whatever the number of threads.
/// </summary>
public static class ColumnParts
{
    // Below this many multiplications a second thread costs more than it brings.
    private const long WorthAThread = 1 << 17;

    // Whole cache lines of float32 to every thread.
    private const int Line = 16;

    /// <summary>Runs work for every part of the columns.</summary>
    /// <param name="multiplications">How much work there is in all.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="part">Does the work for some columns: the first of them, and how many.</param>
    public static void Run(long multiplications, int columns, Action<int, int> part)
    {
        var threads = multiplications < WorthAThread ? 1 : Math.Min(get_num_threads(), columns / (2 * Line));
        if (threads <= 1)
        {
            part(0, columns);
            return;
        }

        var width = ((columns / threads) + Line - 1) / Line * Line;
        Parallel.For(0, (columns + width - 1) / width, i => part(i * width, Math.Min(width, columns - (i * width))));
    }
}
