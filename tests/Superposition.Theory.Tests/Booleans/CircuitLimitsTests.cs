using System.Text;
using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

/// <summary>Circuit files as their tools write them, and readers that cost what a file uses, not what it declares.</summary>
public class CircuitLimitsTests
{
    [Fact]
    public void Rows_of_the_on_set_and_of_the_off_set_do_not_mix() => Refuses(
        () => Blif.Parse(".inputs a b\n.outputs y\n.names a b y\n11 1\n00 0\n.end", "b"), 5, "one value in all rows");

    [Theory]
    [InlineData(".model one\n.inputs a\n.outputs y\n.names a y\n1 1\n.end\n.model two\n.inputs b\n.end", 7)]
    [InlineData(".model one\n.inputs a\n.outputs y\n.names a y\n1 1\n.model two\n.inputs b\n.end", 6)]
    public void A_second_model_is_not_merged_into_the_first(string text, int line) =>
        Refuses(() => Blif.Parse(text, "b"), line, "second .model");

    [Fact]
    public void Lines_about_delays_and_areas_change_nothing()
    {
        var circuit = Blif.Parse(
            ".model d\n.inputs a b\n.outputs y\n.wire_load_slope 0.00\n.default_input_arrival 0.00 0.00\n.area 2\n.names a b y\n11 1\n.end",
            "b");
        Assert.Equal([true], circuit.Evaluate([0, 1]));
        Assert.Equal([false], circuit.Evaluate([0]));
    }

    [Theory]
    [InlineData(18)]
    [InlineData(130)]
    public void Wide_rows_need_no_truth_table(int width)
    {
        string[] names = [.. Enumerable.Range(0, width).Select(i => $"a{i}")];
        var text =
            $".inputs {string.Join(' ', names)}\n.outputs and or\n.names {string.Join(' ', names)} and\n{new string('1', width)} "
            + $"1\n.names {string.Join(' ', names)} or\n{new string('0', width)} 0\n.end";
        var circuit = Blif.Parse(text, "b");
        int[] all = [.. Enumerable.Range(0, width)];
        Assert.Equal([true, true], circuit.Evaluate(all));
        Assert.Equal([false, true], circuit.Evaluate(all.AsSpan(1)));
        Assert.Equal([false, true], circuit.Evaluate([width - 1]));
        Assert.Equal([false, false], circuit.Evaluate([]));
    }

    /// <summary>A truth table and the rows it is made of are the same function, up to the widths where the table is given up.</summary>
    [Fact]
    public void A_cover_is_evaluated_as_its_table()
    {
        var random = new Seed(3).Stream("covers");
        for (var trial = 0; trial < 50; trial++)
        {
            var width = random.Next(1, 9);
            var cover = new GateCover(width, random.Next(2) == 0);
            for (var rows = random.Next(6); rows > 0; rows--)
            {
                cover.Add(string.Concat(Enumerable.Range(0, width).Select(_ => "01-"[random.Next(3)])));
            }

            var table = cover.ToTable();
            for (var index = 0; index < table.Length; index++)
            {
                Assert.Equal(
                    table[index], cover.Evaluate(Enumerable.Range(0, width).Select(place => ((index >> (width - 1 - place)) & 1) == 1)));
            }
        }
    }

    [Fact]
    public void Binary_aiger_is_read()
    {
        // Half adder of the AIGER report: s = ¬(x∧y) ∧ ¬(¬x∧¬y), c = x∧y.
        byte[] bytes = [.. "aig 5 2 0 2 3\n10\n6\n"u8, 2, 2, 3, 2, 1, 2, .. "i0 x\ni1 y\no0 s\no1 c\nc\ncomment"u8];
        var circuit = CircuitFormats.Parse(CircuitFormats.ToText(bytes, "half"), "half");
        Assert.Equal("x y", string.Join(' ', circuit.FeatureNames));
        Assert.Equal("s c", string.Join(' ', circuit.OutputNames));
        Assert.Equal([false, false], circuit.Evaluate([]));
        Assert.Equal([true, false], circuit.Evaluate([0]));
        Assert.Equal([true, false], circuit.Evaluate([1]));
        Assert.Equal([false, true], circuit.Evaluate([0, 1]));
    }

