using System.Security.Cryptography;
using Superposition.Studies;

namespace Superposition.Cli.Runs;

/// <summary>
/// What is known of the cells of a run: from its head, and from the file of times, to which a line a cell is appended before the cell
/// leaves anything else.
/// </summary>
internal sealed class CellLedger
{
    private readonly string path;
    private readonly Dictionary<string, List<CellContent>> contents = new(StringComparer.Ordinal);
    private readonly List<byte[]> lines = [];
    private readonly List<string> findings = [];
    private bool isWhole = true;

    private CellLedger(string path) => this.path = path;

    /// <summary>Lines that are not what they should be.</summary>
    public IReadOnlyList<string> Findings => findings;

    /// <summary>Everything that is known of any cell.</summary>
    public IEnumerable<CellContent> All => contents.Values.SelectMany(known => known);

    /// <summary>Reads what is known of cells from the head of a run and from its file of times, which may be missing.</summary>
    /// <param name="path">The file of times.</param>
    /// <param name="head">What the head of the run says; nothing for a worker.</param>
    public static CellLedger Read(string path, IEnumerable<CellContent> head)
    {
        var ledger = new CellLedger(path);
        foreach (var content in head)
        {
            ledger.Add(content);
        }

        var tail = new LineTail(path);
        foreach (var (index, line) in tail.ReadNew().Index())
        {
            if (CellKeeper.Read<CellContent>(line) is { } content)
            {
                ledger.Add(content);
                ledger.lines.Add(line);
            }
            else
            {
                ledger.findings.Add($"{path}, line {index + 1}: this is not an entry of a cell");
                ledger.isWhole = false;
            }
        }

        ledger.isWhole &= !tail.EndsInTheMiddle;
        return ledger;
    }

    /// <summary>What is known of a cell, the newest first.</summary>
    public IEnumerable<CellContent> Of(string cell) => contents.TryGetValue(cell, out var known) ? known.AsEnumerable().Reverse() : [];

    /// <summary>Leaves only whole lines in the file, so that it can be appended to.</summary>
    public void Mend()
    {
        if (!isWhole)
        {
            RunFolder.Write(path, (byte[])[.. lines.SelectMany(line => line)]);
            isWhole = true;
        }
    }

    /// <summary>SHA-256 of rows, in hexadecimal.</summary>
    public static string Hash(IEnumerable<byte[]> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows)
        {
            hash.AppendData(row);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Add(CellContent content)
    {
        if (!contents.TryGetValue(content.Cell, out var known))
        {
            contents[content.Cell] = known = [];
        }

        known.Add(content);
    }
}
