using System.Diagnostics;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using Superposition.UniversalAnd;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

public sealed class NetworkPathTests(ITestOutputHelper output) : IDisposable
{
    private static readonly NetworkManifest Trained = new() { Origin = NetworkOrigin.Trained };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("network-files");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_network_is_saved_over_an_older_one_and_nothing_else_is_left()
    {
        var path = Path.Combine(folder.FullName, "net.safetensors");
        using var older = NetworkBytes.Construct(new GaussianLayer());
        using var newer = NetworkBytes.Construct(new DenseSigns());
        NetworkFile.Save(path, older, Trained);
        NetworkFile.Save(path, newer, Trained);
        using var read = NetworkFile.Load(path).Network;
        Assert.Equal(NetworkBytes.Fingerprint(newer), NetworkBytes.Fingerprint(read));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void When_writing_fails_the_older_file_is_as_it_was()
    {
        var path = Path.Combine(folder.FullName, "file");
        File.WriteAllText(path, "older");
        Assert.Throws<InvalidTimeZoneException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            Assert.Equal("older", File.ReadAllText(path));
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal("older", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_network_that_cannot_be_written_leaves_no_file()
    {
        var path = Path.Combine(folder.FullName, "net.safetensors");
        using var network = new ReluNetwork([], new DenseReadOff(full(2, 2, float.NaN)));
        Assert.Equal(
            $"{path}: readout.weight[0, 0] is NaN, expected finite numbers only.", Assert.Throws<NetworkFileException>(
            () => NetworkFile.Save(path, network, Trained)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
        Assert.Contains(
            "no such file or folder", Assert.Throws<NetworkFileException>(
            () => NetworkFile.Save(Path.Combine(folder.FullName, "none", "net"), network, Trained)).Message, StringComparison.Ordinal);
        Assert.Throws<NetworkFileException>(() => NetworkFile.Save(folder.FullName, NetworkBytes.Construct(new DenseSigns()), Trained));
        Assert.Throws<NetworkFileException>(() => NetworkFile.Save("", network, Trained));
    }

    [Fact, Trait("Category", "Slow")]
    public void A_file_of_200_MB_is_read_at_an_eighth_of_the_speed_of_copying_memory_or_better()
    {
        var path = Path.Combine(folder.FullName, "net.safetensors");
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var weight_dm = randn(4096, 6400, generator: generator);
        using var network = new ReluNetwork(
            [new ReluLayer(weight_dm, zeros(4096))], new PairReadOff(
            weight_dm, 1, PairNormalisation.Constant, PairAnds.Of(6400, [(0, 1)])));
        var started = Stopwatch.GetTimestamp();
        NetworkFile.Save(path, network, Trained);
        output.WriteLine($"written to disk at {Speed(started):F0} MB/s");

        var (copied, read, allocated) = (0.0, 0.0, 0L);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            started = Stopwatch.GetTimestamp();
            using var copies = NewDisposeScope();
            _ = (weight_dm.clone(), weight_dm.clone());
            copied = Math.Max(copied, Speed(started));

            var before = GC.GetAllocatedBytesForCurrentThread();
            started = Stopwatch.GetTimestamp();
            NetworkFile.Load(path).Network.Dispose();
            read = Math.Max(read, Speed(started));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        output.WriteLine($"read at {read:F0} MB/s with {allocated / 1e3:F0} kB on the managed heap; memory is copied into new memory at "
            + $"{copied:F0} MB/s");
        // About 0.4 is what is measured: the file's bytes, and the network's own copy of them. An eighth tells a wrong way of reading from
        // a busy machine.
        Assert.InRange(read, copied / 8, double.PositiveInfinity);
        Assert.InRange(allocated, 0, 1_000_000);

        double Speed(long since) => new FileInfo(path).Length / 1e6 / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
