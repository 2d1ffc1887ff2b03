using System.Collections.Immutable;

namespace Superposition.Booleans;

/// <summary>What a gate computes from its operands.</summary>
public enum GateKind
{
    /// <summary>1 when all operands are 1.</summary>
    And,

    /// <summary>1 when some operand is 1.</summary>
    Or,

    /// <summary>1 when an odd number of operands is 1.</summary>
    Xor,

    /// <summary>1 when its one operand is 0.</summary>
    Not,

    /// <summary>1 when more than half of an odd number of operands are 1.</summary>
    Majority,

    /// <summary>Any function, by its truth table or a cover.</summary>
    Table,
}

/// <summary>One gate of a circuit: a function and the nodes that it reads.</summary>
public sealed class BooleanGate
{
    /// <summary>The largest number of operands of a truth table.</summary>
    public const int MaxTableOperands = 16;

    /// <summary>Makes a gate after checking that its operands and table fit its kind.</summary>
    /// <param name="kind">What it computes.</param>
    /// <param name="operands">The nodes it reads: features 0 … m−1, then earlier gates.</param>
    /// <param name="table">
    /// For <see cref="GateKind.Table"/>, 2^k values for k operands; the first operand is the highest bit of the index, so "0110" is XOR and
    /// "0010" is a ∧ ¬b.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The number of operands does not fit the kind, or the table does not fit the operands.
    /// </exception>
    public BooleanGate(GateKind kind, ImmutableArray<int> operands, ImmutableArray<bool> table = default)
    {
        if (Objection(kind, operands.Length, table) is { } objection)
        {
            throw new ArgumentException(objection, nameof(operands));
        }

        (Kind, Operands, Table) = (kind, operands, table);
    }

    /// <summary>Makes a gate of any number of operands from a cover.</summary>
    /// <param name="cover">The function.</param>
    /// <param name="operands">The nodes it reads, as many as a row of the cover has values.</param>
    public BooleanGate(GateCover cover, ImmutableArray<int> operands) => (Kind, Operands, Cover) = (GateKind.Table, operands, cover);

    /// <summary>The function that the gate computes of its operands.</summary>
    public GateKind Kind { get; }

    /// <summary>The nodes that the gate reads: features 0 … m − 1, then earlier gates from m on.</summary>
    public ImmutableArray<int> Operands { get; }

    /// <summary>The truth table of a <see cref="GateKind.Table"/> that has no cover.</summary>
    public ImmutableArray<bool> Table { get; }

    /// <summary>The cover of a <see cref="GateKind.Table"/> that has no truth table.</summary>
    public GateCover? Cover { get; }

    /// <summary>Why no such gate exists, as "found …, expected …", or null when it does.</summary>
    public static string? Objection(GateKind kind, int operands, ImmutableArray<bool> table) => kind switch
    {
        GateKind.Table when operands > MaxTableOperands => $"found a table of {operands} operands, expected at most {MaxTableOperands}",
        GateKind.Table when table.IsDefault || table.Length != 1 << operands =>
            $"found a table of {(table.IsDefault ? 0 : table.Length)} values, expected 2^{operands} = {1 << operands} for {operands} "
                + "operands",
        GateKind.Not when operands != 1 => $"found {operands} operands of NOT, expected 1",
        GateKind.Majority when operands % 2 == 0 => $"found {operands} operands of MAJ, expected an odd number",
        GateKind.And or GateKind.Or or GateKind.Xor when operands == 0 =>
            $"found no operand of {kind.ToString().ToUpperInvariant()}, expected at least 1",
        _ => null,
    };

    /// <summary>The same function of other nodes.</summary>
    /// <param name="move">Where a node is now.</param>
    public BooleanGate Moved(Func<int, int> move)
    {
        ImmutableArray<int> moved = [.. Operands.Select(move)];
        return Cover is { } cover ? new BooleanGate(cover, moved) : new BooleanGate(Kind, moved, Table);
    }

    /// <summary>The gate's value, given the values of all nodes before it.</summary>
    public bool Evaluate(bool[] nodes)
    {
        if (Cover is not null)
        {
            return Cover.Evaluate(Operands.Select(operand => nodes[operand]));
        }

        int ones = 0, index = 0;
        foreach (var operand in Operands)
        {
            ones += nodes[operand] ? 1 : 0;
            index = (index << 1) | (nodes[operand] ? 1 : 0);
        }

        return Kind switch
        {
            GateKind.And => ones == Operands.Length,
            GateKind.Or => ones > 0,
            GateKind.Xor => ones % 2 == 1,
            GateKind.Not => ones == 0,
            GateKind.Majority => 2 * ones > Operands.Length,
            _ => Table[index],
        };
    }
}
