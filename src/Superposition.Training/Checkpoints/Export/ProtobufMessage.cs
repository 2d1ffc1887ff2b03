using Google.Protobuf;
using static TorchSharp.torch;

namespace Superposition.Checkpoints.Export;

/// <summary>
/// A protobuf message that is put together field by field and written once, with lengths known beforehand, so that tensors go to the stream
/// from their own memory. Only the kinds of field that ONNX files need.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int LongestTensor = int.MaxValue - (1 << 20);

    // Length is that of what follows the tag.
    private readonly List<(int Field, WireFormat.WireType Wire, long Length, Action<CodedOutputStream, Stream> Write)> fields = [];

    /// <summary>The length of the message in bytes, all fields with their tags included.</summary>
    public long Length => fields.Sum(part => CodedOutputStream.ComputeTagSize(part.Field) + part.Length);

    /// <summary>Adds a field with a whole number (a varint), by the number of the field; returns this message.</summary>
    public ProtobufMessage Add(int field, long value) =>
        Add(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), (coded, _) => coded.WriteInt64(value));

    /// <summary>Adds a field with a string in UTF-8, by the number of the field; returns this message.</summary>
    public ProtobufMessage Add(int field, string value) =>
        Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), (coded, _) => coded.WriteString(value));

    /// <summary>Adds a field with an inner message, by the number of the field; returns this message.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message)
    {
        var length = message.Length;
        return Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeInt64Size(length) + length, (coded, stream) =>
        {
            coded.WriteInt64(length);
            message.Write(coded, stream);
        });
    }

    /// <summary>Adds the elements of a tensor, row-major and little-endian, as bytes.</summary>
    /// <exception cref="NetworkFileException">It has more bytes than a protobuf field can have.</exception>
    public ProtobufMessage Add(int field, Tensor values)
    {
        var bytes = values.numel() * values.element_size();
        return bytes <= LongestTensor
            ? Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeInt64Size(bytes) + bytes, (coded, stream) =>
            {
                coded.WriteInt64(bytes);
                coded.Flush();
                TensorBytes.Write(values, stream);
            })
            : throw new NetworkFileException($"An array of {bytes:N0} bytes does not fit into an ONNX file, expected at most 2 GiB.");
    }

    /// <summary>Writes the fields in the order in which they were added.</summary>
    public void WriteTo(Stream stream)
    {
        using var coded = new CodedOutputStream(stream, leaveOpen: true);
        Write(coded, stream);
    }

    private ProtobufMessage Add(int field, WireFormat.WireType wire, long length, Action<CodedOutputStream, Stream> write)
    {
        fields.Add((field, wire, length, write));
        return this;
    }

    private void Write(CodedOutputStream coded, Stream stream)
    {
        foreach (var (field, wire, _, write) in fields)
        {
            coded.WriteTag(field, wire);
            write(coded, stream);
        }
    }
}
