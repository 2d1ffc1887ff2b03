using FsCheck;
using FsCheck.Xunit;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

public class NetworkFileTests
{
    public static TheoryData<string> Kinds => [.. UniversalAndConstructions.All.Select(construction => construction.Kind)];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_construction_comes_back_bit_for_bit(string kind)
    {
        using var network = NetworkBytes.Construct(UniversalAndConstructions.Find(kind)!);
        var file = NetworkBytes.Write(network, NetworkBytes.Manifest(network));
        var stored = NetworkBytes.Read(file);
        using var read = stored.Network;
        Assert.Equal(NetworkBytes.Fingerprint(network), NetworkBytes.Fingerprint(read));
        Assert.Equal(((PairReadOff)network.ReadOff).Normalisation, ((PairReadOff)read.ReadOff).Normalisation);
        Assert.Empty(stored.Notes);
        Assert.Equal(file, NetworkBytes.Write(read, stored.Manifest));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_pair_read_off_written_out_gives_the_same_errors(string kind)
    {
        using var network = NetworkBytes.Construct(UniversalAndConstructions.Find(kind)!);
        using var read = NetworkBytes.Read(NetworkBytes.Write(network, NetworkBytes.Manifest(network), denseReadOff: true)).Network;
        Assert.IsType<DenseReadOff>(read.ReadOff);
        var sample = InputSample.All(new SparseInputs(16, 2, Sparsity.Exactly));
        Assert.Equal(
            OutputErrors.Measure(network, PairAnds.All(16), sample).Epsilon,
            OutputErrors.Measure(read, PairAnds.All(16), sample).Epsilon, 1e-6);
    }

    [Fact]
    public void Keys_and_shapes_are_pinned()
    {
        using var sign = NetworkBytes.Construct(new DenseSigns());
        Assert.Equal(
            ["layers.0.bias F32 [64]", "layers.0.weight F32 [64, 16]", "readout.factors F32 [64, 16]", "readout.scale F32 []"],
            Keys(NetworkBytes.Write(sign, NetworkBytes.Manifest(sign))));
        Assert.Equal(
            ["layers.0.bias F32 [64]", "layers.0.weight F32 [64, 16]", "readout.bias F32 [120]", "readout.weight F32 [120, 64]"],
            Keys(NetworkBytes.Write(sign, NetworkBytes.Manifest(sign), denseReadOff: true)));
        using var projection = NetworkBytes.Construct(new SuperposedProjection());
        Assert.Contains("readout.correction F32 [64, 16]", Keys(NetworkBytes.Write(projection, NetworkBytes.Manifest(projection))));
        using var deep = Deep();
        Assert.Equal(
            ["encoding.weight F32 [5, 3]", "layers.0.bias F32 [4]", "layers.0.weight F32 [4, 5]", "layers.1.bias F32 [2]",
                "layers.1.weight F32 [2, 4]", "readout.bias F32 [7]", "readout.weight F32 [7, 2]"],
            Keys(NetworkBytes.Write(deep, new NetworkManifest { Origin = NetworkOrigin.Trained })));

        static string[] Keys(byte[] file) => [.. SafeTensors.Open(new MemoryStream(file)).Arrays.Values.Select(array =>
            $"{array.Name} {array.Type} {array.ShapeText}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void The_metadata_is_pinned()
    {
        using var network = NetworkBytes.Construct(new AveragedRandomSubsets());
        var manifest = NetworkBytes.Manifest(network) with { Spec = "{}", Seed = new Seed(12), Version = "1.2.3" };
        var strings = SafeTensors.Open(new MemoryStream(NetworkBytes.Write(network, manifest))).Metadata;
        Assert.Equal(
            ["active=2", "features=16", "format=superposition/1", "origin=constructed", "outputs=pairs",
                "readout.normalisation=shared-neurons", "readout=pairs", "seed=12", "sparsity=exactly", "spec={}", "task=universal-and",
                "version=1.2.3"],
            strings.Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal));
    }

    [Property(MaxTest = 100)]
    public void Any_network_comes_back_bit_for_bit(
        PositiveInt features, byte[] widths, bool encoded, bool structured, byte residual, int seed)
    {
        using var scope = NewDisposeScope();
        var random = new Seed((ulong)seed).Stream("weights");
        var m = 2 + (features.Get % 9);
        int[] neurons = [.. widths.Take(4).Select(width => 1 + (width % 12))];
        var encoding = encoded ? Finite(5, m) : null;
        var given = encoded ? 5 : m;
        var layers = new List<ReluLayer>();
        foreach (var (i, width) in neurons.Index())
        {
            layers.Add(new ReluLayer(Finite(width, given), Finite(width), (residual >> i) % 2 == 1 ? Finite(given, width) : null));
            given = layers[^1].Outputs;
        }

        var pairs = PairAnds.Draw(m, 1 + random.Next(m * (m - 1) / 2), random);
        ReadOff readOff = structured && layers.Count > 0
            ? new PairReadOff(
                Finite(given, m), BitConverter.Int32BitsToSingle(NetworkBytes.Bits(Finite(1))[0]), (PairNormalisation)random.Next(2), pairs,
                random.Next(2) == 0 ? null : Finite(1 + random.Next(5), m))
            : new DenseReadOff(Finite(pairs.Count, given), Finite(pairs.Count));
        using var network = new ReluNetwork(layers, readOff, encoding);
        var file = NetworkBytes.Write(network, new NetworkManifest { Origin = NetworkOrigin.Trained, Outputs = pairs });
        var stored = NetworkBytes.Read(file);
        using var read = stored.Network;
        Assert.Equal(NetworkBytes.Fingerprint(network), NetworkBytes.Fingerprint(read));
        Assert.Equal(pairs.Pairs.ToArray(), stored.Manifest.Outputs!.Pairs.ToArray());
        Assert.Equal(file, NetworkBytes.Write(read, stored.Manifest));

        Tensor Finite(params long[] shape)
        {
            // Any bits, subnormal numbers and −0 among them, with an exponent that is not that of NaN.
            int[] bits = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ =>
                (int)random.NextInt64(1L << 32)).Select(b => (b & 0x7F800000) == 0x7F800000 ? b & unchecked((int)0x807FFFFF) : b)];
            return NetworkBytes.FromBits(bits, shape);
        }
    }

    [Fact]
    public void Deep_networks_with_an_encoding_and_networks_without_layers_come_back()
    {
        using var deep = Deep();
        using var control =
            new ReluNetwork([], new DenseReadOff(NetworkBytes.FromBits([1, int.MinValue, 0x00800000, 0x7F7FFFFF, 5, 6], 3, 2)));
        foreach (var network in new[] { deep, control })
        {
            using var read = NetworkBytes.Read(NetworkBytes.Write(network, new NetworkManifest { Origin = NetworkOrigin.Trained })).Network;
            Assert.Equal(NetworkBytes.Fingerprint(network), NetworkBytes.Fingerprint(read));
            Assert.Equal((network.Features, network.Outputs, network.Neurons), (read.Features, read.Outputs, read.Neurons));
        }
    }

    [Fact]
    public void The_manifest_comes_back()
    {
        var outputs = PairAnds.Of(16, [(0, 1), (0, 5), (14, 15)]);
        using var network = new ReluNetwork([], new DenseReadOff(zeros(3, 16)));
        var written = new NetworkManifest
        {
            Task = "some\n\"task\" ∧ \u0001",
            Origin = NetworkOrigin.Trained,
            Inputs = new SparseInputs(16, 3, Sparsity.AtMost),
            Outputs = outputs,
            Spec = NetworkBytes.Manifest(network).Spec,
            Seed = new Seed(ulong.MaxValue),
        };
        var read = NetworkBytes.Read(NetworkBytes.Write(network, written)).Manifest;
        Assert.Equal(written with { Outputs = null }, read with { Outputs = null });
        Assert.Equal(outputs.Pairs.ToArray(), read.Outputs!.Pairs.ToArray());
        Assert.Equal(typeof(NetworkFile).Assembly.GetName().Version!.ToString(3), read.Version);

        var least = new NetworkManifest { Origin = NetworkOrigin.Imported, Version = null };
        Assert.Equal(least, NetworkBytes.Read(NetworkBytes.Write(network, least)).Manifest);
    }

    [Fact]
    public void Files_put_together_by_hand_are_read()
    {
        var stored = NetworkBytes.Read(NetworkBytes.File(NetworkBytes.DenseHeader, NetworkBytes.DenseData));
        using var dense = stored.Network;
        Assert.Equal([0f, 1], dense.Layers[0].Bias.data<float>().ToArray());
        Assert.Equal(7, dense.Layers[0].Weight[1, 2].item<float>());
        Assert.Equal(
            (NetworkOrigin.Constructed, new SparseInputs(3, 2, Sparsity.AtMost), new Seed(7)),
            (stored.Manifest.Origin, stored.Manifest.Inputs, stored.Manifest.Seed));
        Assert.True(stored.Manifest.Outputs!.AreAll);

        using var pairs = NetworkBytes.Read(NetworkBytes.File(NetworkBytes.PairsHeader, NetworkBytes.PairsData)).Network;
        Assert.Equal([(0, 1), (1, 2)], ((PairReadOff)pairs.ReadOff).Pairs.Pairs.ToArray());
        Assert.Equal(14, ((PairReadOff)pairs.ReadOff).Scale.item<float>());
    }

    [Fact]
    public void A_projection_that_does_not_fit_its_layer_is_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new ReluNetwork([new ReluLayer(zeros(2, 3), zeros(2), zeros(3, 2))], new DenseReadOff(zeros(4, 3)));
        var file = NetworkBytes.Write(network, new NetworkManifest { Origin = NetworkOrigin.Trained });
        var text = System.Text.Encoding.Latin1.GetString(file);
        Assert.Contains("\"layers.0.projection\":{\"dtype\":\"F32\",\"shape\":[3,2]", text, StringComparison.Ordinal);
        var damaged =
            System.Text.Encoding.Latin1.GetBytes(text.Replace(
            "\"layers.0.projection\":{\"dtype\":\"F32\",\"shape\":[3,2]", "\"layers.0.projection\":{\"dtype\":\"F32\",\"shape\":[2,3]",
            StringComparison.Ordinal));
        Assert.Contains(
            "layers.0.projection has the shape [2, 3], expected [3, 2]", Assert.Throws<NetworkFileException>(() =>
            NetworkBytes.Read(damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_strings_that_are_not_a_networks_are_ignored()
    {
        var header = NetworkBytes.DenseHeader
            .Replace("\"seed\"", "\"colour\":\"red\",\"seed\"", StringComparison.Ordinal)
            .Replace(
                "\"layers.0.bias\"",
                "\"layers.00.bias\":{\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[68,76]},"
                    + "\"layers.x\":{\"dtype\":\"BOOL\",\"shape\":[0,9],\"data_offsets\":[76,76]},\"layers.0.bias\"",
                StringComparison.Ordinal);
        using var network = NetworkBytes.Read(NetworkBytes.File(header, NetworkBytes.DenseData + 8)).Network;
        Assert.Equal(2, network.Neurons);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_network_with_a_weight_that_is_not_finite_is_neither_written_nor_read(float value, string text)
    {
        using var scope = NewDisposeScope();
        var weight = zeros(700, 1600);
        weight[600, 1500] = value;
        using var network = new ReluNetwork([new ReluLayer(weight, zeros(700))], new DenseReadOff(zeros(1, 700)));
        using var stream = new MemoryStream();
        Assert.Equal(
            $"layers.0.weight[600, 1500] is {text}, expected finite numbers only.", Assert.Throws<NetworkFileException>(
            () => NetworkFile.Write(stream, network, new NetworkManifest { Origin = NetworkOrigin.Trained })).Message);
        Assert.Equal(0, stream.Length);

        SafeTensors.Write(
            stream, network.state_dict().ToDictionary(),
            new Dictionary<string, string> { ["format"] = "superposition/1", ["origin"] = "trained" });
        Assert.Equal(
            $"layers.0.weight[600, 1500] is {text}, expected finite numbers only.", Assert.Throws<NetworkFileException>(
            () => NetworkBytes.Read(stream.ToArray())).Message);
    }

    [Fact]
    public void Rows_over_the_stated_size_are_refused()
    {
        using var network = new ReluNetwork(
            [new ReluLayer(ones(1100, 512), zeros(1100))], new PairReadOff(
            ones(1100, 512), 1, PairNormalisation.Constant, PairAnds.All(512)));
        using var stream = new MemoryStream();
        var message = Assert.Throws<NetworkFileException>(() =>
            NetworkFile.Write(stream, network, new NetworkManifest { Origin = NetworkOrigin.Constructed }, denseReadOff: true)).Message;
        Assert.Equal(
            "The read-off of 130816 pairs from 1100 neurons would take 575590400 bytes with its rows written out, expected at most "
            + "536870912: keep it structured.", message);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_manifest_that_speaks_of_another_network_is_refused()
    {
        using var network = NetworkBytes.Construct(new DenseSigns(), features: 4, neurons: 8);
        foreach (var manifest in new[]
        {
            new NetworkManifest { Origin = NetworkOrigin.Trained, Inputs = new SparseInputs(5, 2, Sparsity.Exactly) },
            new NetworkManifest { Origin = NetworkOrigin.Trained, Outputs = PairAnds.All(5) },
            new NetworkManifest { Origin = NetworkOrigin.Trained, Outputs = PairAnds.Of(4, [(0, 1)]) },
        })
        {
            Assert.Throws<ArgumentException>(() => NetworkBytes.Write(network, manifest));
        }
    }

    [Fact]
    public void Reading_and_disposing_leaves_no_tensor_behind_and_neither_does_a_refusal()
    {
        var files = new[] { NetworkBytes.File(NetworkBytes.DenseHeader, NetworkBytes.DenseData),
            NetworkBytes.File(NetworkBytes.PairsHeader, NetworkBytes.PairsData) };
        var broken = files[0].ToArray();
        broken.AsSpan(^4..).Fill(0xFF); // NaN in the read-off, found after the layers have been made
        using var network = NetworkBytes.Construct(new DenseSigns());
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var file in files)
        {
            NetworkBytes.Read(file).Network.Dispose();
        }

        Assert.Throws<NetworkFileException>(() => NetworkBytes.Read(broken));
        NetworkBytes.Write(network, NetworkBytes.Manifest(network), denseReadOff: true);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Activations_come_back_one_by_one_and_a_wrong_name_is_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new ReluNetwork(
            [new ReluLayer(ones(4, 3), zeros(4), activation: Activation.Quadratic), new ReluLayer(ones(2, 4), zeros(2)), new ReluLayer(
                ones(2, 2), zeros(2), activation: Activation.Tanh)], new DenseReadOff(ones(1, 2)));
        var bytes = NetworkBytes.Write(network, new NetworkManifest { Origin = NetworkOrigin.Constructed });
        Assert.Contains("\"activation\":\"quadratic,relu,tanh\"", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        using var stream = new MemoryStream(bytes);
        using var read = NetworkFile.Read(stream).Network;
        Assert.Equal([Activation.Quadratic, Activation.Relu, Activation.Tanh], read.Layers.Select(layer => layer.Activation));

        var wrong = System.Text.Encoding.Latin1.GetBytes(System.Text.Encoding.Latin1.GetString(bytes[8..]).Replace(
            "quadratic,relu,tanh", "quadratic,relu,sine", StringComparison.Ordinal));
        using var damaged = new MemoryStream([.. bytes[..8], .. wrong]);
        Assert.Contains(
            "The metadata activation is \"quadratic,relu,sine\"", Assert.Throws<NetworkFileException>(() =>
            NetworkFile.Read(damaged)).Message, StringComparison.Ordinal);
    }

    private static ReluNetwork Deep()
    {
        using var scope = NewDisposeScope();
        return new ReluNetwork(
            [new ReluLayer(arange(20, float32).reshape(4, 5), zeros(4)), new ReluLayer(arange(8, float32).reshape(2, 4), ones(2))],
            new DenseReadOff(arange(14, float32).reshape(7, 2), arange(7, float32)),
            arange(15, float32).reshape(5, 3));
    }
}
