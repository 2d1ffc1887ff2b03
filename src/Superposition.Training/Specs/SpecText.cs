using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Superposition.Specs;

/// <summary>
/// Reads JSON with comments into nodes that know their lines. Everything that is not JSON, and a key that stands twice, is refused here.
/// </summary>
internal ref struct SpecText
{
    // A spec is five levels deep; the bound keeps hostile text from exhausting the stack.
    private const int DeepestNesting = 32;

    private readonly Func<int, string> place;
    private readonly ReadOnlySpan<byte> bytes;
    private readonly ImmutableArray<int> lineStarts;
    private Utf8JsonReader reader;

    private SpecText(ReadOnlySpan<byte> bytes, Func<int, string> place)
    {
        this.bytes = bytes;
        this.place = place;
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        lineStarts = starts.ToImmutable();
        reader = new Utf8JsonReader(
            bytes, new JsonReaderOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                MaxDepth = DeepestNesting + 2
            });
    }

    /// <summary>Reads a whole JSON text, comments allowed, into a node for its outermost value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Says where a line, counted from 1, stands.</param>
    /// <exception cref="SpecException">The text is not JSON, or a key stands twice in one object.</exception>
    public static SpecNode Parse(string text, Func<int, string> place)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new SpecException($"{place(1)}: the text is empty, expected a JSON object.");
        }

        var spec = new SpecText(Encoding.UTF8.GetBytes(text), place);
        try
        {
            spec.reader.Read();
            var node = spec.Value(depth: 1);
            spec.reader.Read(); // Throws when anything but white space and comments follows.
            return node;
        }
        catch (JsonException e)
        {
            throw spec.NotJson(e);
        }
        catch (InvalidOperationException)
        {
            throw new SpecException(
                $"{spec.Here}: the text has an escape that stands for no character, expected a pair such as \\ud83d\\ude00.");
        }
    }

    private readonly string Here => place(LineOf(reader.TokenStartIndex));

    private SpecNode Value(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new SpecException($"{Here}: values are nested deeper than {DeepestNesting} levels, expected the few levels of a spec.");
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(depth);
            case JsonTokenType.StartArray:
                var list = new SpecNode { Place = Here, Kind = JsonTokenType.StartArray };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Value(depth + 1));
                }

                return list;
            case JsonTokenType.String:
                return new SpecNode { Place = Here, Kind = JsonTokenType.String, Text = reader.GetString()! };
            default:
                return new SpecNode { Place = Here, Kind = reader.TokenType, Text = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    private SpecNode Object(int depth)
    {
        var node = new SpecNode { Place = Here, Kind = JsonTokenType.StartObject };
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var keyPlace = Here;
            if (node.Members.Find(member => member.Key == key) is { } first)
            {
                throw new SpecException($"{keyPlace}: the key {Quotation.Of(key)} stands here for the second time (first in "
                    + $"{first.Place}), expected every key once.");
            }

            reader.Read();
            node.Members.Add(new SpecMember(key, keyPlace, Value(depth + 1)));
        }

        return node;
    }

    private readonly int LineOf(long position)
    {
        var index = lineStarts.BinarySearch((int)position);
        return index >= 0 ? index + 1 : ~index;
    }

    /// <summary>In our own words: the framework's message speaks of bytes and of the reader's options.</summary>
    private readonly SpecException NotJson(JsonException e)
    {
        var line = (int)(e.LineNumber ?? 0);
        var position = Math.Min(bytes.Length, lineStarts[Math.Min(line, lineStarts.Length - 1)] + (int)(e.BytePositionInLine ?? 0));
        var rest = Encoding.UTF8.GetString(bytes[position..]);
        var word = string.Concat(rest.TakeWhile(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '+'));
        var found = rest.Trim().Length == 0 ? "the text ends" : $"found {Quotation.Of(word.Length > 0 ? word : rest[..1])}";
        var expected = reader.TokenType switch
        {
            _ when reader.CurrentDepth > DeepestNesting => $"at most {DeepestNesting} levels of nesting",
            JsonTokenType.None => "a value in JSON",
            JsonTokenType.PropertyName => "a value",
            JsonTokenType.StartObject => "a key in double quotes, or }",
            JsonTokenType.StartArray => "a value, or ]",
            _ when reader.CurrentDepth == 0 => "nothing after it",
            _ => "a comma, a key or value in JSON, or the closing bracket",
        };
        var column = (position - lineStarts[Math.Min(line, lineStarts.Length - 1)] + 1).ToString(CultureInfo.InvariantCulture);
        return new SpecException($"{place(line + 1)}: this is not valid JSON at column {column}: {found}, expected {expected}.");
    }
}
