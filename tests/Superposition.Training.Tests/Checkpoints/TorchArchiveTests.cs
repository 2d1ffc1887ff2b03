using Superposition.Checkpoints;
using static Superposition.Tests.Checkpoints.PickleBytes;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

public class TorchArchiveTests
{
    [Fact]
    public void A_state_dict_is_a_network()
    {
        using var scope = NewDisposeScope();
        var file = Archive(
            Dictionary(
                ("fc1.weight", Tensor("FloatStorage", "0", 6, 0, [3, 2], [2, 1])),
                    ("fc1.bias", Tensor("FloatStorage", "1", 3, 0, [3], [1])),
                    ("fc2.weight", Tensor("FloatStorage", "2", 3, 0, [1, 3], [3, 1]))),
            ("0", NumpyBytes.Floats(1, 2, 3, 4, 5, 6)), ("1", NumpyBytes.Floats(-1, -2, -3)), ("2", NumpyBytes.Floats(7, 8, 9)));
        var stored = NetworkBytes.Read(file);
        Assert.Equal([1f, 2, 3, 4, 5, 6], stored.Network.Layers[0].Weight.data<float>().ToArray());
        Assert.Equal([-1f, -2, -3], stored.Network.Layers[0].Bias.data<float>().ToArray());
        Assert.Equal(
            "Read as y = R ReLU(W x + β) + c, 2 features: W1 = fc1.weight [3, 2] as [neurons, inputs], β1 = fc1.bias; R = fc2.weight "
            + "[1, 3] as [outputs, neurons], c = 0.", stored.Notes[0]);
    }

