using System.IO.Compression;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Xunit.Abstractions;

namespace Superposition.Tests.Checkpoints;

/// <summary>Thousands of random mutations of files: each loads or is refused by the one exception, in bounded memory.</summary>
public class MutationTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => ["dense", "pairs", "foreign", "npy", "npz", "npz packed", "pt"];

    [Theory, MemberData(nameof(Files))]
    public void A_mutated_file_loads_or_is_refused(string name) => Mutate(name, 2000);

    [Fact, Trait("Category", "Slow")]
    public void Ten_thousand_mutated_state_dicts_load_or_are_refused_in_bounded_memory()
    {
        Mutate("pt", 10_000);
        Assert.InRange(Environment.WorkingSet, 0, 2L << 30);
    }

    private void Mutate(string name, int mutations)
    {
        var original = Original(name);
        var random = new Seed(1).Stream(name);
        var loaded = 0;
        var most = 0L;
        for (var i = 0; i < mutations; i++)
        {
            var file = Mutate(original, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (name == "npy")
                {
                    ArrayFiles.Open(new MemoryStream(file)).Read("arr_0").Dispose();
                }
                else
                {
                    NetworkBytes.Read(file).Network.Dispose();
                }

                loaded++;
            }
            catch (NetworkFileException e)
            {
                Assert.DoesNotContain(e.Message, char.IsControl);
                Assert.Matches("[.?]$", e.Message);
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        output.WriteLine($"{loaded} of {mutations} mutated files still load; the most that one allocated are {most:N0} bytes");
        Assert.InRange(loaded, 1, mutations - 1);
        Assert.InRange(most, 1, 64L << 20);
    }

    private static byte[] Original(string name) => name switch
    {
        "dense" => NetworkBytes.File(NetworkBytes.DenseHeader, NetworkBytes.DenseData),
        "pairs" => NetworkBytes.File(NetworkBytes.PairsHeader, NetworkBytes.PairsData),
        "foreign" => NetworkBytes.File(
            """{"W_in":{"dtype":"F16","shape":[3,2],"data_offsets":[0,12]},"W_out":{"dtype":"F32","shape":[2,4],"data_offsets":"""
                + """[12,44]},"b_in":{"dtype":"F32","shape":[2],"data_offsets":[44,52]}}""", 52),
        "npy" => NumpyBytes.Array("<f4", "(2, 3)", 24),
        "npz" => NumpyBytes.Archive(
            CompressionLevel.NoCompression, ("W_in.npy", NumpyBytes.Array("<f4", "(2, 3)", 24)),
            ("W_out.npy", NumpyBytes.Array("<f8", "(3, 2)", 48))),
        "pt" => PickleBytes.Archive(
            PickleBytes.Dictionary(
                ("0.weight", PickleBytes.Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])),
                ("0.bias", PickleBytes.Tensor("HalfStorage", "1", 2, 0, [2], [1])),
                ("2.weight", PickleBytes.Tensor("DoubleStorage", "2", 8, 0, [4, 2], [1, 4]))),
            ("0", NumpyBytes.Floats(1, 2, 3, 4, 5, 6)), ("1", [0, 60, 0, 60]), ("2", new byte[64])),
        _ => NumpyBytes.Archive(
            CompressionLevel.SmallestSize, ("W_in.npy", NumpyBytes.Array("<f4", "(20, 30)", 2400)),
            ("W_out.npy", NumpyBytes.Array("<i8", "(30, 20)", 4800))),
    };

    private static byte[] Mutate(byte[] original, Random random)
    {
        var file = original.ToList();
        for (var edits = 1 + random.Next(3); edits > 0 && file.Count > 0; edits--)
        {
            var place = random.Next(file.Count);
            var length = Math.Min(1 + random.Next(16), file.Count - place);
            switch (random.Next(7))
            {
                case 0:
                    file[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[place] = (byte)random.Next(256);
                    break;
                case 2:
                    file[place] = "0123456789-.,:[]{}\" \\"u8[random.Next(20)];
                    break;
                case 3:
                    file.RemoveRange(place, length);
                    break;
                case 4:
                    file.InsertRange(place, file.GetRange(random.Next(file.Count - length + 1), length));
                    break;
                case 5:
                    file.RemoveRange(place, random.Next(4) == 0 ? file.Count - place : 0);
                    break;
                default:
                    // Another digit where there is one: what sizes and offsets are made of.
                    var digits = Enumerable.Range(0, file.Count).Where(i => file[i] is >= (byte)'0' and <= (byte)'9').ToArray();
                    if (digits.Length > 0)
                    {
                        file[digits[random.Next(digits.Length)]] = (byte)('0' + random.Next(10));
                    }

                    break;
            }
        }

        return [.. file];
    }
}
