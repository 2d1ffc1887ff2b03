using System.Text;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Tests.Tasks;

/// <summary>Tasks as data: every kind of inputs and targets is read from JSON and means what it says.</summary>
public class TaskSpecTests
{
    private static readonly Seed Seed = new(7);

    [Fact]
    public void Sets_of_sparse_inputs_give_the_batches_that_they_always_gave()
    {
        var task = Draw("""{ "kind": "at-most", "features": 9, "active": 3 }""", """{ "kind": "pairs" }""");
        var before = new BooleanTask(new SparseInputs(9, 3, Sparsity.AtMost), PairAnds.All(9));
        Assert.Equal(before.Batch(Seed, 5, 40).Inputs.Places.Features.ToArray(), task.Batch(Seed, 5, 40).Inputs.Places.Features.ToArray());
        Assert.Equal(
            before.Batch(Seed, 5, null).Targets.On.Places.Features.ToArray(),
            task.Batch(Seed, 5, null).Targets.On.Places.Features.ToArray());
        Assert.Equal("all 130 inputs with at most 3 of 9 features active", $"{task.Sample(1000, Seed)}");
    }

    [Fact]
    public void Bernoulli_features_are_active_as_often_as_they_should()
    {
        var alike = Shares("""{ "kind": "bernoulli", "features": 6, "probability": 0.2 }""");
        Assert.All(alike, share => Assert.InRange(share, 0.19, 0.21));
        var each = Shares("""{ "kind": "probabilities", "features": 6, "each": [0, 0.1, 0.2, 0.3, 0.5, 1] }""");
        Assert.Equal((0.0, 1.0), (each[0], each[5]));
        Assert.InRange(each[3], 0.29, 0.31);
        var zipf = Shares("""{ "kind": "zipf", "features": 6, "largest": 0.5, "exponent": 1 }""");
        Assert.InRange(zipf[0], 0.49, 0.51);
        Assert.InRange(zipf[4], 0.09, 0.11);
    }

