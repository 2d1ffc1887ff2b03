using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Superposition.Training;

/// <summary>A part of a training's state that can be written down and taken up again bit for bit.</summary>
internal interface ISavedState
{
    /// <summary>Writes the state, in a form that <see cref="Load"/> reads back bit for bit.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Takes up a state that <see cref="Save"/> wrote.</summary>
    void Load(BinaryReader reader);
}

/// <summary>
/// The file of a training's state: a mark with the sizes that have to fit, the parts one after the other, and their SHA-256. Numbers are
/// little-endian; the file is for the same program on the same kind of machine and lives no longer than its cell.
/// </summary>
internal static class SavedState
{
    private const string Mark = "superposition training state 1";

    /// <summary>Writes the parts of a state in order, with the sizes that have to fit and a hash over all of it.</summary>
    public static void Write(Stream stream, IReadOnlyList<long> sizes, IEnumerable<ISavedState> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hashed = new HashedStream(stream, hash);
        using (var writer = new BinaryWriter(hashed, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(sizes.Count);
            foreach (var size in sizes)
            {
                writer.Write(size);
            }

            foreach (var part in parts)
            {
                part.Save(writer);
            }
        }

        stream.Write(hash.GetHashAndReset());
    }

    /// <summary>Reads the parts. Nothing is changed before the whole file has proved to be undamaged and this training's.</summary>
    /// <param name="stream">The file, which is read twice.</param>
    /// <param name="sizes">The sizes that have to fit.</param>
    /// <param name="parts">Take up their states.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another training.</exception>
    public static void Read(Stream stream, IReadOnlyList<long> sizes, IEnumerable<ISavedState> parts)
    {
        RequireUndamaged(stream);
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != Mark || reader.ReadInt32() != sizes.Count || !sizes.All(size => reader.ReadInt64() == size))
        {
            throw new InvalidDataException("it belongs to another training");
        }

        foreach (var part in parts)
        {
            part.Load(reader);
        }
    }

    private static void RequireUndamaged(Stream stream)
    {
        var content = stream.Length - SHA256.HashSizeInBytes;
        if (content <= 0)
        {
            throw new InvalidDataException("it is cut off");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var left = content; left > 0;)
        {
            var count = (int)Math.Min(buffer.Length, left);
            stream.ReadExactly(buffer, 0, count);
            hash.AppendData(buffer, 0, count);
            left -= count;
        }

        var expected = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(expected);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException("it is damaged: its checksum does not match");
        }

        stream.Position = 0;
    }

    /// <summary>Writes numbers as they lie in memory.</summary>
    public static void WriteFloats(this BinaryWriter writer, ReadOnlySpan<float> numbers) => writer.Write(MemoryMarshal.AsBytes(numbers));

    /// <summary>Reads as many numbers as there is room for.</summary>
    public static void ReadFloats(this BinaryReader reader, Span<float> numbers) =>
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers));

    /// <summary>Hashes what is written through it.</summary>
    private sealed class HashedStream(Stream inner, IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            inner.Write(buffer);
        }

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
