using System.Text.Json;
using Superposition.Specs;

namespace Superposition.Studies;

/// <summary>Turns the text of a spec into a spec that can be run, or says in one sentence why it cannot.</summary>
public static class SpecReader
{
    /// <summary>More cells than this are a slip of the pen: at a second a cell it is over a day on one processor.</summary>
    public const int MaxCells = 100_000;

    /// <summary>Reads a spec: JSON, with comments and trailing commas allowed and every key known.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What the text is called in complaints: its file.</param>
    /// <param name="overrides">Values that take the place of the text's, as <c>path=value</c>.</param>
    /// <exception cref="SpecException">The text or an override is not right.</exception>
    public static StudySpec Read(string text, string name, IEnumerable<string> overrides)
    {
        var root = Root(text, name, overrides);
        var study = StudySpec.Of(root);
        return study.GridCells().Skip(MaxCells).Any() ? throw TooMany(root, name) : study;
    }

    private static SpecNode Root(string text, string name, IEnumerable<string> overrides)
    {
        var root = SpecText.Parse(text, line => FormattableString.Invariant($"{name}, line {line}"));
        foreach (var change in overrides)
        {
            SpecOverride.Apply(root, change);
        }

        TakeOffSchema(root);
        return root;
    }

    private static SpecException TooMany(SpecNode root, string name) =>
        new($"{name}: the grid has more than {MaxCells:N0} cells ({Lengths(root)}), expected at most {MaxCells:N0}.");

    /// <summary>The schema's address is for editors alone, and to the deserializer a key that begins with $ is metadata.</summary>
    private static void TakeOffSchema(SpecNode root)
    {
        if (root[SpecSchema.Key] is { Kind: not JsonTokenType.String } schema)
        {
            throw new SpecException(
                $"{schema.Place}: {SpecSchema.Key} is {schema.Found}, expected the path of the JSON Schema in double quotes.");
        }

        root.Members.RemoveAll(member => member.Key == SpecSchema.Key);
    }

    /// <summary>The lists whose lengths multiply: "scientific.neurons has 5 values, seeds 20".</summary>
    private static string Lengths(SpecNode root)
    {
        var lists = from member in root.Members
                    from list in member.Value.Kind == JsonTokenType.StartObject
                        ? member.Value.Members.Select(inner => (Path: $"{member.Key}.{inner.Key}", inner.Value))
                        : [(Path: member.Key, member.Value)]
                    where list.Value.Items.Count > 1
                    select $"{list.Value.Items.Count:N0} {list.Path}";
        return string.Join(" × ", lists);
    }
}