    [Fact]
    public void Groups_come_together()
    {
        var together =
            Draw("""{ "kind": "groups", "features": 20, "active": 3, "groupSize": 5, "correlation": 1 }""", """{ "kind": "pairs" }""");
        var drawn = together.Batch(Seed, 0, 200).Inputs.Places;
        Assert.All(Enumerable.Range(0, 200), i => Assert.Single(drawn[i].ToArray().Select(feature => feature / 5).Distinct()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_threshold_is_reached_by_enough_features_of_its_set(int least)
    {
        var task = Draw(
            """{ "kind": "at-most", "features": 7, "active": 4 }""",
            $$"""{ "kind": "thresholds", "least": {{least}}, "list": [[0, 1, 2], [2, 4, 6]] }""");
        var batch = task.Batch(Seed, 0, 500);
        int[][] sets = [[0, 1, 2], [2, 4, 6]];
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(
            ((int[])[0, 1]).Where(output => sets[output].Count(batch.Inputs.Places[i].ToArray().Contains) >= least),
            batch.Targets.On.Places[i].ToArray()));
    }

    [Theory]
    [InlineData("\"least\": 0, \"list\": [[0, 1]]", "least is 0")]
    [InlineData("\"least\": 3, \"list\": [[0, 1]]", "least is 3")]
    [InlineData("\"least\": 1, \"list\": []", "list is an empty list")]
    [InlineData("\"least\": 1, \"list\": [[0, 1], [1, 7]]", "list[1] is [1, 7]")]
    public void A_threshold_that_no_set_can_reach_is_refused(string values, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<SpecException>(() => Draw(
            """{ "kind": "at-most", "features": 7, "active": 4 }""", $$"""{ "kind": "thresholds", {{values}} }""")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_list_is_drawn_from_and_measured_on()
    {
        var task =
            Draw("""{ "kind": "list", "features": 5, "file": "inputs.txt" }""", """{ "kind": "pairs" }""", ("inputs.txt", "0 1\n\n4, 2\n"));
        var sample = task.Sample(100, Seed).Batches(10).Single();
        Assert.Equal(["0,1", "", "2,4"], Enumerable.Range(0, sample.Count).Select(i => string.Join(',', sample[i].ToArray())));
        Assert.Equal(3, task.Batch(Seed, 0, null).Inputs.Count);
        Refuses(
            """{ "kind": "list", "features": 5, "text": "0 5" }""", """{ "kind": "pairs" }""",
            "expected the index of a feature from 0 to 4");
    }

    [Fact]
    public void Living_inputs_that_are_held_out_are_never_trained_on()
    {
        var task = Draw(
            """{ "kind": "living", "features": 16, "active": 3, "pool": 1000, "heldOut": 50 }""",
            """{ "kind": "layers", "depth": 2, "gates": { "copy": 0.4, "and": 0.3, "or": 0.15, "xor": 0.15 } }""");
        var kept = Names(task.Sample(1000, Seed).Batches(1000).Single());
        Assert.Equal(50, kept.Length);
        Assert.Empty(kept.Intersect(Names(task.Batch(Seed, 0, null).Inputs.Places), StringComparer.Ordinal));
    }

    [Fact]
    public void Pairs_are_all_drawn_or_listed()
    {
        const string inputs = """{ "kind": "exactly", "features": 6, "active": 2 }""";
        Assert.Equal(15, Draw(inputs, """{ "kind": "pairs" }""").Outputs);
        var drawn = (PairAnds)Draw(inputs, """{ "kind": "pairs", "count": 4 }""").Boolean!;
        Assert.Equal(PairAnds.Draw(6, 4, Seed.Stream("pairs")).Pairs.AsEnumerable(), drawn.Pairs.AsEnumerable());
        var listed = Draw(inputs, """{ "kind": "pairs", "list": [[2, 4], [0, 1]] }""");
        Assert.Equal(["x0∧x1", "x2∧x4"], Enumerable.Range(0, 2).Select(listed.NameOfOutput));
        Refuses(inputs, """{ "kind": "pairs", "list": [[4, 2]] }""", "targets.list[0]");
        Refuses(inputs, """{ "kind": "pairs", "count": 16 }""", "between 1 and 15");
    }

    [Fact]
    public void Ands_of_several_features_are_drawn_or_listed()
    {
        const string inputs = """{ "kind": "exactly", "features": 6, "active": 3 }""";
        Assert.Equal(20, Draw(inputs, """{ "kind": "ands", "fanIn": 3 }""").Outputs);
        Assert.Equal("x0∧x2∧x5", Draw(inputs, """{ "kind": "ands", "fanIn": 3, "list": [[0, 2, 5]] }""").NameOfOutput(0));
        Assert.Equal(
            FanInAnds.Draw(6, 3, 7, Seed.Stream("sets")).Sets.SelectMany(set => set),
            ((FanInAnds)Draw(inputs, """{ "kind": "ands", "fanIn": 3, "count": 7 }""").Boolean!).Sets.SelectMany(set => set));
    }

    [Fact]
    public void Gates_are_drawn_or_listed()
    {
        const string inputs = """{ "kind": "at-most", "features": 6, "active": 3 }""";
        var drawn = Draw(inputs, """{ "kind": "gates", "count": 12, "kinds": ["xor"], "fanIn": 2 }""").Targets.Circuit!;
        Assert.All(Enumerable.Range(0, 12), output => Assert.Equal(2, drawn.Support(output).Length));
        var listed = Draw(inputs, """{ "kind": "gates", "list": ["differ = xor x0 x1", "any = or x1 x2 x3"] }""");
        Assert.Equal(["differ", "any"], Enumerable.Range(0, 2).Select(listed.NameOfOutput));
        Assert.Equal([true, true], listed.Targets.Circuit!.Evaluate([1]));
        Refuses(inputs, """{ "kind": "gates", "list": ["differ = nor x0 x1"] }""", "\"nor\"");
        Refuses(inputs, """{ "kind": "gates" }""", "one of the two");
    }

    [Fact]
    public void Circuits_come_from_files_and_keep_their_names()
    {
        const string blif = ".model m\n.inputs a b\n.outputs y\n.names a b y\n10 1\n01 1\n.end\n";
        var task =
            Draw("""{ "kind": "at-most", "features": 5, "active": 2 }""", """{ "kind": "circuit", "file": "c.blif" }""", ("c.blif", blif));
        Assert.Equal("a b idle2 idle3 idle4", string.Join(' ', task.FeatureNames));
        Assert.Equal("y", task.NameOfOutput(0));
        var again =
            TaskSpec.Parse(task.Spec.ToJson(), "again", _ => throw new InvalidOperationException("The text is in the spec.")).Draw(Seed);
        Assert.Equal([true], again.Targets.Circuit!.Evaluate([1]));
        Refuses(
            """{ "kind": "at-most", "features": 1, "active": 1 }""",
            """{ "kind": "circuit", "text": "features 2\ny = and x0 x1\noutputs y" }""", "expected at least as many");
    }

    [Fact]
    public void A_truth_table_gives_functions()
    {
        const string csv = "a,b,and,xor\n0,0,0,0\n0,1,0,1\n1,0,0,1\n1,1,1,0\n";
        var task = Draw(
            """{ "kind": "at-most", "features": 3, "active": 3 }""",
            """{ "kind": "table", "file": "t.csv", "outputs": ["xor", "and"] }""", ("t.csv", csv));
        var on = new List<int>();
        task.Boolean!.AppendOn([1, 2], on);
        task.Boolean.AppendOn([0, 1, 2], on);
        Assert.Equal([0, 1], on);
        Assert.Equal("a b idle2", string.Join(' ', task.FeatureNames));
        Refuses(
            """{ "kind": "at-most", "features": 2, "active": 2 }""", """{ "kind": "table", "text": "a b y\n0 0 1\n1 1 0" }""", "otherwise");
        Refuses(
            """{ "kind": "at-most", "features": 2, "active": 2 }""", """{ "kind": "table", "text": "a b y\n0 0 1\n1 2 0" }""", "line 3");
    }

    [Fact]
    public void Real_features_have_real_targets()
    {
        const string inputs = """{ "kind": "bernoulli", "features": 40, "probability": 0.1, "values": { "from": -1, "to": 1 } }""";
        var identity = Draw(inputs, """{ "kind": "identity" }""").Batch(Seed, 0, 50);
        Assert.Equal(identity.Inputs.Values.ToArray(), identity.Targets.On.Values.ToArray());
        var relu = Draw(inputs, """{ "kind": "relu" }""").Batch(Seed, 0, 50);
        Assert.Equal(relu.Inputs.Values.ToArray().Where(x => x > 0), relu.Targets.On.Values.ToArray());
        var published = new CompressedComputation(40, 0.1, mixing: null, pool: null, new Seed(1)).Batch(Seed, 0, 50);
        Assert.Equal(published.Inputs.Values.ToArray(), relu.Inputs.Values.ToArray());
        Assert.Equal(40 * 50, Draw(inputs, """{ "kind": "mixed-relu", "deviation": 0.03 }""").Batch(Seed, 0, 50).Targets.On.Values.Length);
        Refuses(inputs, """{ "kind": "pairs" }""", "identity, relu, mixed-relu or pair-values");
    }

    [Theory]
    [InlineData("product")]
    [InlineData("minimum")]
    [InlineData("lukasiewicz")]
    public void Values_have_continuous_ands_that_agree_with_the_and_at_0_and_1(string function)
    {
        var targets = $$"""{ "kind": "pair-values", "function": "{{function}}" }""";
        const string fuzzy = """{ "kind": "exactly", "features": 6, "active": 3, "values": { "from": 0, "to": 1 } }""";
        var batch = Draw(fuzzy, targets).Batch(Seed, 0, 40);
        var pairs = PairAnds.All(6);
        for (var i = 0; i < 40; i++)
        {
            var (from, to) = (batch.Inputs.Places.Offsets[i], batch.Inputs.Places.Offsets[i + 1]);
            var value = Enumerable.Range(from, to - from).ToDictionary(at => batch.Inputs.Places.Features[at], batch.Inputs.ValueAt);
            var (first, last) = (batch.Targets.On.Places.Offsets[i], batch.Targets.On.Places.Offsets[i + 1]);
            var on =
                Enumerable.Range(first, last - first).ToDictionary(at => batch.Targets.On.Places.Features[at], batch.Targets.On.ValueAt);
            foreach (var (pair, output) in pairs.Pairs.Select((pair, output) => (pair, output)))
            {
                var (x, y) = (value.GetValueOrDefault(pair.First), value.GetValueOrDefault(pair.Second));
                var wanted = function switch { "product" => x * y, "minimum" => Math.Min(x, y), _ => Math.Max(0, x + y - 1) };
                Assert.Equal(wanted, on.GetValueOrDefault(output), 1e-6);
            }
        }

        const string ones = """{ "kind": "exactly", "features": 6, "active": 3, "values": { "from": 1, "to": 1 } }""";
        var atOne = Draw(ones, targets).Batch(Seed, 0, 40);
        var boolean = Draw("""{ "kind": "exactly", "features": 6, "active": 3 }""", "\"pairs\"");
        Assert.Equal(
            TargetBatch.Of(atOne.Inputs.Places, boolean.Boolean!).On.Places.Features.ToArray(),
            atOne.Targets.On.Places.Features.ToArray());
        Refuses("""{ "kind": "exactly", "features": 6, "active": 3 }""", targets, "pair-values of boolean inputs");
    }

    /// <summary>The zero network errs by the target itself: E ReLU(x)² = p/6 over all features.</summary>
    [Fact]
    public void Errors_of_real_tasks_are_measured_against_their_targets()
    {
        var task = Draw(
            """{ "kind": "bernoulli", "features": 50, "probability": 0.1, "values": { "from": -1, "to": 1 } }""", """{ "kind": "relu" }""");
        using var zero = ZeroNetwork.Of(50, 50);
        var errors = task.Errors(zero, 20_000, Seed, CancellationToken.None);
        Assert.InRange(errors.Rms, Math.Sqrt(0.1 / 6) * 0.98, Math.Sqrt(0.1 / 6) * 1.02);
        Assert.Equal(0, errors["quiet"].Max);
        Assert.InRange(errors.Epsilon, 0.99, 1);
        Assert.False(errors.HasThreshold);
    }

    [Fact]
    public void Encodings_are_drawn_learned_or_given()
    {
        var drawn = Parse(
            """{ "kind": "exactly", "features": 6, "active": 2 }""", """{ "kind": "pairs" }""",
            """{ "kind": "learned", "dimension": 4 }""");
        Assert.True(drawn.Encoding!.IsLearned);
        using (var encoding = drawn.Encoding.Draw(6, Seed))
        {
            Assert.Equal([4, 6], encoding.shape);
        }

        using var given = Parse(
            """{ "kind": "exactly", "features": 3, "active": 2 }""", """{ "kind": "pairs" }""",
            """{ "kind": "given", "text": "1,0,0.5\n0,1,-0.5" }""").Encoding!.Draw(3, Seed);
        Assert.Equal([1f, 0f, 0.5f, 0f, 1f, -0.5f], given.data<float>().ToArray());
    }

    [Theory]
    [InlineData("""{ "inputs": { "kind": "exacty", "features": 3, "active": 2 }, "targets": { "kind": "pairs" } }""", "exactly")]
    [InlineData(
        """{ "inputs": { "kind": "exactly", "features": 3, "active": 4 }, "targets": { "kind": "pairs" } }""", "inputs.active is 4")]
    [InlineData("""{ "inputs": { "kind": "exactly", "features": 3, "active": 2 }, "target": { "kind": "pairs" } }""", "unknown")]
    public void A_task_that_cannot_be_gets_one_sentence(string text, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<SpecException>(() => TaskSpec.Parse(text, "task.json", _ => [])).Message, StringComparison.Ordinal);

    private static double[] Shares(string inputs)
    {
        var drawn = Draw(inputs, """{ "kind": "pairs" }""").Inputs.Draw(Seed.Stream("shares"), 20_000).Places;
        var counts = new double[6];
        foreach (var feature in drawn.Features)
        {
            counts[feature]++;
        }

        return [.. counts.Select(count => count / 20_000)];
    }

    private static string[] Names(ActiveSets inputs) =>
        [.. Enumerable.Range(0, inputs.Count).Select(i => string.Join(',', inputs[i].ToArray()))];

    private static void Refuses(string inputs, string targets, string expected) =>
        Assert.Contains(expected, Assert.Throws<SpecException>(() => Draw(inputs, targets)).Message, StringComparison.Ordinal);

    private static StudyTask Draw(string inputs, string targets, params (string Name, string Text)[] files) =>
        Parse(inputs, targets, encoding: null, files).Draw(Seed);

    private static TaskSpec Parse(string inputs, string targets, string? encoding, params (string Name, string Text)[] files) =>
        TaskSpec.Parse(
        $$"""{ "inputs": {{inputs}}, "targets": {{targets}}{{(encoding is null ? "" : $", \"encoding\": {encoding}")}} }""",
        "task.json",
        name => Encoding.UTF8.GetBytes(files.Single(file => file.Name == name).Text));
}
