using System.Buffers.Binary;
using System.Text;

namespace Superposition.Tests.Cli;

/// <summary>
/// Scalars in TensorBoard's event files, read as TensorFlow's documents describe them: records of length, checksum, event, checksum.
/// </summary>
internal static class TensorBoardEvents
{
    public static List<(string Tag, long Step, float Value)> Read(string path)
    {
        var found = new List<(string, long, float)>();
        for (var rest = File.ReadAllBytes(path).AsSpan(); rest.Length > 0;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            var fields = Fields(rest.Slice(12, length).ToArray());
            rest = rest[(16 + length)..];
            var step = fields.Where(field => field.Number == 2).Select(field => (long)field.Varint).SingleOrDefault();
            foreach (var summary in fields.Where(field => field.Number == 5))
            {
                foreach (var value in Fields(summary.Bytes).Where(field => field.Number == 1))
                {
                    var parts = Fields(value.Bytes);
                    found.Add((Encoding.UTF8.GetString(parts.Single(part => part.Number == 1).Bytes), step,
                        BinaryPrimitives.ReadSingleLittleEndian(parts.Single(part => part.Number == 2).Bytes)));
                }
            }
        }

        return found;
    }

    private static List<(int Number, ulong Varint, byte[] Bytes)> Fields(byte[] message)
    {
        var (fields, place) = (new List<(int, ulong, byte[])>(), 0);
        while (place < message.Length)
        {
            var key = Varint();
            var (number, kind) = ((int)(key >> 3), (int)(key & 7));
            var varint = kind == 0 ? Varint() : 0;
            var size = kind switch { 0 => 0, 1 => 8, 5 => 4, _ => (int)Varint() };
            fields.Add((number, varint, message[place..(place + size)]));
            place += size;
        }

        return fields;

        ulong Varint()
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var next = message[place++];
                value |= (ulong)(next & 127) << shift;
                if (next < 128)
                {
                    return value;
                }
            }
        }
    }
}
