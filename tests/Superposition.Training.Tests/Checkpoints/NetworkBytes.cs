using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

/// <summary>Small networks and the bytes of files, put together by hand where a test is about the bytes.</summary>
internal static class NetworkBytes
{
    /// <summary>
    /// The header of a valid network with 3 features, 2 neurons and the 3 pairs as outputs; 68 bytes of data belong to it.
    /// </summary>
    public const string DenseHeader =
        """{"__metadata__":"""
        + """{"active":"2","features":"3","format":"superposition/1","origin":"constructed","outputs":"pairs","seed":"7","""
        + "\"sparsity\":\"at-most\"},\"layers.0.bias\":"
        + """{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"layers.0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":"""
        + """[8,32]},"readout.bias":{"dtype":"F32","shape":[3],"data_offsets":[32,44]},"readout.weight":{"dtype":"F32","shape":"""
        + """[3,2],"data_offsets":[44,68]}}""";

    /// <summary>
    /// The header of a valid network with a structured read-off of two of the three pairs; 60 bytes of data belong to it.
    /// </summary>
    public const string PairsHeader =
        """{"__metadata__":"""
        + """{"features":"3","format":"superposition/1","origin":"trained","outputs":"0-1,1-2","readout":"pairs","""
        + "\"readout.normalisation\":\"constant\"},\"layers.0.bias\":"
        + """{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"layers.0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":"""
        + """[8,32]},"readout.factors":{"dtype":"F32","shape":[2,3],"data_offsets":[32,56]},"readout.scale":{"dtype":"F32","shape":"""
        + """[],"data_offsets":[56,60]}}""";

    public const int DenseData = 68, PairsData = 60;

    /// <summary>A header, its length before it, and data 0, 1, 2, … after it.</summary>
    public static byte[] File(string header, int dataBytes) => File(Encoding.UTF8.GetBytes(header), dataBytes);

    public static byte[] File(byte[] header, int dataBytes)
    {
        var file = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        for (var i = 0; i < dataBytes / 4; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8 + header.Length + (4 * i)), i);
        }

        return file;
    }

    public static ReluNetwork Construct(IUniversalAndConstruction construction, int features = 16, int neurons = 64, int active = 2)
    {
        var size =
            new UniversalAndSize(new SparseInputs(features, active, Sparsity.Exactly), construction.RequiredNeurons(features) ?? neurons);
        using var generator = new Seed(2408).Generator(construction.Kind);
        return construction.Build(size, generator);
    }

    public static NetworkManifest Manifest(ReluNetwork network) => new()
    {
        Task = "universal-and",
        Origin = NetworkOrigin.Constructed,
        Inputs = new SparseInputs(network.Features, 2, Sparsity.Exactly),
        Spec = "{ \"kind\": \"sign\",\n \"note\": \"ε < ¼ – \u2028 \\\" 😀\" }",
        Seed = new Seed(ulong.MaxValue),
    };

    public static byte[] Write(ReluNetwork network, NetworkManifest manifest, bool denseReadOff = false)
    {
        using var stream = new MemoryStream();
        NetworkFile.Write(stream, network, manifest, denseReadOff);
        return stream.ToArray();
    }

    public static StoredNetwork Read(byte[] file, int? features = null) =>
        NetworkFile.Read(new MemoryStream(file), new ForeignReading { Features = features });

    public static Tensor FromBits(int[] bits, params long[] shape)
    {
        var values = empty(shape, float32);
        MemoryMarshal.AsBytes(bits.AsSpan()).CopyTo(values.bytes);
        return values;
    }

    public static int[] Bits(Tensor values) => MemoryMarshal.Cast<byte, int>(values.detach().contiguous().bytes).ToArray();

    /// <summary>Every array of a network as key, shape and bits.</summary>
    public static string[] Fingerprint(ReluNetwork network) =>
        [.. network.state_dict().Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"{entry.Key} {Shapes.Describe(entry.Value)} {string.Join(' ', Bits(entry.Value))}"))
            .Order(StringComparer.Ordinal)];
}
