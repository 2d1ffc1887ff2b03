using System.Buffers.Binary;
using Superposition.Checkpoints;

namespace Superposition.Tests.Checkpoints;

/// <summary>Damaged and wrong files are refused with one sentence that names what is wrong, and with nothing else.</summary>
public class DamagedFileTests
{
    private const int Data = NetworkBytes.DenseData;

    /// <summary>What was done, what the sentence has to say, and the file.</summary>
    private static readonly (string Damage, string Says, byte[] File)[] Cases =
    [
        // Lengths.
        ("nothing at all", "The file is empty", []),
        ("three bytes", "has 3 bytes", [1, 2, 3]),
        ("only a length", "0 follow", [16, 0, 0, 0, 0, 0, 0, 0]),
        ("a header longer than the file", "said to have 4096 bytes", Length(4096)),
        ("a header of an absurd length", "expected at most 100000000", Length(long.MaxValue)),
        ("a header length with the highest bit set", "18446744073709551615", Length(-1)),
        ("some text", "This is a text file, expected safetensors", "Once upon a time there was a network."u8.ToArray()),
        ("a header of no bytes", "The header is empty", Length(0)),
        ("cut off inside the header", "cut off", Whole()[..100]),
        ("cut off inside the data", "\"readout.weight\" ends at byte 68", Whole()[..^1]),
        ("the data missing", "\"layers.0.bias\" ends at byte 8 of the data, but the file has only 0", Whole()[..^Data]),
        ("a byte too many", "69 bytes of data, but its arrays end at byte 68", [.. Whole(), 0]),

        // JSON.
        ("a header that is a list", "begins with the byte 0x5b", NetworkBytes.File("[1, 2]", 0)),
        ("a header that begins with a space", "begins with the byte 0x20", NetworkBytes.File(" {}", 0)),
        ("JSON that breaks off", "stops being valid JSON", NetworkBytes.File(NetworkBytes.DenseHeader[..^1], Data)),
        ("JSON with a comma too many", "stops being valid JSON", Dense("]}}", "]},}")),
        ("JSON with a comment", "stops being valid JSON", Dense("{\"__metadata__\"", "{/* hello */\"__metadata__\"")),
        ("JSON followed by more JSON", "stops being valid JSON", NetworkBytes.File(NetworkBytes.DenseHeader + "{}", Data)),
        ("JSON followed by zeros", "followed by zero bytes", NetworkBytes.File(NetworkBytes.DenseHeader + "\0\0", Data)),
        ("JSON nested a thousand deep", "stops being valid JSON",
            NetworkBytes.File("{\"x\":{\"y\":" + new string('[', 1000) + new string(']', 1000) + "}}", 0)),
        ("bytes that are not UTF-8", "not valid UTF-8", NetworkBytes.File([.. "{\""u8, 0xC3, 0x28, .. "\":1}"u8], 0)),
        ("an escape that stands for no character", "stands for no character", Dense("\"layers.0.bias\"", "\"\\ud800\"")),
        ("the same array twice", "the key \"readout.bias\" twice", Dense("\"layers.0.bias\"", "\"readout.bias\"")),
        ("the same string twice", "the key \"format\" twice", Dense("\"seed\"", "\"format\"")),
        ("two metadata objects", "\"__metadata__\" twice", Dense("\"layers.0.bias\"", "\"__metadata__\":{},\"layers.0.bias\"")),
        ("two shapes in an entry", "shape twice", Dense("\"shape\":[2],", "\"shape\":[2],\"shape\":[2],")),
        ("an entry that is a number", "\"layers.0.bias\" is 5", Dense("{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}", "5")),
        ("metadata that is a list", "__metadata__ is a list", NetworkBytes.File("{\"__metadata__\":[]}", 0)),
        ("metadata with a number", "\"features\" is 3, expected a string", Dense("\"features\":\"3\"", "\"features\":3")),
        ("a key with line breaks", "\"a\\u000a\\u000d\\u2028b\" is null", Dense(
            "\"layers.0.bias\"", "\"a\\n\\r\\u2028b\":null,\"layers.0.bias\"")),
        ("a key of a million letters", "xxx…\" is true", Dense(
            "\"layers.0.bias\"", $"\"{new string('x', 1_000_000)}\":true,\"layers.0.bias\"")),

        // Entries.
        ("an entry without dtype", "has no dtype", Dense("\"dtype\":\"F32\",\"shape\":[2],", "\"shape\":[2],")),
        ("an entry without shape", "has no shape", Dense("\"shape\":[2],", "")),
        ("an entry without offsets", "has no data_offsets", Dense(",\"data_offsets\":[0,8]", "")),
        ("an unknown dtype", "layers.0.bias is made of F33, expected F32", Dense("\"F32\",\"shape\":[2],", "\"F33\",\"shape\":[2],")),
        ("a dtype that is a number", "dtype of \"layers.0.bias\" is 32", Dense("\"F32\",\"shape\":[2],", "32,\"shape\":[2],")),
        ("a shape that is a number", "shape of \"layers.0.bias\" is 2", Dense("\"shape\":[2]", "\"shape\":2")),
        ("a negative dimension", "has -2, expected whole numbers", Dense("\"shape\":[2]", "\"shape\":[-2]")),
        ("a fractional dimension", "has 2.5, expected whole numbers", Dense("\"shape\":[2]", "\"shape\":[2.5]")),
        ("a dimension that is text", "has the text \"2\"", Dense("\"shape\":[2]", "\"shape\":[\"2\"]")),
        ("a dimension over 63 bits", "has 9223372036854775808", Dense("\"shape\":[2]", "\"shape\":[9223372036854775808]")),
        ("dimensions whose product overflows to the right number of bytes", "63-bit number", Dense(
            "\"shape\":[2]", "\"shape\":[4611686018427387905,2]")),
        ("a hundred dimensions", "at most 64", Dense("\"shape\":[2]", $"\"shape\":[{string.Join(',', Enumerable.Repeat(1, 100))}]")),
        ("one offset", "data_offsets of \"layers.0.bias\" are [0]", Dense("[0,8]", "[0]")),
        ("three offsets", "at most 2", Dense("[0,8]", "[0,8,8]")),
        ("offsets in the wrong order", "are [8, 0]", Dense("[0,8]", "[8,0]")),
        ("a negative offset", "has -4", Dense("[0,8]", "[-4,4]")),
        ("offsets that do not match the shape", "span 8 bytes, expected 12 for F32 [3]", Dense("\"shape\":[2]", "\"shape\":[3]")),
        ("offsets that do not match the dtype", "span 8 bytes, expected 4 for F16 [2]", Dense(
            "\"F32\",\"shape\":[2],", "\"F16\",\"shape\":[2],")),
        ("offsets far outside", "ends at byte 9000000000000000008", Dense("[0,8]", "[9000000000000000000,9000000000000000008]")),
        ("arrays that overlap", "\"layers.0.bias\" and \"layers.0.weight\" overlap in bytes 4 to 8", Dense("[8,32]", "[4,28]")),
        ("a hole between arrays", "Bytes 8 to 12 of the data, before the array \"layers.0.weight\"",
            NetworkBytes.File(NetworkBytes.DenseHeader
            .Replace("[8,32]", "[12,36]", StringComparison.Ordinal).Replace("[32,44]", "[36,48]", StringComparison.Ordinal).Replace(
                "[44,68]", "[48,72]", StringComparison.Ordinal), 72)),
        ("a hole at the beginning", "Bytes 0 to 4 of the data",
            NetworkBytes.File("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)),

        // Networks.
        ("no layer where one is expected", "no layers.0.weight", Dense("\"layers.0.weight\"", "\"layers.0.heavy\"")),
        ("a layer without bias", "no layers.0.bias", Dense("\"layers.0.bias\"", "\"layers.0.offset\"")),
        ("a gap in the layers", "no layers.0.weight", Dense("layers.0", "layers.1")),
        ("a layer with a large number", "no layers.0.weight", Dense("layers.0", "layers.2147483647")),
        ("no read-off", "no readout.weight, found \"layers.0.bias\", \"layers.0.weight\", \"readout.bias\", \"read\\u202eout\"", Dense(
            "\"readout.weight\"", "\"read\u202eout\"")),
        ("no read-off bias", "no readout.bias", Dense("\"readout.bias\"", "\"readout.offset\"")),
        ("weights in another dtype", "layers.0.weight is made of I32, expected F32", Dense(
            "\"F32\",\"shape\":[2,3]", "\"I32\",\"shape\":[2,3]")),
        ("a weight with one dimension", "layers.0.weight has the shape [6]", Dense("[2,3]", "[6]")),
        ("a bias of the wrong length", "layers.0.bias has the shape [1, 2], expected [2]", Dense("\"shape\":[2]", "\"shape\":[1,2]")),
        ("layers that do not fit", "readout.weight is [2, 3] and reads 3 numbers, expected 2", Dense("[3,2]", "[2,3]")),
        ("no neurons", "layers.0.weight has the shape [0, 9223372036854775807]", NetworkBytes.File(
            """{"__metadata__":{"format":"superposition/1","origin":"trained"},"layers.0.bias":{"dtype":"F32","shape":"""
                + """[0],"data_offsets":[0,0]},"layers.0.weight":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":"""
                + """[0,0]}}""", 0)),
        ("a NaN", "readout.weight[2, 1] is NaN", [.. Whole()[..^4], 0, 0, 0xC0, 0x7F]),
        ("an infinity", "readout.weight[2, 1] is Infinity", [.. Whole()[..^4], 0, 0, 0x80, 0x7F]),
        ("factors for other features", "readout.factors has the shape [2, 4], expected [2, 3]", NetworkBytes.File(NetworkBytes.PairsHeader
            .Replace("\"shape\":[2,3],\"data_offsets\":[32,56]", "\"shape\":[2,4],\"data_offsets\":[32,64]", StringComparison.Ordinal)
                .Replace("[56,60]", "[64,68]", StringComparison.Ordinal), 68)),
        ("factors for other neurons", "reads 3 numbers, expected 2", Pairs(
            "\"shape\":[2,3],\"data_offsets\":[32,56]", "\"shape\":[3,2],\"data_offsets\":[32,56]")),
        ("a correction for other features", "readout.correction has the shape [1, 2], expected [1, 3]",
            NetworkBytes.File(NetworkBytes.PairsHeader
            .Replace(
                "\"readout.scale\"",
                "\"readout.correction\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[60,68]},\"readout.scale\"",
                StringComparison.Ordinal), 68)),
        ("a scale that is a list", "readout.scale has the shape [1], expected []", Pairs("\"shape\":[]", "\"shape\":[1]")),
        ("factors without the metadata for them", "no readout, expected \"pairs\"", Pairs("\"readout\":\"pairs\",", "")),
        ("two read-offs", "has readout.weight and the metadata", Pairs("\"readout.factors\"", "\"readout.weight\"")),

        // Metadata.
        ("a later version of the format", "\"superposition/2\", expected \"superposition/1\"", Dense("superposition/1", "superposition/2")),
        ("a misspelt format", "\"Superposition 1\", expected \"superposition/1\"", Dense("superposition/1", "Superposition 1")),
        ("no origin", "no origin, expected one of \"constructed\"", Dense("\"origin\"", "\"orient\"")),
        ("an unknown origin", "origin is \"grown\"", Dense("constructed", "grown")),
        ("features that are no number", "features is \"three\"", Dense("\"features\":\"3\"", "\"features\":\"three\"")),
        ("features other than the weights have", "features is \"4\", expected \"3\"", Dense("\"features\":\"3\"", "\"features\":\"4\"")),
        ("more active features than there are", "active is \"4\", expected at most the 3", Dense("\"active\":\"2\"", "\"active\":\"4\"")),
        ("a negative number of active features", "active is \"-2\"", Dense("\"active\":\"2\"", "\"active\":\"-2\"")),
        ("an unknown sparsity", "sparsity is \"around\"", Dense("at-most", "around")),
        ("active features without a sparsity", "no sparsity", Dense("\"sparsity\"", "\"density\"")),
        ("a sparsity without active features", "no active", Dense("\"active\"", "\"lively\"")),
        ("a seed that is no number", "seed is \"0x7\"", Dense("\"seed\":\"7\"", "\"seed\":\"0x7\"")),
        ("a seed over 64 bits", "seed is \"18446744073709551616\"", Dense("\"seed\":\"7\"", "\"seed\":\"18446744073709551616\"")),
        ("outputs that are no pairs", "outputs is \"gates\"", Dense("\"pairs\"", "\"gates\"")),
        ("an empty list of outputs", "outputs is \"\"", Dense("\"pairs\"", "\"\"")),
        ("outputs of features that are not there", "\"1-3\" is not such a pair", Dense("\"pairs\"", "\"0-1,0-2,1-3\"")),
        ("outputs out of order", "0-1 comes after 0-2", Dense("\"pairs\"", "\"0-2,0-1,1-2\"")),
        ("an output twice", "0-1 comes after 0-1", Dense("\"pairs\"", "\"0-1,0-1,1-2\"")),
        ("fewer outputs than rows", "expected 3 pairs, one for each row of readout.weight, and not 2", Dense("\"pairs\"", "\"0-1,1-2\"")),
        ("all pairs of other features than there are rows", "2 outputs and all pairs of 3 features are 3",
            NetworkBytes.File(NetworkBytes.DenseHeader
            .Replace("\"shape\":[3],\"data_offsets\":[32,44]", "\"shape\":[2],\"data_offsets\":[32,40]", StringComparison.Ordinal).Replace(
                "\"shape\":[3,2],\"data_offsets\":[44,68]", "\"shape\":[2,2],\"data_offsets\":[40,56]", StringComparison.Ordinal), 56)),
        ("a structured read-off of no stated pairs", "no outputs", Pairs("\"outputs\"", "\"results\"")),
        ("an unknown form of the read-off", "readout is \"triples\"", Pairs("\"readout\":\"pairs\"", "\"readout\":\"triples\"")),
        ("no normalisation", "no readout.normalisation, expected one of \"constant\", \"shared-neurons\"", Pairs(
            "\"readout.normalisation\"", "\"readout.norm\"")),
        ("an unknown normalisation", "readout.normalisation is \"unit\"", Pairs("\"constant\"", "\"unit\"")),
        ("all pairs of a million features from a small file", "2 to 8192 features only, and the network has 1000000", NetworkBytes.File(
            """{"__metadata__":"""
                + """{"format":"superposition/1","origin":"trained","outputs":"pairs","readout":"pairs","""
                + "\"readout.normalisation\":\"constant\"},\"encoding.weight\":"
                + """{"dtype":"F32","shape":[1,1000000],"data_offsets":[0,4000000]},"readout.factors":{"dtype":"F32","shape":"""
                + """[1,1000000],"data_offsets":[4000000,8000000]},"readout.scale":{"dtype":"F32","shape":[],"data_offsets":"""
                + """[8000000,8000004]}}""", 8000004)),
    ];

    public static TheoryData<string> Damages => [.. Cases.Select(c => c.Damage)];

    [Theory, MemberData(nameof(Damages))]
    public void A_damaged_file_is_refused_with_one_sentence(string damage)
    {
        var (_, says, file) = Cases.Single(c => c.Damage == damage);
        AssertSentence(Assert.Throws<NetworkFileException>(() => NetworkBytes.Read(file)), says);
    }

    [Fact]
    public void A_path_that_is_no_network_file_is_refused_with_one_sentence_that_names_it()
    {
        var folder = Directory.CreateTempSubdirectory("network-files");
        try
        {
            var empty = Path.Combine(folder.FullName, "empty");
            File.WriteAllBytes(empty, []);
            var cut = Path.Combine(folder.FullName, "cut\noff");
            File.WriteAllBytes(cut, Whole()[..^1]);
            foreach (var (path, says) in new[]
            {
                (folder.FullName, "This is a folder"), (Path.Combine(folder.FullName, "none"), "no such file"),
                    (Path.Combine(folder.FullName, "none", "none"), "no such file"),
                (empty, "empty or no regular file"), (OperatingSystem.IsWindows() ? empty : "/dev/null", "empty or no regular file"),
                    (cut, "cut off"), ("", "no path"), ("a\0b", "no path"),
            })
            {
                var exception = Assert.Throws<NetworkFileException>(() => NetworkFile.Load(path));
                AssertSentence(exception, says);
                Assert.Contains(Path.GetFileName(path).Replace('\n', '?').Replace('\0', '?'), exception.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertSentence(NetworkFileException exception, string says)
    {
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(exception.Message, char.IsControl);
        Assert.InRange(exception.Message.Length, 20, 700);
    }

    private static byte[] Whole() => NetworkBytes.File(NetworkBytes.DenseHeader, Data);

    private static byte[] Dense(string from, string to) => NetworkBytes.File(Changed(NetworkBytes.DenseHeader, from, to), Data);

    private static byte[] Pairs(string from, string to) =>
        NetworkBytes.File(Changed(NetworkBytes.PairsHeader, from, to), NetworkBytes.PairsData);

    private static string Changed(string header, string from, string to)
    {
        Assert.Contains(from, header, StringComparison.Ordinal);
        return header.Replace(from, to, StringComparison.Ordinal);
    }

    private static byte[] Length(long length)
    {
        var file = Whole();
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        return file;
    }
}
