using System.IO.Compression;
using Superposition.Booleans;
using Superposition.Checkpoints;
using Superposition.Checkpoints.Foreign;
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
        var (weight, bias, rows, constants) =
            (arange(20, float32).reshape(5, 4), arange(5, float32), arange(30, float32).reshape(6, 5), arange(6, float32));
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
        Assert.Equal(
            [
                "Read as y = R ReLU(W x + β) + c, 4 features: W1 = W_in "
                    + $"{(layerTurned ? "[4, 5] as [inputs, neurons]" : "[5, 4] as [neurons, inputs]")}, β1 = b_in; R = W_out "
                    + $"{(readOffTurned ? "[5, 6] as [neurons, outputs]" : "[6, 5] as [outputs, neurons]")}, c = b_out; ignored: "
                        + "\"steps\".",
                "The file does not say what its 6 outputs are: taken as the ANDs of all pairs of 4 features in lexicographic order.",
            ],
            stored.Notes.AsEnumerable());
    }

    [Fact]
    public void Missing_biases_are_zero_and_outputs_that_cannot_be_the_pairs_are_left_open()
    {
        using var scope = NewDisposeScope();
        var stored = Read(new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(7, 5) });
        Assert.Equal(
            0, stored.Network.Layers[0].Bias.abs().sum().item<float>() + ((DenseReadOff)stored.Network.ReadOff).Bias.abs()
            .sum().item<float>());
        Assert.Null(stored.Manifest.Outputs);
        Assert.Equal(
            ["Read as y = R ReLU(W x + β) + c, 4 features: W1 = W_in [5, 4] as [neurons, inputs], β1 = 0; R = W_out [7, 5] as [outputs, "
            + "neurons], c = 0."], stored.Notes.AsEnumerable());
    }

    [Fact]
    public void An_ambiguous_orientation_is_said_and_can_be_decided()
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> arrays = new() { ["W_in"] = arange(15, float32).reshape(3, 5), ["W_out"] = ones(5, 3) };
        var first = Read(arrays);
        Assert.Equal(
            "The shapes fit each other in 2 ways: another is Read as y = R ReLU(W x + β) + c, 3 features: W1 = W_in [3, 5] as [inputs, "
                + "neurons], β1 = 0; R = W_out [5, 3] as [neurons, outputs], c = 0. Expected --features m or --map … with NAME.T for a "
                + "transposed array, if that is meant.",
            first.Notes[1]);
        Assert.Equal((5, 3), (first.Network.Features, first.Network.Neurons));

        var decided = Read(arrays, features: 3);
        Assert.Single(decided.Notes);
        Assert.Equal((3, 5), (decided.Network.Features, decided.Network.Neurons));
        Assert.Equal([0f, 5, 10], decided.Network.Layers[0].Weight[0].data<float>().ToArray());

        Assert.Single(Read(new(arrays) { ["b_in"] = zeros(5) }).Notes);
        Assert.Single(Read(new(arrays) { ["b_out"] = zeros(5) }).Notes);
        Assert.Contains(
            "fit each other in 4 ways", Read(new() { ["W_in"] = ones(4, 4), ["W_out"] = ones(4, 4) }).Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Other_number_types_become_float32()
    {
        using var scope = NewDisposeScope();
        var network =
            Read(new()
            {
                ["W_in"] = tensor(new sbyte[,] { { -1, 1, 1 }, { 1, -1, 1 } }),
                ["W_out"] = ones(4, 2, float64) / 3,
                ["b_in"] = full(2, -1, bfloat16)
            }).Network;
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
        var stored =
            Read(new()
            {
                ["layers.0.weight"] = ones(5, 4),
                ["layers.0.bias"] = zeros(5),
                ["readout.weight"] = ones(7, 5),
                ["readout.bias"] = zeros(7)
            });
        Assert.Equal(
            (NetworkOrigin.Imported, 4, 5, 7),
            (stored.Manifest.Origin, stored.Network.Features, stored.Network.Neurons, stored.Network.Outputs));
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
            ("found in the arrays none", []),
            ("found in the arrays \"embed\", \"unembed\", expected names such as W_in",
                new() { ["embed"] = ones(2), ["unembed"] = ones(2) }),
            ("and 2 more, expected", Enumerable.Range(0, 10).ToDictionary(i => $"x{i}", _ => ones(1))),
            ("found in the arrays \"W_in\", expected", new() { ["W_in"] = ones(5, 4) }),
            ("W_in [5, 4], W_out [6, 3] do not fit", new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 3) }),
            ("W_in [5, 4], W_out [6, 5], b_in [6], b_out [2] do not fit",
                new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5), ["b_in"] = ones(6), ["b_out"] = ones(2) }),
            ("W_in has the shape [2, 5, 4] and W_out [6, 5], expected the same leading axis of 2 instances",
                new() { ["W_in"] = ones(2, 5, 4), ["W_out"] = ones(6, 5) }),
            ("W_out has the shape [0, 5], expected 2 dimensions from 1", new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(0, 5) }),
            ("b_in has the shape [1, 5], expected 1 dimension from 1",
                new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5), ["b_in"] = ones(1, 5) }),
            ("W_in has the value 1E+300, expected numbers within the range of float32", new() { ["W_in"] = nan, ["W_out"] = ones(6, 5) }),
            ("No network was found in the arrays \"readout.factors\", \"readout.scale\"",
                new() { ["readout.factors"] = ones(4, 4), ["readout.scale"] = tensor(1f) }),
        })
        {
            var metadata = arrays.ContainsKey("readout.scale")
                ? new Dictionary<string, string> { ["readout"] = "pairs", ["readout.normalisation"] = "constant" }
                : [];
            var message = Assert.Throws<NetworkFileException>(() => Read(arrays, metadata: metadata)).Message;
            Assert.Contains(says, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }

        Assert.Contains(
            "9 features do not fit", Assert.Throws<NetworkFileException>(
            () => Read(new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5) }, features: 9)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "found in the arrays \"arr_0\"", Assert.Throws<NetworkFileException>(
            () => NetworkBytes.Read(NumpyBytes.Array("<f4", "(2,)", 8))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bias_under_another_name_is_never_dropped()
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> arrays = new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(7, 5), ["b"] = -ones(5) };
        var message = Assert.Throws<NetworkFileException>(() => Read(arrays)).Message;
        Assert.Contains(
            "\"b\" [5] would be ignored while the network lacks layers.0.bias and readout.bias: did you mean b_in or b_out (--map "
            + "layers.0.bias=b)?", message, StringComparison.Ordinal);
        var mapped = Read(arrays, new ForeignReading { Map = KeyMap.Parse("layers.0.bias=b") });
        Assert.Equal(-5, mapped.Network.Layers[0].Bias.sum().item<float>());
        Assert.Contains(
            "layers.9.bias", Assert.Throws<NetworkFileException>(
            () => Read(arrays, new ForeignReading { Map = KeyMap.Parse("layers.9.bias=b") })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.weight", "0.bias", "2.weight", "2.bias", false)]
    [InlineData("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", false)]
    [InlineData("module.net.9.weight", "module.net.9.bias", "module.net.11.weight", "module.net.11.bias", false)]
    [InlineData("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias", false)]
    [InlineData("z.weight", "z.bias", "readout.weight", "readout.bias", false)]
    [InlineData("Dense_0/kernel", "Dense_0/bias", "Dense_1/kernel", "Dense_1/bias", true)]
    [InlineData("mlp/linear_0/w", "mlp/linear_0/b", "mlp/linear_1/w", "mlp/linear_1/b", true)]
    [InlineData("blocks.0.mlp.W_in", "blocks.0.mlp.b_in", "blocks.0.mlp.W_out", "blocks.0.mlp.b_out", true)]
    [InlineData("W1", "b1", "W2", "b2", false)]
    public void Names_of_other_programs_are_understood(string weight, string bias, string rows, string constants, bool transposed)
    {
        using var scope = NewDisposeScope();
        var (w, b, r, c) = (randn(5, 4), randn(5), randn(3, 5), randn(3));
        var stored = Read(new() { [weight] = transposed ? w.t() : w, [bias] = b, [rows] = transposed ? r.t() : r, [constants] = c });
        Assert.Equal(
            NetworkBytes.Fingerprint(new ReluNetwork([new ReluLayer(w, b)], new DenseReadOff(r, c))),
            NetworkBytes.Fingerprint(stored.Network));
    }

    [Fact]
    public void Own_keys_without_biases_have_biases_of_zero()
    {
        using var scope = NewDisposeScope();
        var (phi, w, r) = (randn(3, 6), randn(5, 3), randn(2, 5));
        var stored = Read(new() { ["encoding.weight"] = phi, ["layers.0.weight"] = w, ["readout.weight"] = r });
        var x = randn(10, 6);
        Assert.True(stored.Network.call(x).allclose(nn.functional.relu(x.mm(phi.t()).mm(w.t())).mm(r.t()), rtol: 1e-4, atol: 1e-5));
        Assert.Contains("Φ = encoding.weight [3, 6] as [dimensions, features]", stored.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_residual_stream_with_constants_computes_what_it_did_where_it_came_from()
    {
        using var scope = NewDisposeScope();
        var (embed, unembed) = (randn(6, 4), randn(4, 2));
        var blocks = Enumerable.Range(0, 2).Select(_ => (In: randn(4, 7), BiasIn: randn(7), Out: randn(7, 4), BiasOut: randn(4))).ToArray();
        Dictionary<string, Tensor> arrays = new() { ["embed.W_E"] = embed, ["unembed.W_U"] = unembed };
        foreach (var (block, i) in blocks.Select((block, i) => (block, i)))
        {
            (arrays[$"blocks.{i}.mlp.W_in"], arrays[$"blocks.{i}.mlp.b_in"], arrays[$"blocks.{i}.mlp.W_out"],
                arrays[$"blocks.{i}.mlp.b_out"]) = (block.In, block.BiasIn, block.Out, block.BiasOut);
        }

        var x = randn(10, 6);
        var stream = x.mm(embed);
        foreach (var block in blocks)
        {
            stream += nn.functional.relu(stream.mm(block.In) + block.BiasIn).mm(block.Out) + block.BiasOut;
        }

        var stored = Read(arrays);
        Assert.True(stored.Network.call(x).allclose(stream.mm(unembed), rtol: 1e-4, atol: 1e-4));
        Assert.Contains("a residual stream", stored.Notes[0], StringComparison.Ordinal);
        arrays["blocks.0.attn.W_Q"] = ones(4, 4);
        Assert.Contains(
            "belongs to a part that is no ReLU layer", Assert.Throws<NetworkFileException>(() => Read(arrays)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tied_weights_are_the_toy_model_of_superposition_and_a_map_unties_them()
    {
        using var scope = NewDisposeScope();
        var (w, b, x) = (randn(2, 5), randn(5), randn(10, 5));
        var expected = nn.functional.relu(x.mm(w.t()).mm(w) + b);
        Assert.True(Read(new() { ["W"] = w, ["b_final"] = b }).Network.call(x).allclose(expected, rtol: 1e-5, atol: 1e-6));
        Assert.True(Read(new() { ["W"] = w.t(), ["b_final"] = b }).Network.call(x).allclose(expected, rtol: 1e-5, atol: 1e-6));
        var mapped = Read(
            new() { ["linear1.weight"] = w, ["linear2.bias"] = b },
            new ForeignReading
            {
                Map = KeyMap.Parse(
            "encoding.weight=linear1.weight,layers.0.weight=linear1.weight.T,layers.0.bias=linear2.bias")
            });
        Assert.True(mapped.Network.call(x).allclose(expected, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void A_leading_axis_of_instances_needs_a_choice()
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> arrays = new() { ["W_in"] = randn(3, 5, 4), ["W_out"] = randn(3, 2, 5), ["b_out"] = randn(3, 2) };
        Assert.Contains(
            "holds 3 networks along the first axis of W_in [3, 5, 4], expected --instance k with k from 0 to 2",
            Assert.Throws<NetworkFileException>(() => Read(arrays)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "expected 0 to 2", Assert.Throws<NetworkFileException>(() => Read(arrays, new ForeignReading { Instance = 3 })).Message,
            StringComparison.Ordinal);
        var second = Read(arrays, new ForeignReading { Instance = 1 }).Network;
        Assert.True(second.Layers[0].Weight.equal(arrays["W_in"][1]).all().item<bool>());
        Assert.Contains(
            "expected a leading axis",
            Assert.Throws<NetworkFileException>(() => Read(
            new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(6, 5) }, new ForeignReading { Instance = 0 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_in_names_do_not_reach_the_message()
    {
        using var scope = NewDisposeScope();
        var message =
            Assert.Throws<NetworkFileException>(() => Read(new() { ["s\u0013.b"] = ones(5, 4), ["W_out\u001b[2J"] = ones(6, 5) })).Message;
        Assert.DoesNotContain(message, char.IsControl);
        Assert.Contains(@"s\u0013.b", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_of_this_project_count_beside_other_names()
    {
        using var scope = NewDisposeScope();
        var stored = Read(
            new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(2, 5) },
            metadata: new() { ["format"] = "superposition/1", ["origin"] = "trained", ["outputs"] = "0-1,2-3" });
        Assert.Equal((NetworkOrigin.Trained, 2), (stored.Manifest.Origin, stored.Manifest.Outputs!.Count));
    }

    [Theory]
    [InlineData("layers.0.weight", "has \"layers.0.weight\", expected KEY=ARRAY")]
    [InlineData("layers.00.weight=a", "has \"layers.00.weight=a\"")]
    [InlineData("readout.weight=a,readout.weight=b", "twice")]
    [InlineData("", "is empty")]
    [InlineData("layers.0.weight=W_in,readout.weight=none", "names the array \"none\", found \"W_in\", \"W_out\"")]
    [InlineData("layers.0.bias=none", "names the array \"none\"")]
    [InlineData("layers.1.weight=W_in,readout.weight=W_out", "names layers.1.weight, but no layers.0.weight")]
    public void A_map_that_cannot_be_understood_is_refused(string map, string says)
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            says, Assert.Throws<NetworkFileException>(() => Read(
            new() { ["W_in"] = ones(5, 4), ["W_out"] = ones(2, 5) }, new ForeignReading { Map = KeyMap.Parse(map) })).Message,
            StringComparison.Ordinal);
    }

    private static StoredNetwork Read(
        Dictionary<string, Tensor> arrays, int? features = null, Dictionary<string, string>? metadata = null) =>
        Read(arrays, new ForeignReading { Features = features }, metadata);

    private static StoredNetwork Read(
        Dictionary<string, Tensor> arrays, ForeignReading reading, Dictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, arrays, metadata ?? []);
        stream.Position = 0;
        return NetworkFile.Read(stream, reading);
    }
}
