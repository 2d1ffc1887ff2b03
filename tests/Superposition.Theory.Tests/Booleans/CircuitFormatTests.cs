using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

/// <summary>Circuits are read from three formats, and damaged text gets one sentence with its line.</summary>
public class CircuitFormatTests
{
    private const string FullAdderText = """
        # sum and carry of three bits
        features a b c
        sum = xor a b c
        carry = maj a b c
        outputs sum carry
        """;

    private const string FullAdderBlif = """
        .model adder   # the same
        .inputs a b \
                c
        .outputs sum carry
        .names a h sum
        10 1
        01 1
        .names b c h   # the gate comes after its use
        01 1
        10 1
        .names a b c carry
        000 0
        001 0
        010 0
        100 0
        .end
        """;

    // h = b xor c from ANDs: 8 = b∧c, 10 = ¬b∧¬c, 12 = h = ¬8∧¬10; sum likewise from a and h; carry = ¬(¬8 ∧ ¬(a∧h)).
    private const string FullAdderAiger = """
        aag 10 3 0 2 7
        2
        4
        6
        18
        21
        12 9 11
        8 4 6
        10 5 7
        14 2 12
        16 3 13
        18 15 17
        20 9 15
        i0 a
        i1 b
        i2 c
        o0 sum
        o1 carry
        c
        anything may stand here
        """;

    [Fact]
    public void The_same_adder_is_read_from_all_three_formats()
    {
        foreach (var circuit in new[] { CircuitText.Parse(FullAdderText, "t"), Blif.Parse(FullAdderBlif, "b"),
            AigerAscii.Parse(FullAdderAiger, "a") })
        {
            Assert.Equal("a b c", string.Join(' ', circuit.FeatureNames));
            Assert.Equal("sum carry", string.Join(' ', circuit.OutputNames));
            foreach (var input in EveryInput(3))
            {
                Assert.Equal([input.Length % 2 == 1, input.Length >= 2], circuit.Evaluate(input));
            }
        }
    }

    [Fact]
    public void The_format_is_told_by_the_text()
    {
        foreach (var text in new[] { FullAdderText, FullAdderBlif, FullAdderAiger, FullAdderBlif.ReplaceLineEndings("\r\n"),
            FullAdderAiger.ReplaceLineEndings("\r\n") })
        {
            Assert.Equal([true, true], CircuitFormats.Parse(text, "t").Evaluate([0, 1, 2]));
        }
    }

