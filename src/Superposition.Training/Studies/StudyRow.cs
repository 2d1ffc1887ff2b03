using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Superposition.Studies;

/// <summary>
/// A row of a study's table: one network (with one read-off) of one cell. One line of <c>results.jsonl</c>; it holds no times, so that
/// the same seed gives bit-identical files.
/// </summary>
/// <param name="Cell">The name of the cell that gave it.</param>
/// <param name="Coordinates">
/// Where it stands in the grid: task, network, readOff, seed and every grid value, by name. Single values only.
/// </param>
/// <param name="Measures">What was measured, by name. A measure without a value is left out.</param>
/// <param name="Refusal">
/// Why there is nothing to measure (a premise of a construction does not hold at this size), in one sentence; null otherwise.
/// </param>
/// <param name="Failure">Why the result is not sound (training diverged), in one sentence; null otherwise.</param>
public sealed record StudyRow(
    string Cell, ImmutableSortedDictionary<string, StudyValue> Coordinates, ImmutableSortedDictionary<string, StudyValue> Measures,
    string? Refusal, string? Failure)
{
    private static readonly ImmutableArray<string> Reserved = ["cell", "refusal", "failure"];

    /// <summary>Names without a measure or coordinate, ordered by ordinal.</summary>
    public static ImmutableSortedDictionary<string, StudyValue> None { get; } =
        ImmutableSortedDictionary.Create<string, StudyValue>(StringComparer.Ordinal);

    /// <summary>
    /// The coordinates that every study has, in the order in which they are written; a grid's own follow them by ordinal.
    /// </summary>
    public static ImmutableArray<string> LeadingCoordinates { get; } = ["task", "network", "readOff", "seed"];

    /// <summary>The coordinate or measure of a name; null where the row has none.</summary>
    public StudyValue? this[string name] =>
        Coordinates.TryGetValue(name, out var coordinate) ? coordinate : Measures.GetValueOrDefault(name);

    /// <summary>The seed, a whole number up to 2⁵³; null where the row has none.</summary>
    public ulong? Seed => Coordinates.GetValueOrDefault("seed")?.AsNumber is { } seed ? (ulong)seed : null;

    /// <summary>Coordinate names in the order in which they are written.</summary>
    public static IOrderedEnumerable<string> InOrder(IEnumerable<string> coordinates) =>
        coordinates.OrderBy(name => LeadingCoordinates.IndexOf(name) is >= 0 and var place ? place : LeadingCoordinates.Length)
            .ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>Reads a row from its line of <c>results.jsonl</c>.</summary>
    /// <param name="line">One JSON object.</param>
    /// <param name="coordinates">The names that are coordinates; all others are measures.</param>
    /// <exception cref="FormatException">The line is not a row.</exception>
    public static StudyRow Parse(string line, IReadOnlySet<string> coordinates)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            var (places, measures) = (None.ToBuilder(), None.ToBuilder());
            foreach (var member in json.RootElement.EnumerateObject())
            {
                var value = member.Value.Deserialize<StudyValue>()
                    ?? throw new FormatException($"{member.Name} is null, expected a value or no key at all");
                if (Reserved.Contains(member.Name))
                {
                    texts[member.Name] = value is StudyValue.Text text
                        ? text.Value
                        : throw new FormatException($"{member.Name} is {value}, expected a text");
                }
                else
                {
                    (coordinates.Contains(member.Name) ? places : measures).Add(member.Name, value);
                }
            }

            return texts.TryGetValue("cell", out var cell)
                ? new StudyRow(cell, places.ToImmutable(), measures.ToImmutable(),
                    texts.GetValueOrDefault("refusal"), texts.GetValueOrDefault("failure"))
                : throw new FormatException("there is no \"cell\", expected the name of the cell that gave the row");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("this is not one flat JSON object of numbers, texts, flags and lists of numbers", e);
        }
    }

    /// <summary>The row as one line of JSON, without a line feed.</summary>
    /// <exception cref="InvalidOperationException">A name stands for two things, or a coordinate is a list.</exception>
    public string ToJson()
    {
        var doubled = Coordinates.Keys.Where(Measures.ContainsKey)
            .Concat(Coordinates.Keys.Concat(Measures.Keys).Intersect(Reserved))
            .FirstOrDefault();
        if (doubled is not null || Coordinates.Any(coordinate => !coordinate.Value.IsScalar))
        {
            var wrong = doubled is null ? "a list among its coordinates" : $"two values of the name {doubled}";
            throw new InvalidOperationException($"The row of {Cell} has {wrong}.");
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("cell", Cell);
            foreach (var name in InOrder(Coordinates.Keys).Concat(Measures.Keys))
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, this[name]);
            }

            foreach (var (name, sentence) in new[] { ("refusal", Refusal), ("failure", Failure) }.Where(text => text.Item2 is not null))
            {
                json.WriteString(name, sentence);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
