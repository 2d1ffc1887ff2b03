using System.IO.Compression;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Checkpoints;

public class ForeignNetworkTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Weights_are_imported_in_whichever_orientation_fits(bool layerTurned, bool readOffTurned)
    {
        using var scope = NewDisposeScope();
        var (weight, bias, rows, constants) = (arange(20, float32).reshape(5, 4), arange(5, float32), arange(30, float32).reshape(6, 5), arange(6, float32));
        var stored = Read(new()
        {
            ["W_in"] = layerTurned ? weight.t() : weight,
            ["W_out"] = readOffTurned ? rows.t() : rows,
            ["b_in"] = bias,
            ["b_out"] = constants,
            ["steps"] = tensor(10_000L),
        });
        var network = new ReluNetwork([new ReluLayer(weight, bias)], new DenseReadOff(rows, constants));
        Assert.Equal(NetworkBytes.Fingerprint(network), NetworkBytes.Fingerprint(stored.Network));
        Assert.Equal((NetworkOrigin.Imported, null, null), (stored.Manifest.Origin, stored.Manifest.Inputs, stored.Manifest.Task));
        Assert.True(stored.Manifest.Outputs!.AreAll);
        Assert.Equal(["The file does not say what its 6 outputs are: taken as the ANDs of all pairs of 4 features in lexicographic order."], stored.Notes.AsEnumerable());
    }

    [Fact]
    public void Missing_biases_are_zero_and_outputs_that_cannot_be_the_pairs_are_left_open()
    {
        using var scope = NewDisposeScope();
        var stored = Read(new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(7, 5) });
        Assert.Equal(0, stored.Network.Layers[0].Bias.abs().sum().item<float>() + ((DenseReadOff)stored.Network.ReadOff).Bias.abs().sum().item<float>());
        Assert.Null(stored.Manifest.Outputs);
        Assert.Empty(stored.Notes);
    }

    [Fact]
    public void An_ambiguous_orientation_is_said_and_can_be_decided()
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> arrays = new() { ["W_in"] = arange(15, float32).reshape(3, 5), ["W_out"] = ones(5, 3) };
        var first = Read(arrays);
        Assert.Equal(
            ["W_in [3, 5] and W_out [5, 3] fit each other in 2 ways: taken as 5 features, 3 neurons and 5 outputs (W_in [neurons, features], W_out [outputs, neurons]), not as 3 features, 5 neurons and 3 outputs (W_in [features, neurons], W_out [neurons, outputs])."],
            first.Notes.AsEnumerable());
        Assert.Equal((5, 3), (first.Network.Features, first.Network.Neurons));

        var decided = Read(arrays, features: 3);
        Assert.Empty(decided.Notes);
        Assert.Equal((3, 5), (decided.Network.Features, decided.Network.Neurons));
        Assert.Equal([0f, 5, 10], decided.Network.Layers[0].Weight[0].data<float>().ToArray());

        Assert.Empty(Read(new(arrays) { ["b_in"] = zeros(5) }).Notes);
        Assert.Empty(Read(new(arrays) { ["b_out"] = zeros(5) }).Notes);
        Assert.Contains("fit each other in 4 ways", Assert.Single(Read(new() { ["W_in"] = ones(4, 4), ["W_out"] = ones(4, 4) }).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_number_types_become_float32()
    {
        using var scope = NewDisposeScope();
        var network = Read(new() { ["W_in"] = tensor(new sbyte[,] { { -1, 1, 1 }, { 1, -1, 1 } }), ["W_out"] = ones(4, 2, float64) / 3, ["b_in"] = full(2, -1, bfloat16) }).Network;
        Assert.Equal([-1f, 1, 1, 1, -1, 1], network.Layers[0].Weight.data<float>().ToArray());
        Assert.Equal(1f / 3, ((DenseReadOff)network.ReadOff).Weight[3, 1].item<float>());
        Assert.Equal([-1f, -1], network.Layers[0].Bias.data<float>().ToArray());
    }

    [Fact]
    public void NumPy_archives_are_imported_like_safetensors()
    {
        using var scope = NewDisposeScope();
        var archive = NumpyBytes.Archive(
            CompressionLevel.Optimal,
            ("W_in.npy", NumpyBytes.Array("<f4", "(2, 3)", 0, isFortran: true, data: NumpyBytes.Floats(1, 4, 2, 5, 3, 6))),
            ("W_out.npy", NumpyBytes.Array("<f8", "(4, 2)", 64)),
            ("names.npy", NumpyBytes.Array("<U5", "(2,)", 40)));
        var network = NetworkBytes.Read(archive).Network;
        Assert.Equal([1f, 2, 3, 4, 5, 6], network.Layers[0].Weight.data<float>().ToArray());
        Assert.Equal(4, network.Outputs);
    }

    [Fact]
    public void Own_keys_without_own_metadata_are_imported()
    {
        using var scope = NewDisposeScope();
        var stored = Read(new() { ["layers.0.weight"] = ones(5, 4), ["layers.0.bias"] = zeros(5), ["readout.weight"] = ones(7, 5), ["readout.bias"] = zeros(7) });
        Assert.Equal((NetworkOrigin.Imported, 4, 5, 7), (stored.Manifest.Origin, stored.Network.Features, stored.Network.Neurons, stored.Network.Outputs));
    }

    [Fact]
    public void An_imported_network_can_be_saved_and_read_as_one_of_ours()
    {
        using var scope = NewDisposeScope();
        var imported = Read(new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5) });
        var again = NetworkBytes.Read(NetworkBytes.Write(imported.Network, imported.Manifest));
        Assert.Equal(NetworkOrigin.Imported, again.Manifest.Origin);
        Assert.Equal(PairAnds.All(4).Pairs.ToArray(), again.Manifest.Outputs!.Pairs.ToArray());
        Assert.Empty(again.Notes);
    }

    [Fact]
    public void Arrays_that_are_no_network_are_refused_with_one_sentence()
    {
        using var scope = NewDisposeScope();
        var nan = ones(5, 4, float64);
        nan[2, 3] = 1e300;
        foreach (var (says, arrays) in new (string, Dictionary<string, Tensor>)[]
        {
            ("found the keys none", []),
            ("found the keys \"embed\", \"unembed\", expected layers.0.weight", new() { ["embed"] = ones(2), ["unembed"] = ones(2) }),
            ("and 2 more, expected", Enumerable.Range(0, 10).ToDictionary(i => $"x{i}", _ => ones(1))),
            ("found the keys \"W_in\", expected", new() { ["W_in"] = ones(5, 4) }),
            ("W_in [5, 4] and W_out [6, 3] do not fit", new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 3) }),
            ("b_in [6], b_out [2] do not fit", new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5), ["b_in"] = ones(6), ["b_out"] = ones(2) }),
            ("W_in has the shape [2, 5, 4], expected 2 dimensions", new() { ["W_in"] = ones(2, 5, 4), ["W_out"] = ones(6, 5) }),
            ("W_out has the shape [0, 5], expected 2 dimensions from 1", new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(0, 5) }),
            ("b_in has the shape [1, 5], expected 1 dimension from 1", new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5), ["b_in"] = ones(1, 5) }),
            ("W_in[2, 3] is Infinity", new() { ["W_in"] = nan, ["W_out"] = ones(6, 5) }),
            ("expected the metadata format \"superposition/1\"", new() { ["readout.factors"] = ones(4, 4), ["readout.scale"] = tensor(1f) }),
        })
        {
            var metadata = arrays.ContainsKey("readout.scale") ? new Dictionary<string, string> { ["readout"] = "pairs", ["readout.normalisation"] = "constant" } : [];
            var message = Assert.Throws<NetworkFileException>(() => Read(arrays, metadata: metadata)).Message;
            Assert.Contains(says, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }

        Assert.Contains("9 features do not fit", Assert.Throws<NetworkFileException>(() => Read(new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5) }, features: 9)).Message, StringComparison.Ordinal);
        Assert.Contains("found the keys \"arr_0\"", Assert.Throws<NetworkFileException>(() => NetworkBytes.Read(NumpyBytes.Array("<f4", "(2,)", 8))).Message, StringComparison.Ordinal);
    }

    private static StoredNetwork Read(Dictionary<string, Tensor> arrays, int? features = null, Dictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, arrays, metadata ?? []);
        return NetworkBytes.Read(stream.ToArray(), features);
    }
}
