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
        var stored = new StoredActivations(tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }), tensor(new float[,] { { 0, 1 }, { 1, 0 }, { 1, 1 } }), ["a", "b"], tensor(new float[,] { { 1 }, { 0 }, { 0 } }), null, [7, 7, 9]);
        using var stream = new MemoryStream();
        stored.Write(stream);
        stream.Position = 0;
        var read = StoredActivations.Read(StoredActivations.Open(stream), labels: null);
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
        using var both = new MemoryStream(Archive(System.IO.Compression.CompressionLevel.Fastest, ("activations.npy", Activations), ("labels.npy", Array("|b1", "(3,)", 3, data: [0, 1, 0]))));
        using var alone = new MemoryStream(Activations);
        using var labels = new MemoryStream(Array("<i8", "(3, 1)", 24, data: [.. new long[] { 0, 1, 0 }.SelectMany(BitConverter.GetBytes)]));
        foreach (var read in new[] { StoredActivations.Read(StoredActivations.Open(both), null), StoredActivations.Read(StoredActivations.Open(alone), StoredActivations.Open(labels)) })
        {
            Assert.Equal([1f, 2, 3, 4, 5, 6], read.Activations_nd.data<float>().ToArray());
            Assert.Equal([0f, 1, 0], read.Labels_nc.data<float>().ToArray());
            Assert.Equal<string>(["label 0"], read.LabelNames);
        }
    }

    [Theory]
    [InlineData("(2,)", "expected [3] or [3, c]", new byte[] { 0, 1 })]
    [InlineData("(3,)", "values other than 0 and 1", new byte[] { 0, 1, 2 })]
    [InlineData("(3,)", "is 1 on all 3 inputs", new byte[] { 1, 1, 1 })]
    public void Labels_that_tell_nothing_are_refused(string shape, string said, byte[] data)
    {
        using var alone = new MemoryStream(Activations);
        using var labels = new MemoryStream(Array("|u1", shape, data.Length, data: data));
        Assert.Contains(said, Assert.Throws<NetworkFileException>(() => StoredActivations.Read(StoredActivations.Open(alone), StoredActivations.Open(labels))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Activations_that_are_not_numbers_and_labels_that_are_missing_are_refused()
    {
        using var broken = new MemoryStream(Array("<f4", "(3, 2)", 24, data: Floats(1, 2, float.NaN, 4, 5, 6)));
        Assert.Contains("NaN", Assert.Throws<NetworkFileException>(() => StoredActivations.Read(StoredActivations.Open(broken), null)).Message, StringComparison.Ordinal);
        using var alone = new MemoryStream(Activations);
        Assert.Contains("has no labels", Assert.Throws<NetworkFileException>(() => StoredActivations.Read(StoredActivations.Open(alone), null)).Message, StringComparison.Ordinal);
    }
}
