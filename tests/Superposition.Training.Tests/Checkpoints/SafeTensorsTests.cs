using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Superposition.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

public class SafeTensorsTests
{
    private static readonly Dictionary<string, string> NoStrings = [];

    [Property(MaxTest = 200)]
    public void Any_bits_of_float32_come_back(int[] bits, string key, string metadata)
    {
        using var scope = NewDisposeScope();
        var (name, text) = (Encodable(key), Encodable(metadata));
        var file = Open(Write(new() { [name] = NetworkBytes.FromBits(bits, bits.Length) }, new() { [name] = text }));
        Assert.Equal(bits, NetworkBytes.Bits(file.Read(name)));
        Assert.Equal(text, file.Metadata[name]);
    }

    [Fact]
    public void Every_sign_exponent_and_payload_comes_back_bit_for_bit()
    {
        using var scope = NewDisposeScope();

        // 0, −0, subnormals, the largest and smallest normal numbers, infinities, quiet and signalling NaN with payloads.
        int[] bits = [0, int.MinValue, 1, -2147483647, 0x007FFFFF, 0x00800000, 0x7F7FFFFF, 0x7F800000, -8388608, 0x7F800001, 0x7FC00000,
            0x7FC12345, -4194304, 0x7FFFFFFF, -1];
        var file = Open(Write(new() { ["x"] = NetworkBytes.FromBits(bits, 3, 5) }, NoStrings));
        Assert.Equal(bits, NetworkBytes.Bits(file.Read("x")));
        Assert.Equal([3L, 5], file.Read("x").shape);
    }

