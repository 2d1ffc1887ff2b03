using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>
/// A function as a list of cubes, the rows of a BLIF cover: it is 1 (or, listed the other way round, 0) where some row fits. A row of any
/// width is one AND, so that wide functions need no truth table.
/// </summary>
public sealed class GateCover
{
    private const int Bits = 64;

    private readonly int width;
    private readonly int words;
    private readonly List<ulong> cares = [];
    private readonly List<ulong> values = [];

    /// <summary>An empty cover: the function is never listed.</summary>
    /// <param name="width">The number of operands.</param>
    /// <param name="isListed">The function's value where a row fits.</param>
    public GateCover(int width, bool isListed)
    {
        (this.width, IsListed) = (width, isListed);
        words = Math.Max(1, (width + Bits - 1) / Bits);
    }

    /// <summary>The function's value where a row fits.</summary>
    public bool IsListed { get; }

    /// <summary>The number of cubes that have been added, repeated ones included.</summary>
    public int Rows { get; private set; }

    /// <summary>
    /// How many of the 2^k inputs all rows together list, an input listed twice counted twice: the cost of the truth table.
    /// </summary>
    public double Listed { get; private set; }

    /// <summary>Adds a cube: the AND of the operands marked 1 and of the negations of those marked 0.</summary>
    /// <param name="row">One of 0, 1 and - for each operand.</param>
    /// <exception cref="ArgumentException">The row has another length than there are operands, or another sign.</exception>
    public void Add(ReadOnlySpan<char> row)
    {
        if (row.Length != width || row.ContainsAnyExcept("01-"))
        {
            throw new ArgumentException($"The row \"{row}\" is not made of {width} of 0, 1 and -.", nameof(row));
        }

        var free = 0;
        for (var word = 0; word < words; word++)
        {
            var (care, value) = (0UL, 0UL);
            for (var i = word * Bits; i < Math.Min(width, (word + 1) * Bits); i++)
            {
                care |= row[i] == '-' ? 0 : 1UL << (i % Bits);
                value |= row[i] == '1' ? 1UL << (i % Bits) : 0;
                free += row[i] == '-' ? 1 : 0;
            }

            cares.Add(care);
            values.Add(value);
        }

        Rows++;
        Listed += Math.Pow(2, free);
    }

    /// <summary>The rows as they were added, of 0, 1 and -.</summary>
    public IEnumerable<string> Lines() => Enumerable.Range(0, Rows).Select(row => string.Create(width, row, (line, own) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            var (word, bit) = ((own * words) + (i / Bits), 1UL << (i % Bits));
            line[i] = (cares[word] & bit) == 0 ? '-' : (values[word] & bit) == 0 ? '0' : '1';
        }
    }));

    /// <summary>The function's value on one input, an entry for each operand.</summary>
    /// <param name="operands">The operands' values, in order.</param>
    public bool Evaluate(IEnumerable<bool> operands)
    {
        Span<ulong> packed = words <= 64 ? stackalloc ulong[words] : new ulong[words];
        packed.Clear();
        var place = 0;
        foreach (var operand in operands)
        {
            packed[place / Bits] |= operand ? 1UL << (place % Bits) : 0;
            place++;
        }

        for (var row = 0; row < Rows; row++)
        {
            var fits = true;
            for (var word = 0; word < words && fits; word++)
            {
                fits = (packed[word] & cares[(row * words) + word]) == values[(row * words) + word];
            }

            if (fits)
            {
                return IsListed;
            }
        }

        return !IsListed;
    }

    /// <summary>The truth table of a narrow cover; the first operand is the highest bit of the index.</summary>
    public ImmutableArray<bool> ToTable()
    {
        var table = new bool[1 << width];
        Array.Fill(table, !IsListed);
        for (var row = 0; row < Rows; row++)
        {
            // Walks the rows' free operands as the subsets of a mask.
            var (care, value) = (Turned(cares[row]), Turned(values[row]));
            var free = (uint)(table.Length - 1) & ~care;
            var subset = free;
            while (true)
            {
                table[value | subset] = IsListed;
                if (subset == 0)
                {
                    break;
                }

                subset = (subset - 1) & free;
            }
        }

        return [.. table];
    }

    /// <summary>The bits of a row with the first operand highest.</summary>
    private uint Turned(ulong bits)
    {
        var turned = 0u;
        for (var i = 0; i < width; i++)
        {
            turned = (turned << 1) | (uint)((bits >> i) & 1);
        }

        return turned;
    }
}
