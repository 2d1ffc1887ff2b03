using System.IO.Compression;
using FsCheck.Xunit;
using Superposition.Checkpoints;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

public class NumpyArraysTests
{
    [Property(MaxTest = 100)]
    public void Any_bits_of_float32_come_back(int[] bits, bool packed)
    {
        using var scope = NewDisposeScope();
        var array = NumpyBytes.Array("<f4", $"({bits.Length},)", 0, data: [.. bits.SelectMany(BitConverter.GetBytes)]);
        var archive = NumpyBytes.Archive(packed ? CompressionLevel.Optimal : CompressionLevel.NoCompression, ("x.npy", array));
        Assert.Equal(bits, NetworkBytes.Bits(Open(array).Read("arr_0")));
        Assert.Equal(bits, NetworkBytes.Bits(Open(archive).Read("x")));
    }

    [Theory]
    [InlineData("<f8", 8, ScalarType.Float64)]
    [InlineData("<f4", 4, ScalarType.Float32)]
    [InlineData("<f2", 2, ScalarType.Float16)]
    [InlineData("<i8", 8, ScalarType.Int64)]
    [InlineData("<i4", 4, ScalarType.Int32)]
    [InlineData("<i2", 2, ScalarType.Int16)]
    [InlineData("|i1", 1, ScalarType.Int8)]
    [InlineData("|u1", 1, ScalarType.Byte)]
    public void Every_number_type_is_read(string descr, int size, ScalarType scalar)
    {
        using var scope = NewDisposeScope();
        var values = tensor(new float[] { 0, 1, 2, 100, 5, 6 }).reshape(2, 3).to(scalar);
        var read = Open(NumpyBytes.Array(descr, "(2, 3)", 0, data: values.bytes.ToArray())).Read("arr_0");
        Assert.Equal((scalar, 6 * size), (read.dtype, read.bytes.Length));
        Assert.True(read.equal(values).all().item<bool>());
    }