    [Property(MaxTest = 100)]
    public void Any_shape_comes_back(byte[] sizes)
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. sizes.Take(5).Select(size => (long)(size % 4))];
        var values = arange(shape.Aggregate(1L, (product, size) => product * size), float32).reshape(shape);
        var read = Open(Write(new() { ["x"] = values }, NoStrings)).Read("x");
        Assert.Equal(shape, read.shape);
        Assert.Equal(NetworkBytes.Bits(values), NetworkBytes.Bits(read));
    }

    [Fact]
    public void Every_element_type_that_a_tensor_has_comes_back()
    {
        using var scope = NewDisposeScope();
        var arrays = ElementType.All.Where(type => type.Scalar is not null).ToDictionary(type => type.Name, type =>
            tensor(new[] { 0, 1, 2, 3, 100 }).to(type.Scalar!.Value));
        Assert.Equal(10, arrays.Count);
        var file = Open(Write(arrays, NoStrings));
        foreach (var (name, values) in arrays)
        {
            var read = file.Read(name);
            Assert.Equal(values.dtype, read.dtype);
            Assert.Equal(values.bytes.ToArray(), read.bytes.ToArray());
            Assert.Equal(name == "BOOL" ? [0f, 1, 1, 1, 1] : [0f, 1, 2, 3, 100], read.to(float32).data<float>().ToArray());
        }
    }

    [Fact]
    public void Half_precision_numbers_become_float32_exactly()
    {
        using var scope = NewDisposeScope();
        byte[] numbers = [0x80, 0x3F, 0x49, 0xC0, 0x00, 0x3C, 0x01, 0x00];
        var file =
            Open([.. NetworkBytes.File(
            """{"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},"h":{"dtype":"F16","shape":[2],"data_offsets":[4,8]}}""", 0),
            .. numbers]);
        Assert.Equal([1f, -3.140625f], file.Read("b").to(float32).data<float>().ToArray());
        Assert.Equal([1f, 5.9604645e-08f], file.Read("h").to(float32).data<float>().ToArray());
    }

    [Fact]
    public void A_type_that_is_not_known_is_listed_and_refused_when_it_is_read()
    {
        var file = Open(NetworkBytes.File("""{"x":{"dtype":"F8_E4M3","shape":[2,4],"data_offsets":[0,8]}}""", 8));
        Assert.Equal(("F8_E4M3", 8L, "[2, 4]"), (file.Arrays["x"].Type.Name, file.Arrays["x"].Elements, file.Arrays["x"].ShapeText));
        Assert.Contains(
            "made of \"F8_E4M3\", expected floats", Assert.Throws<NetworkFileException>(() => file.Read("x")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no array \"y\", found \"x\"", Assert.Throws<NetworkFileException>(() => file.Read("y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unsigned_integers_are_read_into_wider_signed_ones()
    {
        using var scope = NewDisposeScope();
        byte[] data = [.. new ulong[] { 7, long.MaxValue }.SelectMany(BitConverter.GetBytes),
            .. new[] { 1u, uint.MaxValue }.SelectMany(BitConverter.GetBytes),
            .. new ushort[] { 2, ushort.MaxValue }.SelectMany(BitConverter.GetBytes)];
        var file =
            Open([.. NetworkBytes.File(
            """{"l":{"dtype":"U64","shape":[2],"data_offsets":[0,16]},"i":{"dtype":"U32","shape":[2],"data_offsets":[16,24]},"s":"""
                + """{"dtype":"U16","shape":[2],"data_offsets":[24,28]}}""", 0), .. data]);
        Assert.Equal([7, long.MaxValue], file.Read("l").data<long>().ToArray());
        Assert.Equal([1, uint.MaxValue], file.Read("i").data<long>().ToArray());
        Assert.Equal([2, ushort.MaxValue], file.Read("s").data<int>().ToArray());
        var large =
            Open([.. NetworkBytes.File("""{"l":{"dtype":"U64","shape":[1],"data_offsets":[0,8]}}""", 0),
            .. BitConverter.GetBytes(ulong.MaxValue)]);
        Assert.Contains(
            "whole numbers of 2^63 and more", Assert.Throws<NetworkFileException>(() => large.Read("l")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_are_null_are_none_and_zero_bytes_as_padding_are_named()
    {
        const string header = """{"__metadata__":null,"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""";
        Assert.Empty(Open(NetworkBytes.File(header, 1)).Metadata);
        Assert.Contains(
            "expected spaces as padding", Assert.Throws<NetworkFileException>(() => Open(NetworkBytes.File(header + "\0\0", 1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_a_boolean_other_than_0_are_true()
    {
        using var scope = NewDisposeScope();
        byte[] file = [.. NetworkBytes.File("""{"x":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}""", 0), 0, 1, 2, 255];
        Assert.Equal([false, true, true, true], Open(file).Read("x").data<bool>().ToArray());
    }

    [Fact]
    public void Same_content_gives_the_same_bytes_in_whatever_order_it_is_given()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (arange(6, float32).reshape(2, 3), tensor(2.5f));
        var there = Write(new() { ["a"] = a, ["b"] = b }, new() { ["k"] = "1", ["l"] = "2" });
        var back = Write(new() { ["b"] = b, ["a"] = a }, new() { ["l"] = "2", ["k"] = "1" });
        Assert.Equal(there, back);
        Assert.Equal(
            """{"__metadata__":{"k":"1","l":"2"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":"""
                + """{"dtype":"F32","shape":[],"data_offsets":[24,28]}}""",
            Header(there).TrimEnd(' '));
    }

    [Property(MaxTest = 100)]
    public void The_header_is_padded_with_spaces_to_8_bytes_and_every_array_lies_at_a_multiple_of_its_element_size(byte[] types)
    {
        using var scope = NewDisposeScope();
        ElementType[] known = [.. ElementType.All.Where(type => type.Scalar is not null)];
        var arrays = types.Take(8).Select((type, i) => (Name: new string('x', i + 1), Type: known[type % known.Length])).ToDictionary(x =>
            x.Name, x => ones(3, x.Type.Scalar));
        var file = Write(arrays, NoStrings);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(file) % 8);
        Assert.Matches("^{.*} {0,7}$", Header(file));
        foreach (var entry in JsonDocument.Parse(Header(file)).RootElement.EnumerateObject())
        {
            Assert.Equal(
                0, entry.Value.GetProperty("data_offsets")[0].GetInt64() % ElementType.Find(
                entry.Value.GetProperty("dtype").GetString()!)!.Size);
        }
    }

    [Fact]
    public void Arrays_of_more_than_one_piece_come_back_and_turned_views_are_written_in_their_own_order()
    {
        using var scope = NewDisposeScope();
        var values = arange(3 << 20, float32).reshape(1 << 10, 3 << 10);
        var file = Open(Write(new() { ["x"] = values, ["turned"] = values.t() }, NoStrings));
        Assert.True(file.Read("x").equal(values).all().item<bool>());
        Assert.True(file.Read("turned").equal(values.t()).all().item<bool>());
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        using var scope = NewDisposeScope();
        var stream = new MemoryStream();
        stream.Write("before"u8);
        SafeTensors.Write(stream, new Dictionary<string, Tensor> { ["x"] = tensor(3f) }, NoStrings);
        stream.Position = 6;
        Assert.Equal(3, SafeTensors.Open(stream).Read("x").item<float>());
    }

    [Fact]
    public void Files_of_other_programs_with_unknown_fields_and_white_space_are_read()
    {
        using var scope = NewDisposeScope();
        var file = Open(NetworkBytes.File(
            """{ "x" : { "note": {"a": [1, {}]}, "shape": [ 1, 2 ], "data_offsets": [0, 8], "dtype": "F32" } }   """ + "\n", 8));
        Assert.Equal([0f, 1], file.Read("x").data<float>().ToArray());
        Assert.Empty(Open(NetworkBytes.File("{}", 0)).Arrays);
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused_before_anything_is_written()
    {
        using var scope = NewDisposeScope();
        Refused("complex", new() { ["x"] = zeros(2, complex64) }, NoStrings);
        Refused("__metadata__", new() { ["__metadata__"] = zeros(2) }, NoStrings);
        Refused("surrogate", new() { ["x"] = zeros(2) }, new() { ["k"] = "\ud800" });
        Refused("100000000", new() { ["x"] = zeros(2) }, new() { ["k"] = new string('x', 100_000_000) });

        static void Refused(string about, Dictionary<string, Tensor> arrays, Dictionary<string, string> metadata)
        {
            using var stream = new MemoryStream();
            var message = Assert.Throws<NetworkFileException>(() => SafeTensors.Write(stream, arrays, metadata)).Message;
            Assert.Contains(about, message, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public void Reading_leaves_nothing_behind()
    {
        var bytes = NetworkBytes.File(NetworkBytes.DenseHeader, NetworkBytes.DenseData);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (Open(bytes).Read("readout.weight"))
        {
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static string Encodable(string? text) => new([.. (text ?? "").Where(character => !char.IsSurrogate(character))]);

    private static SafeTensors Open(byte[] file) => SafeTensors.Open(new MemoryStream(file));

    private static byte[] Write(Dictionary<string, Tensor> arrays, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, arrays, metadata);
        return stream.ToArray();
    }

    private static string Header(byte[] file) => Encoding.UTF8.GetString(file, 8, (int)BinaryPrimitives.ReadInt64LittleEndian(file));
}
