using System.IO.Compression;
using System.Text;
using Superposition.Checkpoints;
using static Superposition.Tests.Checkpoints.NumpyBytes;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

public class StoredActivationsTests
{
    private static readonly byte[] Activations = Array("<f4", "(3, 2)", 24, data: Floats(1, 2, 3, 4, 5, 6));

    [Fact]
    public void What_was_written_is_read_again()
    {
        using var scope = NewDisposeScope();
        var stored = new StoredActivations(
            tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }), tensor(new float[,] { { 0, 1 }, { 1, 0 }, { 1, 1 } }), ["a", "b"],
            tensor(new float[,] { { 1 }, { 0 }, { 0 } }), null, [7, 7, 9]);
        using var stream = new MemoryStream();
        stored.Write(stream);
        stream.Position = 0;
        var read = Read(stream.ToArray());
        Assert.True(read.Activations_nd.equal(stored.Activations_nd).all().item<bool>());
        Assert.True(read.Labels_nc.equal(stored.Labels_nc).all().item<bool>());
        Assert.True(read.Inputs_nm!.equal(stored.Inputs_nm!).all().item<bool>());
        Assert.Null(read.Untrained_nd);
        Assert.Equal<string>(["a", "b"], read.LabelNames);
        Assert.Equal<long>([7, 7, 9], read.Groups!.Value);
    }

    [Fact]
    public void Numpy_arrays_are_read_with_labels_beside_them_or_in_a_second_file()
    {
        using var scope = NewDisposeScope();
        var both =
            Archive(CompressionLevel.Fastest, ("activations.npy", Activations), ("labels.npy", Array("|b1", "(3,)", 3, data: [0, 1, 0])));
        var labels = Array("<i8", "(3, 1)", 24, data: [.. new long[] { 0, 1, 0 }.SelectMany(BitConverter.GetBytes)]);
        foreach (var read in new[] { Read(both), Read(Activations, labels) })
        {
            Assert.Equal([1f, 2, 3, 4, 5, 6], read.Activations_nd.data<float>().ToArray());
            Assert.Equal([0f, 1, 0], read.Labels_nc.data<float>().ToArray());
            Assert.Equal<string>(["label 0"], read.LabelNames);
        }
    }

    [Theory]
    [InlineData("(2,)", "expected [3] or [3, c]", new byte[] { 0, 1 })]
    [InlineData("(3,)", "values other than 0 and 1", new byte[] { 0, 1, 2 })]
    public void Labels_of_another_shape_or_with_other_values_are_refused(string shape, string said, byte[] data) =>
        Assert.Contains(
            said, Assert.Throws<NetworkFileException>(() => Read(Activations, Array("|u1", shape, data.Length, data: data))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Labels_that_are_the_same_on_all_inputs_are_kept()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(
            [1f, 0, 1, 0, 1, 0], Read(Activations, Array("|u1", "(3, 2)", 6, data: [1, 0, 1, 0, 1, 0])).Labels_nc.data<float>().ToArray());
    }

    [Fact]
    public void Activations_that_are_not_numbers_and_labels_that_are_missing_are_refused()
    {
        var labels = Array("|u1", "(3,)", 3, data: [0, 1, 0]);
        Assert.Contains(
            "NaN", Assert.Throws<NetworkFileException>(
            () => Read(Array("<f4", "(3, 2)", 24, data: Floats(1, 2, float.NaN, 4, 5, 6)), labels)).Message, StringComparison.Ordinal);
        var wide = Array("<f8", "(3, 1)", 24, data: [.. new[] { 1, -1e39, 2 }.SelectMany(BitConverter.GetBytes)]);
        Assert.Contains(
            "has the value -1E+39, expected numbers within the range of float32", Assert.Throws<NetworkFileException>(() =>
            Read(wide, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("has no labels", Assert.Throws<NetworkFileException>(() => Read(Activations)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positional_arrays_and_X_and_y_are_activations_and_labels_when_the_second_holds_zeros_and_ones()
    {
        using var scope = NewDisposeScope();
        var labels = Array("|u1", "(3,)", 3, data: [0, 1, 0]);
        foreach (var (first, second) in new[] { ("arr_0", "arr_1"), ("X", "y") })
        {
            var read = Read(Archive(
                CompressionLevel.Fastest, ($"{first}.npy", Activations), ($"{second}.npy", labels), ("seed.npy", Array("<i8", "()", 8))));
            Assert.Equal([0f, 1, 0], read.Labels_nc.data<float>().ToArray());
            Assert.Equal($"Read as activations = {first} [3, 2], labels = {second} [3]; ignored: \"seed\".", Assert.Single(read.Notes));
        }

        Assert.False(
            StoredActivations.IsIn(Open(Archive(CompressionLevel.Fastest, ("arr_0.npy", Activations), ("arr_1.npy", Activations)))));
    }

    [Fact]
    public void Sequences_become_rows_with_a_group_each_unless_groups_are_given()
    {
        using var scope = NewDisposeScope();
        var activations = Array("<f4", "(2, 3, 1)", 24, data: Floats(1, 2, 3, 4, 5, 6));
        var labels = Array("|u1", "(2, 3)", 6, data: [0, 1, 0, 1, 1, 0]);
        var read = Read(Archive(CompressionLevel.Fastest, ("activations.npy", activations), ("labels.npy", labels)));
        Assert.Equal([6L, 1], read.Activations_nd.shape);
        Assert.Equal([0f, 1, 0, 1, 1, 0], read.Labels_nc.data<float>().ToArray());
        Assert.Equal<long>([0, 0, 0, 1, 1, 1], read.Groups!.Value);
        Assert.Equal("2 sequences of 3 tokens are 6 rows, and a sequence is a group.", read.Notes[1]);

        var ofSequences = Array("|u1", "(2,)", 2, data: [0, 1]);
        var documents = Array("<U1", "(2,)", 0, data: [.. Encoding.UTF32.GetBytes("bb")]);
        var grouped = Read(
            Archive(CompressionLevel.Fastest, ("activations.npy", activations), ("labels.npy", ofSequences), ("groups.npy", documents)));
        Assert.Equal([0f, 0, 0, 1, 1, 1], grouped.Labels_nc.data<float>().ToArray());
        Assert.Equal<long>([0, 0, 0, 0, 0, 0], grouped.Groups!.Value);
    }

    [Fact]
    public void Groups_are_whole_numbers_or_names()
    {
        using var scope = NewDisposeScope();
        byte[] With(byte[] groups) => Archive(
            CompressionLevel.Fastest, ("activations.npy", Activations), ("labels.npy", Array("|u1", "(3,)", 3, data: [0, 1, 0])),
            ("groups.npy", groups));
        Assert.Equal<long>([0, 1, 0], Read(With(Array("<U2", "(3,)", 0, data: [.. Encoding.UTF32.GetBytes("d1d2d1")]))).Groups!.Value);
        Assert.Equal<long>([4, 4, 9], Read(With(Array("<f4", "(3,)", 0, data: Floats(4, 4, 9)))).Groups!.Value);
        Assert.Contains(
            "no whole numbers", Assert.Throws<NetworkFileException>(
            () => Read(With(Array("<f4", "(3,)", 0, data: Floats(4, 4.5f, 9))))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "groups has the shape [2], expected [3]", Assert.Throws<NetworkFileException>(
            () => Read(With(Array("|u1", "(2,)", 2)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n0,1\n1,0\n1,1\n", "a|b")]
    [InlineData("\"x, y\"\tb\r\n0\t1\r\n1\t0\r\n\r\n1\t1", "x, y|b")]
    [InlineData("0,1\n1,0\n1,1", "label 0|label 1")]
    [InlineData("a;b\nFalse;true\n1;0.0\n1.0;1", "a|b")]
    public void Tables_of_text_are_labels(string text, string names)
    {
        using var scope = NewDisposeScope();
        var read = Read(Activations, Encoding.UTF8.GetBytes(text));
        Assert.Equal([0f, 1, 1, 0, 1, 1], read.Labels_nc.data<float>().ToArray());
        Assert.Equal(names, string.Join('|', read.LabelNames));
    }

    [Fact]
    public void A_table_may_hold_groups_and_says_which_line_is_wrong()
    {
        using var scope = NewDisposeScope();
        Assert.Equal<long>([0, 1, 0], Read(Activations, "a,groups,b\n0,d1,1\n1,d2,0\n1,d1,1\n"u8.ToArray()).Groups!.Value);
        foreach (var (text, said) in new[]
        {
            ("a,b\n0,1\n1,x\n1,1", "Line 3 has \"x\" in column \"b\", expected 0 or 1."),
                ("a,b\n0,1\n1", "Line 3 has 1 fields, expected 2"), ("a,\"b\n0,1", "Line 1 opens a quotation mark"),
                ("a,b\n", "has no line of zeros and ones"),
        })
        {
            Assert.Contains(
                said, Assert.Throws<NetworkFileException>(() => Read(Activations, Encoding.UTF8.GetBytes(text))).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("[\"token \\\",\\\"\",\"coin\"]", "token \",\"|coin")]
    [InlineData("token \",\",coin", "token \",\"|coin")]
    [InlineData("\"a,b\",c", "a,b|c")]
    public void Names_with_commas_are_understood(string names, string expected)
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        SafeTensors.Write(
            stream, new Dictionary<string, Tensor>
            {
                ["activations"] = ones(3, 1),
                ["labels"] = tensor(
            new float[,] { { 0, 1 }, { 1, 0 }, { 1, 1 } })
            }, new Dictionary<string, string> { ["labels"] = names });
        Assert.Equal(expected, string.Join('|', Read(stream.ToArray()).LabelNames));
    }

    [Fact]
    public void What_was_written_for_NumPy_is_read_again()
    {
        using var scope = NewDisposeScope();
        var stored = new StoredActivations(
            tensor(new float[,] { { 1 }, { 3 }, { 5 } }), tensor(new float[,] { { 0 }, { 1 }, { 1 } }), ["a, b ∧ 😀"],
                Groups: [7, 7, 9]);
        using var stream = new MemoryStream();
        stored.WriteNumpy(stream);
        var read = Read(stream.ToArray());
        Assert.Equal<string>(["a, b ∧ 😀"], read.LabelNames);
        Assert.Equal([1f, 3, 5], read.Activations_nd.data<float>().ToArray());
        Assert.Equal<long>([7, 7, 9], read.Groups!.Value);
    }

    private static IArrayFile Open(byte[] file) => ArrayFiles.Open(new MemoryStream(file));

    private static StoredActivations Read(byte[] file, byte[]? labels = null)
    {
        var opened = Open(file);
        return StoredActivations.Read(
            opened, labels is null
            ? null
            : ActivationLabels.Read(LabelTable.IsText(new MemoryStream(labels)) ? LabelTable.Read(new MemoryStream(labels)) : Open(labels),
                ActivationLabels.AxesOf(opened)));
    }
}
