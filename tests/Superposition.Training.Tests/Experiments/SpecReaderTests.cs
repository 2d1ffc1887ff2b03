using System.Text.Json.Nodes;
using Superposition.Booleans;
using Superposition.Experiments;
using Superposition.Experiments.ConstructionErrors;
using Superposition.Specs;

namespace Superposition.Tests.Experiments;

public class SpecReaderTests
{
    private const string Text = """
        /* Everything that JSON with comments allows. */
        {
          "kind": "construction-errors",
          "question": "Is it \"small\"?", // yes
          "prediction": "It is.",
          "scientific": {
            "constructions": ["sign", "gaussian",],
            "features": [8], "active": [2],
            "sparsity": "at-most",
            "neurons": [16, 32],
          },
          "measurement": { "inputs": 20, "leastSquaresUpToFeatures": 8, "leastSquaresUpToNeurons": 100 },
          "seeds": [18446744073709551615],
        }
        """;

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var spec = Assert.IsType<ConstructionErrorsSpec>(SpecReader.Parse(Text, "spec.json", []));
        Assert.Equal("Is it \"small\"?", spec.Question);
        Assert.Equal(Sparsity.AtMost, spec.Scientific.Sparsity);
        Assert.Equal([ulong.MaxValue], spec.Seeds.ToArray());
        Assert.Equal(4, spec.Cells().Count());
    }

    [Fact]
    public void Overrides_take_the_place_of_values_one_after_the_other()
    {
        var spec = (ConstructionErrorsSpec)SpecReader.Parse(
            Text, "spec.json", ["scientific.neurons=[64, 128]", "scientific.neurons[1]=256", "scientific.sparsity=exactly", "scientific.constructions[0]=\"subset\"", "seeds=[7]", "question=why"]);
        Assert.Equal([64, 256], spec.Scientific.Neurons.ToArray());
        Assert.Equal(Sparsity.Exactly, spec.Scientific.Sparsity);
        Assert.Equal(["subset", "gaussian"], spec.Scientific.Constructions.ToArray());
        Assert.Equal([7ul], spec.Seeds.ToArray());
        Assert.Equal("why", spec.Question);
    }

    [Theory]
    [InlineData("spec.json", "seeds=[1,1]", "--set seeds=[1,1]: seeds[1] is there for the second time, expected different values.")]
    [InlineData("a/b.json", "scientific.active[0]=9", "--set scientific.active[0]=9: scientific.active[0] is 9, expected a number between 1 and 8 (the smallest number of features).")]
    [InlineData("a/b.json", "scientific={}", "--set scientific={}: scientific has no \"constructions\", expected constructions, features, active, sparsity and neurons.")]
    public void A_complaint_is_one_sentence(string name, string change, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<SpecException>(() => SpecReader.Parse(Text, name, [change])).Message);

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
                SpecReader.Parse(string.Concat(damaged), "spec.json", []);
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
        var kinds = schema["anyOf"]!.AsArray().ToDictionary(kind => kind!["properties"]!["kind"]!["const"]!.GetValue<string>(), kind => kind!);
        var construction = kinds["construction-errors"];
        Assert.False(construction["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(["question", "prediction", "scientific", "measurement", "seeds"], construction["required"]!.AsArray().Select(key => key!.GetValue<string>()));
        Assert.NotNull(construction["properties"]!["$schema"]);
        var grid = construction["properties"]!["scientific"]!["properties"]!;
        Assert.Contains("sign", grid["constructions"]!["items"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(["exactly", "at-most"], grid["sparsity"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(1, grid["neurons"]!["minItems"]!.GetValue<int>());
        var frozen = kinds["learned-versus-constructed"]["properties"]!["scientific"]!["properties"]!["frozenLayer"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>());
        Assert.DoesNotContain("naive", frozen);
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
    public void A_misspelt_word_is_guessed_when_it_is_close(string word, string? meant) => Assert.Equal(meant, Spelling.Closest(word, ["neurons", "sign", "gaussian"]));

    private static IEnumerable<string> Descriptions(JsonNode? node) => node switch
    {
        JsonObject o => [.. o["description"] is JsonValue description ? [description.GetValue<string>()] : (string[])[], .. o.Where(member => member.Key != "description").SelectMany(member => Descriptions(member.Value))],
        JsonArray a => a.SelectMany(Descriptions),
        _ => [],
    };
}
