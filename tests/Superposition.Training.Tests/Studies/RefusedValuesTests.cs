using Superposition.Specs;
using Superposition.Studies;

namespace Superposition.Tests.Studies;

/// <summary>Values that no cell could be computed with, and cells that nothing can be said of.</summary>
public class RefusedValuesTests
{
    private const string Correction = """{ "kind": "correction", "noises": [0, 0.1], "inputs": 5, "rounds": 1 }""";

    [Theory]
    [InlineData("[0, 0.1]", "[]", "measures[0].noises is an empty list")]
    [InlineData("[0, 0.1]", "[0.1, 0]", "expected rising values")]
    [InlineData("[0, 0.1]", "[-0.1]", "measures[0].noises[0] is -0.1")]
    [InlineData("\"rounds\": 1", "\"rounds\": -1", "measures[0].rounds is -1")]
    [InlineData("\"inputs\": 5", "\"inputs\": 0", "measures[0].inputs is 0")]
    [InlineData("\"rounds\": 1", "\"rounds\": 1, \"at\": { \"some\": 0.2 }", "measures[0].at.some is 0.2, expected one of the noises")]
    public void A_correction_that_cannot_be_measured_is_refused(string old, string changed, string complaint) =>
        Assert.Contains(complaint, Complaint(Correction.Replace(old, changed, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", "networks[0].readOffs is an empty list, expected at least one value")]
    [InlineData("""[{ "kind": "least-squares", "inputs": -1 }]""", "networks[0].readOffs[0].inputs is -1")]
    [InlineData("""[{ "kind": "least-squares", "upToNeurons": 0 }]""", "networks[0].readOffs[0].upToNeurons is 0")]
    [InlineData("""["own", { "kind": "minimax", "upToNeurons": 0 }]""", "networks[0].readOffs[1].upToNeurons is 0")]
    [InlineData("""[{ "kind": "untrained-least-squares", "inputs": 0 }]""", "networks[0].readOffs[0].inputs is 0")]
    public void A_read_off_that_cannot_be_fitted_is_refused(string readOffs, string complaint) =>
        Assert.Contains(complaint, Complaint("\"errors\"", readOffs), StringComparison.Ordinal);

    [Fact]
    public void A_construction_that_nobody_knows_is_no_reference() => Assert.Contains(
        "measures[0].constructions[0] is \"signs\", expected one of",
        Complaint("""{ "kind": "similarity", "constructions": ["signs"] }"""), StringComparison.Ordinal);

    [Fact]
    public void A_cell_of_which_no_read_off_is_taken_has_a_row_that_says_so()
    {
        var row = Assert.Single(RecipeTests.Run(Text("\"errors\"", """[{ "kind": "least-squares", "upToNeurons": 15 }]""")).Rows);
        Assert.Contains("None of its read-offs is taken of this network (m = 8, d = 16)", row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Directions_in_a_file_are_read_before_the_first_cell()
    {
        var text = Text("\"errors\"").Replace(
            "\"targets\": \"pairs\"", """ "targets": "pairs", "encoding": { "kind": "given", "file": "phi.csv" }""",
            StringComparison.Ordinal);
        var study = SpecReader.Read(text, "study.json", []);
        Assert.Contains(
            "phi.csv, line 1: found 3 numbers, expected 8",
            Assert.Throws<SpecException>(() => study.WithFiles(_ => "1,2,3")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "kind": "circuit", "text": "y = and x0 x1" }""", "found no features")]
    [InlineData("""{ "kind": "table", "text": "a,b,y\n0,0,0" }""", "found 1 of the 2^2 inputs")]
    public void Texts_that_stand_in_the_spec_are_read_before_the_first_cell_too(string targets, string complaint)
    {
        var study = SpecReader.Read(Text("\"errors\"").Replace("\"pairs\"", targets, StringComparison.Ordinal), "study.json", []);
        Assert.Contains(complaint, Assert.Throws<SpecException>(() => study.WithFiles(_ => "")).Message, StringComparison.Ordinal);
    }

    /// <summary>The schema would offer a key without one, and the reader refuse it.</summary>
    [Fact]
    public void Every_key_of_a_spec_can_be_set()
    {
        var seen = new HashSet<Type>();
        Visit(typeof(StudyText));
        Assert.True(seen.Count > 100, $"{seen.Count} types");

        void Visit(Type type)
        {
            if (type.Namespace?.StartsWith("Superposition", StringComparison.Ordinal) != true && !type.IsGenericType)
            {
                return;
            }

            var contract = SpecJson.Line.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            if (!seen.Add(contract.Type))
            {
                return;
            }

            Assert.All(contract.Properties.Where(property => property.Get is not null && !contract.Type.IsAbstract), property =>
                Assert.True(property.Set is not null, $"{contract.Type.Name}.{property.Name}"));
            IEnumerable<Type?> within =
            [
                contract.ElementType, .. contract.Properties.Select(property => property.PropertyType),
                .. contract.PolymorphismOptions?.DerivedTypes.Select(derived => derived.DerivedType) ?? [],
            ];
            foreach (var inner in within.OfType<Type>())
            {
                Visit(inner);
            }
        }
    }

    private static string Complaint(string measure, string readOffs = "[\"own\"]") =>
        Assert.Throws<SpecException>(() => SpecReader.Read(Text(measure, readOffs), "study.json", [])).Message;

    private static string Text(string measure, string readOffs = "[\"own\"]") => $$"""
        {
          "question": "?", "inputs": 100,
          "tasks": [{ "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [{ "name": "sign", "kind": "construction", "construction": "sign", "neurons": 16, "readOffs": {{readOffs}} }],
          "measures": [{{measure}}], "seeds": [0]
        }
        """;
}
