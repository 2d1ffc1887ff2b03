using System.Buffers;
using System.Text.Json;

namespace Superposition.Specs;

/// <summary>A value of a spec as it was written. It knows where it stands, so that a complaint about it can say so.</summary>
internal sealed class SpecNode
{
    /// <summary>"spec.json, line 7", or "--set task.active=40" for a value that an override put there.</summary>
    public required string Place { get; init; }

    /// <summary>StartObject, StartArray, String, Number, True, False or Null.</summary>
    public required JsonTokenType Kind { get; set; }

    /// <summary>The string, or a number or word as it was written.</summary>
    public string Text { get; set; } = "";

    /// <summary>An object's members, in the order in which they were written.</summary>
    public List<SpecMember> Members { get; } = [];

    /// <summary>The values of a list, in order; empty for anything else.</summary>
    public List<SpecNode> Items { get; } = [];

    /// <summary>What stands here, in words.</summary>
    public string Found => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => Items.Count == 0 ? "an empty list" : "a list",
        JsonTokenType.String => Quotation.Of(Text),
        _ => Text.Length <= 40 ? Text : $"{Text[..40]}…",
    };

    /// <summary>The value of a key, or null.</summary>
    public SpecNode? this[string key] => Members.Find(member => member.Key == key)?.Value;

    /// <summary>The value at a path, or the innermost one on the way there.</summary>
    public SpecNode Nearest(SpecPath path)
    {
        var node = this;
        foreach (var step in path.Steps)
        {
            if (node.At(step) is not { } next)
            {
                break;
            }

            node = next;
        }

        return node;
    }

    /// <summary>The value one step further, or null.</summary>
    public SpecNode? At(SpecStep step) => step.Key is { } key ? this[key] : Items.ElementAtOrDefault(step.Index);

    /// <summary>All values inside this one, itself first.</summary>
    public IEnumerable<SpecNode> Descendants() =>
        [this, .. Members.SelectMany(member => member.Value.Descendants()), .. Items.SelectMany(item => item.Descendants())];

    /// <summary>A copy that can be changed without changing this one.</summary>
    public SpecNode Copy() => Replace(new Dictionary<SpecNode, SpecNode>());

    /// <summary>A copy in which other values stand in the place of some.</summary>
    public SpecNode Replace(IReadOnlyDictionary<SpecNode, SpecNode> others)
    {
        if (others.TryGetValue(this, out var other))
        {
            return other;
        }

        var copy = new SpecNode { Place = Place, Kind = Kind, Text = Text };
        copy.Members.AddRange(Members.Select(member => member with { Value = member.Value.Replace(others) }));
        copy.Items.AddRange(Items.Select(item => item.Replace(others)));
        return copy;
    }

    /// <summary>Makes a text into the object that it is short for: "own" into { "kind": "own" }.</summary>
    /// <param name="key">The key that the text is the value of.</param>
    public void BecomeObject(string key)
    {
        Members.Add(new SpecMember(key, Place, new SpecNode { Place = Place, Kind = Kind, Text = Text }));
        (Kind, Text) = (JsonTokenType.StartObject, "");
    }

    /// <summary>The same value as JSON without comments, for the deserializer.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json);
        }

        return bytes.WrittenMemory;
    }

    private void Write(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case JsonTokenType.StartObject:
                json.WriteStartObject();
                foreach (var member in Members)
                {
                    json.WritePropertyName(member.Key);
                    member.Value.Write(json);
                }

                json.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                json.WriteStartArray();
                foreach (var item in Items)
                {
                    item.Write(json);
                }

                json.WriteEndArray();
                break;
            case JsonTokenType.String:
                json.WriteStringValue(Text);
                break;
            default:
                json.WriteRawValue(Text);
                break;
        }
    }
}

/// <summary>One member of an object: a key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Place">Where the key stands.</param>
/// <param name="Value">The value.</param>
internal sealed record SpecMember(string Key, string Place, SpecNode Value);
