using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>Functions of the first features that are given input by input. An input is for a function off or on.</summary>
public sealed class TableTargets : IBooleanTargets
{
    private readonly int read;
    private readonly Dictionary<string, bool[]> rows;
    private readonly bool[] otherwise;

    /// <summary>Makes g functions from their values on single inputs and one value for all other inputs.</summary>
    /// <param name="features">m, the number of features.</param>
    /// <param name="read">How many of them, the first ones, the table is about; the others change nothing.</param>
    /// <param name="outputs">g, the number of outputs.</param>
    /// <param name="rows">The g values by the active features among those that are read (<see cref="Key"/>).</param>
    /// <param name="otherwise">The value of all functions on inputs that are not there.</param>
    public TableTargets(int features, int read, int outputs, Dictionary<string, bool[]> rows, bool otherwise)
    {
        (Features, this.read, Count, this.rows) = (features, read, outputs, rows);
        this.otherwise = new bool[outputs];
        Array.Fill(this.otherwise, otherwise);
    }

    /// <inheritdoc/>
    public int Features { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> Classes { get; } = ["off", "on"];

    /// <summary>How many features, the first ones, the table is about.</summary>
    public int Read => read;

    /// <summary>The values of all functions by the active features among those that are read (<see cref="Key"/>).</summary>
    public IReadOnlyDictionary<string, bool[]> Rows => rows;

    /// <summary>The value of all functions on inputs that have no row.</summary>
    public bool Otherwise => otherwise.Contains(true);

    /// <summary>The key under which the row of an input stands.</summary>
    /// <param name="active">Its active features, increasing.</param>
    public static string Key(IEnumerable<int> active) => string.Join(',', active);

    /// <inheritdoc/>
    public int ValueOf(int inputClass) => inputClass;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<int> active, Span<byte> classes)
    {
        var values = ValuesOf(active);
        for (var i = 0; i < values.Length; i++)
        {
            classes[i] = values[i] ? (byte)1 : (byte)0;
        }
    }

    /// <inheritdoc/>
    public void AppendOn(ReadOnlySpan<int> active, List<int> on)
    {
        var values = ValuesOf(active);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i])
            {
                on.Add(i);
            }
        }
    }

    private bool[] ValuesOf(ReadOnlySpan<int> active) =>
        rows.GetValueOrDefault(Key(active.ToArray().TakeWhile(feature => feature < read)), otherwise);
}