    [Fact]
    public void A_circuit_among_more_features_does_not_see_them()
    {
        var adder = CircuitFormats.Parse(FullAdderText, "t");
        var among = adder.Among(7);
        Assert.Equal((7, adder.Count, adder.Depth), (among.Features, among.Count, among.Depth));
        foreach (var batch in new SparseInputs(7, 4, Sparsity.AtMost).All(100))
        {
            for (var i = 0; i < batch.Count; i++)
            {
                Assert.Equal(adder.Evaluate([.. batch[i].ToArray().Where(feature => feature < 3)]), among.Evaluate(batch[i]));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => adder.Among(2));
    }

    [Fact]
    public void Gates_come_in_any_order_and_outputs_may_be_features()
    {
        var circuit = CircuitText.Parse("outputs y x2\ny = not z\nfeatures 3\nz = table 0010 x0 x1", "t");
        Assert.Equal([true, false], circuit.Evaluate([]));
        Assert.Equal([false, true], circuit.Evaluate([0, 2]));
        Assert.Equal([true, false], circuit.Evaluate([0, 1]));
        Assert.Equal((2, 2), (circuit.Gates, circuit.Depth));
    }

    [Fact]
    public void Gates_that_no_output_needs_are_left_out() =>
        Assert.Equal(1, CircuitText.Parse("features 2\ny = and x0 x1\nunused = or x0 x1\noutputs y", "t").Gates);

    [Fact]
    public void A_chain_of_ten_thousand_gates_is_read()
    {
        var lines = Enumerable.Range(0, 10_000).Select(i => $"g{i} = not {(i == 0 ? "x0" : $"g{i - 1}")}").Reverse();
        var circuit = CircuitText.Parse($"features 1\n{string.Join('\n', lines)}\noutputs g9999", "t");
        Assert.Equal([true], circuit.Evaluate([0]));
    }

    [Theory]
    [InlineData("features 0\noutputs y", "t, line 1: found 0 features, expected 1 to 1048576.")]
    [InlineData("features 2\nfeatures 3\noutputs y", "t, line 2: found features a second time, expected one such line.")]
    [InlineData("features a a", "t, line 1: found \"a\" a second time, expected a name that line 1 has not taken.")]
    [InlineData("features 2\ny = nand x0 x1\noutputs y", "t, line 2: found the gate \"nand\", expected and, or, xor, not, maj or table.")]
    [InlineData("features 2\ny = and x0 x7\noutputs y", "t, line 2: found \"x7\", expected a feature or a gate that the file defines.")]
    [InlineData("features 2\ny = and\noutputs y", "t, line 2: found no operand of AND, expected at least 1.")]
    [InlineData("features 2\ny = maj x0 x1\noutputs y", "t, line 2: found 2 operands of MAJ, expected an odd number.")]
    [InlineData("features 2\ny = table 011 x0 x1\noutputs y", "t, line 2: found a table of 3 values, expected 2^2 = 4 for 2 operands.")]
    [InlineData("features 2\ny = table 0121 x0 x1\noutputs y", "t, line 2: found the table \"0121\", expected only 0 and 1.")]
    [InlineData("features 2\ny = table\noutputs y", "t, line 2: found a table without values, expected \"table 0110 a b\".")]
    [InlineData(
        "features 2\ny and x0 x1",
            "t, line 2: found \"y and x0 x1\", expected \"features …\", \"outputs …\" or \"name = gate operands\".")]
    [InlineData(
        "features 2\na = not b\n\nb = not a\noutputs a",
        "t, line 4: found a cycle, a reads b reads a, expected gates that do not depend on themselves.")]
    [InlineData(
        "features 2\nu = not u\noutputs x0", "t, line 2: found a cycle, u reads u, expected gates that do not depend on themselves.")]
    [InlineData("features 2\ny = or x0 x1", "t, line 2: found no outputs, expected at least one.")]
    [InlineData("", "t, line 1: found no features, expected at least one.")]
    public void Damaged_text_is_refused_with_its_line(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CircuitFormatException>(() => CircuitText.Parse(text, "t")).Message);

    [Theory]
    [InlineData(
        ".inputs a\n.outputs y\n.latch a y\n.end",
        "b, line 3: found .latch, expected .model, .inputs, .outputs, .names or .end (no latches, subcircuits or library gates).")]
    [InlineData(".inputs a b\n.outputs y\n.names a b y\n1 1\n.end", "b, line 4: found the row \"1\", expected 2 of 0, 1 and -.")]
    [InlineData(".inputs a b\n.outputs y\n.names a b y\n1x 1\n.end", "b, line 4: found the row \"1x\", expected 2 of 0, 1 and -.")]
    [InlineData(".inputs a b\n.outputs y\n.names a b y\n11 2\n.end", "b, line 4: found the output value \"2\", expected 0 or 1.")]
    [InlineData(
        ".inputs a b\n.outputs y\n.names a b y\n11 1 1\n.end",
        "b, line 4: found the row \"11 1 1\", expected 2 input values and one output value.")]
    [InlineData("11 1\n.end", "b, line 1: found \"11 1\", expected a command that begins with a dot.")]
    [InlineData(".inputs a\n.outputs y\n.end", "b, line 2: found \"y\", expected a feature or a gate that the file defines.")]
    [InlineData(".inputs a\n.outputs y\n.names\n.end", "b, line 3: found .names without a signal, expected its inputs and its output.")]
    [InlineData(
        ".inputs a\n.outputs y\n.names a y\n1 1\n.names a y\n0 1\n.end",
        "b, line 5: found \"y\" a second time, expected a name that line 3 has not taken.")]
    public void Damaged_blif_is_refused_with_its_line(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CircuitFormatException>(() => Blif.Parse(text, "b")).Message);

    [Theory]
    [InlineData("", "a, line 1: found \"\", expected the header \"aag M I L O A\".")]
    [InlineData("aig 1 1 0 1 0", "a, line 1: found \"aig\", expected the header \"aag M I L O A\".")]
    [InlineData("aag 1 1 0 1", "a, line 1: found \"aag 1 1 0 1\", expected \"aag M I L O A\" with five numbers.")]
    [InlineData("aag 1 1 0 x 0", "a, line 1: found \"aag 1 1 0 x 0\", expected \"aag M I L O A\" with five numbers.")]
    [InlineData(
        "aag 2 1 1 1 0\n2\n4 2\n4",
        "a, line 1: found latches or properties in \"aag 2 1 1 1 0\", expected none: only inputs, outputs and ANDs.")]
    [InlineData("aag 1 1 0 1 0\n3\n2", "a, line 2: found the literal 3, expected a positive even one for an input.")]
    [InlineData("aag 1 1 0 1 0\n2\n9", "a, line 3: found \"9\", expected an output literal, from 0 to 3.")]
    [InlineData("aag 1 1 0 1 0\n2", "a, line 2: found the end of the text, expected an output literal on line 3.")]
    [InlineData(
        "aag 3 2 0 1 1\n2\n4\n6\n6 2", "a, line 5: found \"6 2\", expected an AND's literal and its two operands' literals, from 0 to 7.")]
    [InlineData("aag 3 2 0 1 1\n2\n4\n6\n6 6 4", "a, line 5: found a cycle, 3 reads 3, expected gates that do not depend on themselves.")]
    [InlineData("aag 4 2 0 1 1\n2\n4\n6\n6 8 4", "a, line 5: found \"4\", expected a feature or a gate that the file defines.")]
    [InlineData(
        "aag 1 1 0 1 0\n2\n2\ni5 name",
        "a, line 4: found \"i5 name\", expected a name such as \"i0 name\" or \"o0 name\", once for each of 1 inputs and 1 outputs, or "
        + "the comment mark \"c\".")]
    public void Damaged_aiger_is_refused_with_its_line(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CircuitFormatException>(() => AigerAscii.Parse(text, "a")).Message);

    [Fact]
    public void Any_damage_to_a_file_gives_a_circuit_or_one_sentence()
    {
        var random = new Seed(71).Stream("damage");
        var parsers = new (string Text, Func<string, string, CancellationToken, BooleanCircuit> Parse)[]
        {
            (FullAdderText, CircuitText.Parse), (FullAdderBlif, Blif.Parse), (FullAdderAiger, AigerAscii.Parse),
        };
        foreach (var (text, parse) in parsers)
        {
            for (var trial = 0; trial < 500; trial++)
            {
                var damaged = text.ToCharArray();
                for (var hit = 0; hit <= random.Next(4); hit++)
                {
                    damaged[random.Next(damaged.Length)] = "01259 -.#\\=\nabcix"[random.Next(17)];
                }

                try
                {
                    Assert.Equal(
                        2, parse(
                        new string(damaged)[..(damaged.Length - random.Next(40))], "damaged", CancellationToken.None).Evaluate([]).Length,
                        tolerance: 2);
                }
                catch (CircuitFormatException refusal)
                {
                    Assert.StartsWith($"damaged, line {refusal.Line}: found ", refusal.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    private static IEnumerable<int[]> EveryInput(int features) =>
        Enumerable.Range(0, 1 << features).Select(mask => Enumerable.Range(0, features).Where(j => ((mask >> j) & 1) == 1).ToArray());
}
