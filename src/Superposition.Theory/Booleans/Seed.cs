using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Superposition.Booleans;

/// <summary>
/// The one seed of a run. It is split by purpose ("construction", "training-data", "measurement", …) with SHA-256, so that adding a draw
/// to one part of a run never shifts the numbers of another, and so that the split is the same in every process and on every machine.
/// </summary>
/// <param name="Value">Any 64-bit number.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The seed of one purpose within this one, itself divisible.</summary>
    public Seed For(string purpose)
    {
        var text = Encoding.UTF8.GetBytes($"{Value.ToString(CultureInfo.InvariantCulture)}:{purpose}");
        return new Seed(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(text)));
    }

    /// <summary>A stream of random numbers for plain C# code.</summary>
    public Random Stream(string purpose) => new RandomStream(For(purpose).Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