    [Theory]
    [InlineData("aig 3 2 0 1 1\n6\n", "bytes after")]
    [InlineData("aig 3 2 1 1 1\n6\nxx", "latches")]
    [InlineData("aig 9 2 0 1 1\n6\nxx", "variables")]
    [InlineData("aig 3 2 0 1 1\n6\n\u0009\u0001", "damaged")]
    [InlineData("aig 3 2 0 1\n6\n", "five numbers")]
    public void Damaged_binary_aiger_is_refused(string text, string expected) =>
        Refuses(() => CircuitFormats.ToText(Encoding.Latin1.GetBytes(text), "d"), 1, expected);

    [Fact]
    public void Constant_outputs_are_read()
    {
        var circuit = Blif.Parse(".inputs a\n.outputs one zero a\n.names one\n1\n.names zero\n.end", "b");
        Assert.Equal([true, false, false], circuit.Evaluate([]));
        Assert.Equal([true, false, true], circuit.Evaluate([0]));
        Assert.Equal(["1", "0", "b0"], MultilinearPolynomial.OfAll(circuit, 1).Select(polynomial => $"{polynomial}"));
    }

    [Fact]
    public void A_declared_feature_costs_nothing_until_it_is_used()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var circuit = CircuitFormats.Parse("features 1000000\ny = and x0 x999999\noutputs y", "t");
        Assert.Equal((1_000_000, 1), (circuit.Features, circuit.Count));
        Assert.Equal([true], circuit.Evaluate([0, 5, 999_999]));
        Assert.Equal("0 999999", string.Join(' ', circuit.Support(0)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal("x999999", circuit.FeatureNames[^1]);
    }

    [Fact]
    public void Continued_lines_are_read_in_linear_space()
    {
        var text = new StringBuilder(".inputs a b\n.outputs y\n.names a b y\n11 1\n.area ");
        text.Append('\\').Append('\n');
        for (var i = 0; i < 200_000; i++)
        {
            text.Append("1 \\\n");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Blif.Parse(text.ToString(), "b");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * (long)text.Length);
    }

    [Fact]
    public void A_hundred_thousand_outputs_cost_a_hundred_thousand_times_one()
    {
        var text = new StringBuilder("features 1000\n");
        for (var i = 0; i < 100_000; i++)
        {
            text.Append($"g{i} = xor x{i % 1000} x{(i + 1 + (i / 1000)) % 1000}\n");
        }

        text.Append("outputs").AppendJoin("", Enumerable.Range(0, 100_000).Select(i => $" g{i}"));
        var circuit = CircuitText.Parse(text.ToString(), "t");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.All(MultilinearPolynomial.OfAll(circuit, 2), polynomial => Assert.Equal(3, polynomial.Terms.Length));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 * 10_000L);
    }

    [Fact]
    public void A_cover_of_forty_thousand_rows_is_read()
    {
        var text =
            new StringBuilder($".inputs {string.Join(' ', Enumerable.Range(0, 18).Select(i => $"a{i}"))}\n.outputs y\n.names "
            + $"{string.Join(' ', Enumerable.Range(0, 18).Select(i => $"a{i}"))} y\n");
        for (var row = 0; row < 40_000; row++)
        {
            text.Append(Convert.ToString(row, 2).PadLeft(18, '0')).Append(" 1\n");
        }

        var circuit = Blif.Parse(text.ToString(), "b");
        Assert.Equal([true], circuit.Evaluate([]));
        Assert.Equal([false], circuit.Evaluate([0]));
    }

    [Fact]
    public void Reading_stops_when_asked()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        foreach (var text in new[] { "features 2\ny = and x0 x1\noutputs y", ".inputs a\n.outputs y\n.names a y\n1 1",
            "aag 1 1 0 1 0\n2\n2" })
        {
            Assert.Throws<OperationCanceledException>(() => CircuitFormats.Parse(text, "t", cancelled.Token));
        }
    }

    private static void Refuses(Action read, int line, string expected)
    {
        var refusal = Assert.Throws<CircuitFormatException>(read);
        Assert.Equal(line, refusal.Line);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }
}
