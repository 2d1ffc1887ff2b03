using System.Text.Json.Nodes;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.Studies;
using Superposition.Tasks;

namespace Superposition.Tests.Studies;

public class SpecReaderTests
{
    private const string Text = """
        /* Everything that JSON with comments allows. */
        {
          "question": "Is it \"small\"?", // yes
          "inputs": 20,
          "tasks": [{ "inputs": { "kind": "at-most", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "sign", "kind": "construction", "construction": "sign", "neurons": { "vary": [16, 32,] } },
            { "name": "gaussian", "kind": "construction", "construction": "gaussian", "neurons": { "vary": [16, 32] } },
          ],
          "measures": ["errors"],
          "seeds": [18446744073709551615],
        }
        """;

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var study = SpecReader.Read(Text, "spec.json", []);
        Assert.Equal("Is it \"small\"?", study.Asks);
        Assert.Equal([ulong.MaxValue], study.AllSeeds.ToArray());
        Assert.Equal(4, study.GridCells().Count());
    }

    [Fact]
    public void Overrides_take_the_place_of_values_one_after_the_other()
    {
        var study = SpecReader.Read(
            Text, "spec.json",
                ["networks[0].neurons.vary=[64, 128]", "networks[0].neurons.vary[1]=256", "tasks[0].inputs.kind=exactly",
                "networks[1].construction=\"subset\"", "networks[1].neurons=160", "seeds=[7]", "question=why"]);
        Assert.Equal(["sign-neurons64-seed7", "sign-neurons256-seed7", "gaussian-seed7"], study.GridCells().Select(cell => cell.Id));
        Assert.IsType<ExactlyActiveSpec>(study.Tasks[0].Value.Inputs);
        Assert.Equal("why", study.Asks);
    }

    [Theory]
    [InlineData("spec.json", "seeds=[1,1]", "--set seeds=[1,1]: seeds[1] is there for the second time, expected different values.")]
    [InlineData(
        "a/b.json", "tasks[0].inputs.active=9",
        "--set tasks[0].inputs.active=9: tasks[0].inputs.active is 9, expected a number between 1 and 8 (the number of features).")]
    [InlineData(
        "a/b.json", "tasks[0].inputs={}",
        "--set tasks[0].inputs={}: tasks[0].inputs has no \"kind\", expected exactly, at-most, bernoulli, probabilities, zipf, groups, "
        + "list or living.")]
    public void A_complaint_is_one_sentence(string name, string change, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<SpecException>(() => SpecReader.Read(Text, name, [change])).Message);

    /// <summary>Whatever happens to a text, it is read or refused in one line that says where; nothing else is thrown.</summary>
    [Fact]
    public void A_damaged_text_is_read_or_refused_in_one_line()
    {
        var random = new Seed(1).Stream("damage");
        const string spices = "{}[]\",:/*\\09-+.eEnulltrue \n\u0001é\ud83d";
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var damaged = Text.ToList();
            for (var changes = 1 + random.Next(4); changes > 0; changes--)
            {
                var place = random.Next(damaged.Count);
                switch (random.Next(3))
                {
                    case 0: damaged.RemoveRange(place, Math.Min(random.Next(1, 12), damaged.Count - place)); break;
                    case 1: damaged.Insert(place, spices[random.Next(spices.Length)]); break;
                    default: damaged[place] = spices[random.Next(spices.Length)]; break;
                }
            }

            try
            {
                SpecReader.Read(string.Concat(damaged), "spec.json", []);
            }
            catch (SpecException e)
            {
                refused++;
                Assert.Matches(@"^spec\.json, line \d+: [^\n]+[.?]$", e.Message);
            }
        }

        Assert.InRange(refused, 2000, 2999);
    }

    [Fact]
    public void The_schema_lists_what_may_stand_in_a_spec()
    {
        var schema = JsonNode.Parse(SpecSchema.Export())!;
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(
            ["question", "inputs", "tasks", "networks", "measures", "seeds"], schema["required"]!.AsArray().Select(key =>
            key!.GetValue<string>()));
        Assert.NotNull(schema["properties"]!["$schema"]);
        var networks = schema["properties"]!["networks"]!["items"]!["anyOf"]!.AsArray();
        var construction = networks.Single(network => network!["properties"]?["kind"]?["const"]?.GetValue<string>() == "construction")!;
        Assert.Contains(
            "sign", construction["properties"]!["construction"]!["anyOf"]![0]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("#/$defs/vary", construction["properties"]!["neurons"]!["anyOf"]![1]!["$ref"]!.GetValue<string>());
        Assert.NotNull(schema["$defs"]!["vary"]!["properties"]!["vary"]);
        var targets =
            schema["properties"]!["tasks"]!["items"]!["properties"]!["targets"]!["anyOf"]![0]!["anyOf"]!.AsArray()[^1]!["enum"]!.AsArray()
            .Select(name => name!.GetValue<string>()).ToArray();
        Assert.Contains("pairs", targets);
        Assert.DoesNotContain("ands", targets);
        Assert.All(Descriptions(schema), description => Assert.EndsWith(".", description, StringComparison.Ordinal));
        Assert.True(Descriptions(schema).Count() > 30);
    }

    [Theory]
    [InlineData("neuron", "neurons")]
    [InlineData("sing", "sign")]
    [InlineData("SIGN", "sign")]
    [InlineData("gausian", "gaussian")]
    [InlineData("elephant", null)]
    [InlineData("", null)]
    public void A_misspelt_word_is_guessed_when_it_is_close(string word, string? meant) =>
        Assert.Equal(meant, Spelling.Closest(word, ["neurons", "sign", "gaussian"]));

    private static IEnumerable<string> Descriptions(JsonNode? node) => node switch
    {
        JsonObject o => [.. o["description"] is JsonValue description ? [description.GetValue<string>()] : (string[])[],
            .. o.Where(member => member.Key != "description").SelectMany(member => Descriptions(member.Value))],
        JsonArray a => a.SelectMany(Descriptions),
        _ => [],
    };
}