    [Fact]
    public void Single_numbers_booleans_and_empty_arrays_are_read()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(1.5f, Open(NumpyBytes.Array("<f4", "()", 0, data: NumpyBytes.Floats(1.5f))).Read("arr_0").item<float>());
        Assert.Equal([false, true, true], Open(NumpyBytes.Array("|b1", "(3,)", 0, data: [0, 1, 2])).Read("arr_0").data<bool>().ToArray());
        Assert.Equal([0L, 4], Open(NumpyBytes.Array("<f4", "(0, 4)", 0)).Read("arr_0").shape);
    }

    [Fact]
    public void Fortran_order_is_turned_into_row_major_order()
    {
        using var scope = NewDisposeScope();
        var values = arange(24, float32).reshape(2, 3, 4);
        var fortran = values.permute(2, 1, 0).contiguous().bytes.ToArray();
        Assert.True(
            Open(NumpyBytes.Array("<f4", "(2, 3, 4)", 0, isFortran: true, data: fortran)).Read("arr_0").equal(values).all().item<bool>());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Later_versions_of_the_header_are_read(byte version)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(
            [1f, 2], Open(
            NumpyBytes.Array("<f4", "(2,)", 0, data: NumpyBytes.Floats(1, 2), version: version)).Read("arr_0").data<float>().ToArray());
    }

    [Fact]
    public void What_numbers_cannot_be_made_of_is_listed_and_not_read()
    {
        var file = Open(NumpyBytes.Archive(
            CompressionLevel.Optimal,
            ("names.npy", NumpyBytes.Array("<U5", "(2,)", 40)),
            ("pickled.npy", NumpyBytes.Array("|O", "()", 30)),
            ("complex.npy", NumpyBytes.Array("<c8", "(2,)", 16)),
            ("mixed.npy", NumpyBytes.Array("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", new byte[8])),
            ("readme.txt", "no array"u8.ToArray())));
        Assert.Equal(["complex", "mixed", "names", "pickled"], file.Arrays.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, says) in new[] { ("complex", "\"<c8\""), ("mixed", "\"a structure\""), ("names", "text, \"<U5\""),
            ("pickled", "\"|O\""), ("none", "found \"complex\", \"mixed\", \"names\", \"pickled\"") })
        {
            var message = Assert.Throws<NetworkFileException>(() => file.Read(name)).Message;
            Assert.Contains(says, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"shape\": (2, 3,), \"fortran_order\": False, \"descr\": \"<f4\"}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }")]
    [InlineData("{'descr':'=f4','shape':[2,3],'fortran_order':False}")]
    public void Headers_are_read_as_the_Python_literals_that_they_are(string header)
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2L, 3], Open(NumpyBytes.Array(header, new byte[24])).Read("arr_0").shape);
    }

    [Fact]
    public void Big_endian_arrays_and_one_byte_types_with_any_mark_are_read()
    {
        using var scope = NewDisposeScope();
        byte[] Reversed(byte[] bytes) => [.. bytes.Reverse()];
        Assert.Equal(
            [1.5f, -2],
            Open(NumpyBytes.Array(
            ">f4", "(2,)", 0, data: [.. Reversed(BitConverter.GetBytes(1.5f)), .. Reversed(BitConverter.GetBytes(-2f))])).Read("arr_0")
            .data<float>().ToArray());
        Assert.Equal(
            0.1, Open(NumpyBytes.Array(">f8", "(1,)", 0, data: Reversed(BitConverter.GetBytes(0.1)))).Read("arr_0").item<double>());
        Assert.Equal(258, Open(NumpyBytes.Array(">u2", "(1,)", 0, data: [1, 2])).Read("arr_0").item<int>());
        foreach (var mark in "<>=|")
        {
            Assert.Equal(255, Open(NumpyBytes.Array($"{mark}u1", "(1,)", 0, data: [255])).Read("arr_0").item<byte>());
            Assert.True(Open(NumpyBytes.Array($"{mark}b1", "(1,)", 0, data: [1])).Read("arr_0").item<bool>());
        }
    }

    [Fact]
    public void Members_without_the_ending_are_arrays_when_they_begin_as_one_and_text_is_read_as_text()
    {
        using var scope = NewDisposeScope();
        var file = Open(NumpyBytes.Archive(
            CompressionLevel.Optimal,
            ("x", NumpyBytes.Array("<f4", "(1,)", 0, data: NumpyBytes.Floats(3))),
            ("names.npy", NumpyBytes.Array("<U3", "(2,)", 0, data: [.. System.Text.Encoding.UTF32.GetBytes("ab\0çd\0")])),
            ("bytes.npy", NumpyBytes.Array("|S2", "(2,)", 0, data: "ab\0\0"u8.ToArray())),
            ("notes", "text"u8.ToArray())));
        Assert.Equal(["bytes", "names", "x"], file.Arrays.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, file.Read("x").item<float>());
        Assert.Equal<string>(["ab", "çd"], file.ReadText("names"));
        Assert.Equal<string>(["ab", ""], file.ReadText("bytes"));
    }

    public static TheoryData<string, string, byte[]> Damaged => new()
    {
        { "a wrong beginning inside the archive", "does not begin as .npy does",
            NumpyBytes.Archive(CompressionLevel.Optimal, ("x.npy", "hello there"u8.ToArray())) },
        { "a version of the future", "version 9.0", NumpyBytes.Array("<f4", "(2,)", 8, version: 9) },
        { "a header cut off", "breaks off inside the header", NumpyBytes.Array("<f4", "(2,)", 8)[..40] },
        { "an absurd header length", "header of 2147483647 bytes, expected at most 65536", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 127] },
        { "no dictionary", "expected a Python dictionary with descr", NumpyBytes.Array("nothing", []) },
        { "a negative dimension", "expected at most 64 whole numbers", NumpyBytes.Array("<f4", "(-2,)", 8) },
        { "a dimension over 63 bits", "expected a Python dictionary", NumpyBytes.Array("<f4", "(99999999999999999999,)", 8) },
        { "dimensions whose product overflows", "expected a number below 2^63", NumpyBytes.Array("<f4", "(4611686018427387904, 4)", 8) },
        { "data cut off", "has 7 bytes of data, expected 8", NumpyBytes.Array("<f4", "(2,)", 7) },
        { "data too long", "has 9 bytes of data, expected 8", NumpyBytes.Array("<f4", "(2,)", 9) },
        { "an archive cut off", "archive is damaged",
            NumpyBytes.Archive(CompressionLevel.Optimal, ("x.npy", NumpyBytes.Array("<f4", "(2,)", 8)))[..^30] },
        { "an archive without arrays", "holds \"notes.txt\", expected NumPy's .npz",
            NumpyBytes.Archive(CompressionLevel.Optimal, ("notes.txt", [1, 2, 3])) },
        { "a name twice", "\"x.npy\" twice",
            NumpyBytes.Archive(
            CompressionLevel.Optimal, ("x.npy", NumpyBytes.Array("<f4", "(2,)", 8)), ("x.npy", NumpyBytes.Array("<f4", "(2,)", 8))) },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_file_is_refused_with_one_sentence(string damage, string says, byte[] file)
    {
        var message = Assert.Throws<NetworkFileException>(() => Open(file)).Message;
        Assert.True(message.Contains(says, StringComparison.Ordinal), $"{damage}: {message}");
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void A_packed_array_that_says_it_grows_more_than_packing_can_is_refused()
    {
        // The shape, and with it the unpacked size in the archive's directory, is made a million times too large.
        var file = NumpyBytes.Archive(CompressionLevel.Optimal, ("x.npy", NumpyBytes.Array("<f4", "(2000000,)", 8)));
        var directory = file.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(file.AsSpan(directory + 24), NumpyBytes.Array("<f4", "(2000000,)", 8_000_000).Length);
        Assert.Contains(
            "which no compression does", Assert.Throws<NetworkFileException>(() => Open(file)).Message, StringComparison.Ordinal);
    }

    private static IArrayFile Open(byte[] file) => ArrayFiles.Open(new MemoryStream(file));
}