    [Fact]
    public void Tensors_are_views_of_storages_in_every_number_type_and_byte_order()
    {
        using var scope = NewDisposeScope();
        byte[] storage = [.. Enumerable.Range(0, 12).SelectMany(i => BitConverter.GetBytes((float)i))];
        var views = Open(Archive(
            Dictionary(("transposed", Tensor("FloatStorage", "0", 12, 0, [4, 3], [1, 4])),
                ("row", Tensor("FloatStorage", "0", 12, 8, [4], [1])), ("expanded", Tensor("FloatStorage", "0", 12, 2, [2, 3], [0, 1])),
                ("single", Tensor("FloatStorage", "0", 12, 5, [], [])), ("empty", Tensor("FloatStorage", "0", 12, 12, [0, 5], [5, 1]))),
            ("0", storage)));
        Assert.Equal([0f, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], views.Read("transposed").data<float>().ToArray());
        Assert.Equal([8f, 9, 10, 11], views.Read("row").data<float>().ToArray());
        Assert.Equal([2f, 3, 4, 2, 3, 4], views.Read("expanded").data<float>().ToArray());
        Assert.Equal(5, views.Read("single").item<float>());
        Assert.Equal([0L, 5], views.Read("empty").shape);

        var types = Open(Archive(
            "big",
            Dictionary(("h", Tensor("HalfStorage", "h", 1, 0, [1], [1])), ("b", Tensor("BFloat16Storage", "b", 1, 0, [1], [1])),
                ("d", Tensor("DoubleStorage", "d", 1, 0, [1], [1])), ("l", Tensor("LongStorage", "l", 1, 0, [1], [1])),
                ("t", Tensor("BoolStorage", "t", 2, 0, [2], [1])), ("c", Tensor("ComplexFloatStorage", "c", 1, 0, [1], [1]))),
            ("h", [0x3E, 0]), ("b", [0xC0, 0x49]), ("d", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0]), ("l", [0, 0, 0, 0, 0, 0, 1, 2]), ("t", [1, 0]),
                ("c", new byte[8])));
        Assert.Equal([1.5, -3.140625, 1.5, 258], new[] { "h", "b", "d", "l" }.Select(name => types.Read(name).to(float64).item<double>()));
        Assert.Equal([true, false], types.Read("t").data<bool>().ToArray());
        Assert.Contains(
            "made of \"ComplexFloat\"", Assert.Throws<NetworkFileException>(() => types.Read("c")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_in_nested_dictionaries_are_named_by_the_path_to_them()
    {
        byte[] parameter = [.. Global("torch._utils", "_rebuild_parameter"), (byte)'(', .. Tensor("FloatStorage", "0", 1, 0, [1], [1]),
            0x88, .. Global("collections", "OrderedDict"), (byte)')', (byte)'R', (byte)'t', (byte)'R'];
        byte[] ordered = [.. Global("collections", "OrderedDict"), (byte)')', (byte)'R', (byte)'q', 7, (byte)'(', .. Text("w"),
            .. parameter, (byte)'u', .. Items(("_metadata", Items())), (byte)'b'];
        var file = Open(Archive(
            Dictionary(
            ("model", ordered), ("epoch", Number(1000)), ("loss", [(byte)'G', 0, 0, 0, 0, 0, 0, 0, 0]), ("again", [(byte)'h', 7])),
            ("0", new byte[4])));
        Assert.Equal(["again.w", "model.w"], file.Arrays.Keys.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string, byte[]> Hostile => new()
    {
        { "a call of a shell", "names \"os.system\", which no dictionary of tensors needs; nothing was executed", Archive(
            [.. Start, .. Global("os", "system"), (byte)'(', .. Text("true"), (byte)'t', (byte)'R', (byte)'.']) },
        { "a call of a shell in protocol 4", "names \"posix.system\"", Archive(
            [0x80, 4, .. Text("posix"), .. Text("system"), 0x93, .. Text("true"), 0x85, (byte)'R', (byte)'.']) },
        { "a module of someone's", "names \"__main__.Model\"", Archive(
            [.. Start, .. Global("__main__", "Model"), (byte)')', 0x81, (byte)'.']) },
        { "an instance", "the instruction INST at its byte 3", Archive([.. Start, (byte)'(', .. "ios\nsystem\n"u8, (byte)'.']) },
        { "an object", "the instruction NEWOBJ", Archive([.. Start, .. Global("collections", "OrderedDict"), (byte)')', 0x81, (byte)'.']) },
        { "an extension", "the instruction EXT1", Archive([.. Start, 0x82, 1, (byte)'.']) },
        { "an unknown instruction", "the instruction 0xfe", Archive([.. Start, 0xfe, (byte)'.']) },
        { "a call of a dictionary", "a call of something that is no function", Archive(
            [.. Start, (byte)'}', (byte)')', (byte)'R', (byte)'.']) },
        { "a storage that is missing", "lies in the storage \"9\", which is not in the archive", Archive(
            Dictionary(("w", Tensor("FloatStorage", "9", 1, 0, [1], [1])))) },
        { "a storage outside the archive", "lies in the storage \"../../etc/passwd\"", Archive(
            Dictionary(("w", Tensor("FloatStorage", "../../etc/passwd", 1, 0, [1], [1])))) },
        { "a storage that is too short", "said to hold 3 elements of F32, but has 8 bytes", Archive(
            Dictionary(("w", Tensor("FloatStorage", "0", 3, 0, [3], [1]))), ("0", new byte[8])) },
        { "a size that overflows", "does not fit into its storage of 2 elements", Archive(
            Dictionary(("w", Tensor("FloatStorage", "0", 2, 0, [long.MaxValue, long.MaxValue], [1, 1]))), ("0", new byte[8])) },
        { "strides that overflow", "does not fit into its storage", Archive(
            Dictionary(("w", Tensor("FloatStorage", "0", 2, 0, [2, 2], [long.MaxValue, long.MaxValue]))), ("0", new byte[8])) },
        { "an offset that overflows", "does not fit into its storage", Archive(
            Dictionary(("w", Tensor("FloatStorage", "0", 2, long.MaxValue, [2], [1]))), ("0", new byte[8])) },
        { "a negative size", "shape or strides are no whole numbers from 0", Archive(
            Dictionary(("w", Tensor("FloatStorage", "0", 2, 0, [-2], [1]))), ("0", new byte[8])) },
        { "a tensor that repeats one number without end", "does not fit into its storage", Archive(
            Dictionary(("w", Tensor("FloatStorage", "0", 1, 0, [1L << 40], [0]))), ("0", new byte[4])) },
        { "a dictionary inside itself", "nests dictionaries deeper than 32", Archive(
            [.. Start, (byte)'}', (byte)'q', 0, .. Text("me"), (byte)'h', 0, (byte)'s', (byte)'.']) },
        { "dictionaries that double", "holds more than 200,000 values",
            Archive([.. Start, (byte)'}', (byte)'q', 0,
            .. Enumerable.Range(0,
            30).SelectMany(
            i => (byte[])[(byte)'0', (byte)'}', .. Text("a"), (byte)'h', (byte)i, (byte)'s', .. Text("b"), (byte)'h', (byte)i, (byte)'s',
            (byte)'q', (byte)(i + 1)]), (byte)'.']) },
        { "a text without end", "an end inside an instruction", Archive([.. Start, (byte)'X', 0xff, 0xff, 0xff, 0x7f, (byte)'a']) },
        { "a stack without a mark", "no mark on its stack", Archive([.. Start, (byte)'t', (byte)'.']) },
        { "an empty stack", "too little on its stack", Archive([.. Start, (byte)'.']) },
        { "no end", "an end inside an instruction", Archive(Start) },
        { "a huge number", "a whole number of 20 bytes", Archive([.. Start, 0x8a, 20, .. new byte[20], (byte)'.']) },
        { "the legacy form", "the form that PyTorch wrote before 1.6",
            [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, .. "."u8] },
        { "a bare pickle", "is a Python pickle, which is never executed", [0x80, 4, 0x95, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
        { "an HDF5 file", "is an HDF5 file", [0x89, .. "HDF\r\n"u8, 0x1a, 0x0a, 0, 0] },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void A_hostile_file_executes_nothing_and_ends_in_one_sentence(string what, string says, byte[] file)
    {
        var message = Assert.Throws<NetworkFileException>(() => Open(file)).Message;
        Assert.True(message.Contains(says, StringComparison.Ordinal), $"{what}: {message}");
        Assert.DoesNotContain(message, char.IsControl);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    private static IArrayFile Open(byte[] file) => ArrayFiles.Open(new MemoryStream(file));
}
