using System.Buffers.Binary;
using System.Text;

namespace Superposition.Checkpoints.PyTorch;

/// <summary>
/// Reads the pickles that torch.save writes for dictionaries of tensors. A pickle is a program for a stack machine; the instructions known
/// here build numbers, strings, lists, tuples, dictionaries and descriptions of tensors, and nothing else. What a pickle would import is
/// compared with the names in <see cref="StateDictGlobals"/> and never looked up: nothing can be called. Every other instruction and every
/// other name is refused.
/// </summary>
internal sealed class Pickle
{
    // Adam's state for ten thousand parameters takes about a million instructions. Each adds at most one object, so this bounds the memory,
    // too.
    private const int MaxInstructions = 4_000_000;

    private static readonly object Mark = new();

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];
    private int place;

    private Pickle(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>
    /// The value that a pickle describes: null, bool, long, double, string, <see cref="List{T}"/>, an array for a tuple, or one of the
    /// pickled values next to this class.
    /// </summary>
    /// <exception cref="NetworkFileException">It is damaged, or asks for something that a dictionary of tensors does not need.</exception>
    public static object? Load(ReadOnlyMemory<byte> bytes) => new Pickle(bytes).Run();

    private object? Run()
    {
        for (var instructions = 0; instructions < MaxInstructions; instructions++)
        {
            var code = Bytes(1)[0];
            if (code == (byte)'.')
            {
                return Pop();
            }

            if (!Push(code) && !Collect(code) && !Remember(code))
            {
                Construct(code);
            }
        }

        throw new NetworkFileException($"The pickle has more than {MaxInstructions:N0} instructions, expected a dictionary of tensors.");
    }

    /// <summary>Instructions that push something that stands in the pickle.</summary>
    private bool Push(byte code)
    {
        switch ((char)code)
        {
            case '(':
                stack.Add(Mark);
                break;
            case 'N':
                stack.Add(null);
                break;
            case '\x88' or '\x89':
                stack.Add(code == 0x88);
                break;
            case 'J':
                stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)));
                break;
            case 'K':
                stack.Add((long)Bytes(1)[0]);
                break;
            case 'M':
                stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
                break;
            case '\x8a':
                stack.Add(Long());
                break;
            case 'G':
                stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)));
                break;
            case 'X':
                stack.Add(Text(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))));
                break;
            case '\x8c':
                stack.Add(Text(Bytes(1)[0]));
                break;
            case '\x8d':
                stack.Add(Text(BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8))));
                break;
            case 'c':
                stack.Add(StateDictGlobals.Require(new PickledGlobal(Line(), Line())));
                break;
            case '\x80':
                Bytes(1); // The version of the protocol.
                break;
            case '\x95':
                Bytes(8); // The length of a frame, of no use to a reader that has all bytes.
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Instructions that make tuples, lists and dictionaries out of what lies on the stack.</summary>
    private bool Collect(byte code)
    {
        switch ((char)code)
        {
            case ')':
                stack.Add(Array.Empty<object?>());
                break;
            case '\x85' or '\x86' or '\x87':
                stack.Add(PopLast(code - 0x84));
                break;
            case 't':
                stack.Add(PopToMark());
                break;
            case ']':
                stack.Add(new List<object?>());
                break;
            case 'a':
                var item = Pop();
                Peek<List<object?>>("a list").Add(item);
                break;
            case 'e':
                var items = PopToMark();
                Peek<List<object?>>("a list").AddRange(items);
                break;
            case '}':
                stack.Add(new PickledDictionary());
                break;
            case 's':
                SetItems(PopLast(2));
                break;
            case 'u':
                SetItems(PopToMark());
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Instructions that keep the top of the stack under a number, or bring it back.</summary>
    private bool Remember(byte code)
    {
        switch ((char)code)
        {
            case 'q':
                memo[Bytes(1)[0]] = Top();
                break;
            case 'r':
                memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Top();
                break;
            case '\x94':
                memo[memo.Count] = Top();
                break;
            case 'h':
                stack.Add(Recall(Bytes(1)[0]));
                break;
            case 'j':
                stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))));
                break;
            case '0':
                Pop();
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Instructions that would call something in Python. Here they put together one of a few known values.</summary>
    private void Construct(byte code)
    {
        switch ((char)code)
        {
            case 'Q':
                stack.Add(StateDictGlobals.Storage(Pop()));
                break;
            case 'R':
                var arguments = Pop() as object?[];
                stack.Add(StateDictGlobals.Apply(Pop() as PickledGlobal, arguments));
                break;
            case 'b':
                // A state_dict carries the versions of its modules as an attribute. They say nothing about the arrays.
                Pop();
                Peek<PickledDictionary>("a dictionary");
                break;
            case '\x93':
                var (name, module) = (Pop() as string, Pop() as string);
                stack.Add(StateDictGlobals.Require(new PickledGlobal(module ?? "?", name ?? "?")));
                break;
            default:
                throw new NetworkFileException(
                    $"The pickle has the instruction {PickleNames.Of(code)} at its byte {place - 1}, which no dictionary of tensors "
                        + "needs; nothing was executed, expected what torch.save(model.state_dict(), path) writes.");
        }
    }

    private void SetItems(object?[] items)
    {
        var entries = Peek<PickledDictionary>("a dictionary").Entries;
        if (items.Length % 2 != 0)
        {
            throw Damaged("a key without a value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            entries.Add((items[i], items[i + 1]));
        }
    }

    private object? Recall(long number) =>
        memo.TryGetValue(number, out var value) ? value : throw Damaged($"a reference to {number}, which was never kept");

    private object? Top() => stack.Count > 0 && stack[^1] != Mark ? stack[^1] : throw Damaged("nothing on its stack");

    private T Peek<T>(string expected)
        where T : class => Top() as T ?? throw Damaged($"something else than {expected} on its stack");

    private object? Pop() => PopLast(1)[0];

    private object?[] PopLast(int count)
    {
        if (stack.Count < count || stack[^count..].Contains(Mark))
        {
            throw Damaged("too little on its stack");
        }

        var items = stack[^count..].ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Damaged("no mark on its stack");
        }

        var items = stack[(mark + 1)..].ToArray();
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private long Long()
    {
        var digits = Bytes(Bytes(1)[0]);
        if (digits.Length > sizeof(long))
        {
            throw new NetworkFileException($"The pickle has a whole number of {digits.Length} bytes, expected at most 8.");
        }

        var value = digits.Length > 0 && digits[^1] >= 0x80 ? -1L : 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | digits[i];
        }

        return value;
    }

    private string Text(ulong length) => Encoding.UTF8.GetString(Bytes(length > int.MaxValue ? int.MaxValue : (int)length));

    private string Line()
    {
        var length = bytes.Span[place..].IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(Bytes(length < 0 ? int.MaxValue : length));
        place++;
        return line;
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > bytes.Length - place)
        {
            throw Damaged("an end inside an instruction");
        }

        place += count;
        return bytes.Span.Slice(place - count, count);
    }

    private NetworkFileException Damaged(string found) =>
        new($"The pickle in the .pt file is damaged: found {found} at byte {place} of {bytes.Length}.");
}
